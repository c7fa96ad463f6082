"""What words mean before anybody has asked anything: vectors learned from a corpus of statutes.

A feature's vector is its row in the positive pointwise mutual information between features and
paragraphs, reduced by a truncated SVD (Church & Hanks 1990; Levy & Goldberg 2014, context
distribution smoothing 0.75). One byte a number: 40,000 features of 128 numbers are 5 MB, kept
beside this file. `wenzheng base --corpus PATH` makes it again; building a release only reads it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

from knowledge.encoder.encoder import Vectors

FOLDER = Path(__file__).with_name("base")
FEATURES, VECTORS = "features.txt", "vectors.npy"
DIMS = 128
MOST_FEATURES = 40_000
SMOOTHING = 0.75
POWER_ITERATIONS = 2
LEAST, LONGEST = 15, 300  # characters of a paragraph; of a longer one its beginning


@dataclass(frozen=True)
class Base:
    """Features, sorted, and a unit row for each, (features, dims) float32."""

    features: tuple[str, ...]
    vectors: Vectors

    @property
    def dims(self) -> int:
        return int(self.vectors.shape[1])


def paragraphs(texts: Iterable[str]) -> Iterator[str]:
    """The paragraphs of these texts, each once, without headings and scraps."""
    seen = set()
    for text in texts:
        for line in text.splitlines():
            found = line.strip()[:LONGEST]
            if len(found) >= LEAST and not found.startswith(("#", "<")) and found not in seen:
                seen.add(found)
                yield found


def make_base(
    corpus: Iterable[str],
    features: Callable[[str], Iterable[str]],
    *,
    most: int = MOST_FEATURES,
    dims: int = DIMS,
    seed: int = 0,
) -> Base:
    """The base of these paragraphs: the `most` features that stand in most of them.

    The same corpus and seed give the same base. Raises ValueError for fewer than two paragraphs.
    """
    numbers: dict[str, int] = {}
    documents = [
        np.array(sorted(numbers.setdefault(f, len(numbers)) for f in sorted(set(features(text)))))
        for text in corpus
    ]
    if len(documents) < 2:
        raise ValueError("a base needs two paragraphs")
    often = Counter(int(number) for document in documents for number in document)
    names = list(numbers)
    kept = sorted(sorted(often, key=lambda n: (-often[n], names[n]))[:most], key=names.__getitem__)
    rows = np.full(len(names), -1, dtype=np.int64)
    rows[kept] = np.arange(len(kept))
    vectors = reduce_rows(association(documents, rows), dims=dims, seed=seed)
    return Base(tuple(names[number] for number in kept), vectors)


def association(documents: Sequence[NDArray[np.int64]], rows: NDArray[np.int64]) -> sp.csr_matrix:
    """Positive pointwise mutual information, (features kept, documents). `rows` gives each
    feature's row, -1 for one that is left out; a long document weighs as much as a short one.
    """
    known = [rows[document][rows[document] >= 0] for document in documents]
    lengths = [len(found) for found in known]
    features = np.concatenate(known)
    columns = np.repeat(np.arange(len(documents)), lengths)
    weights = np.repeat([1 / max(length, 1) for length in lengths], lengths)
    feature_mass = np.bincount(features, weights)
    context_mass = np.bincount(columns, weights, minlength=len(documents)) ** SMOOTHING
    expected = feature_mass[features] * context_mass[columns] / context_mass.sum()
    values = np.log(weights / expected)
    kept = values > 0
    return sp.csr_matrix(
        (values[kept].astype(np.float32), (features[kept], columns[kept])),
        shape=(len(feature_mass), len(documents)),
    )


def reduce_rows(matrix: sp.csr_matrix, *, dims: int, seed: int) -> Vectors:
    """Unit rows of at most `dims` columns. One thread, so that the sums run in one order."""
    from sklearn.utils.extmath import randomized_svd  # type: ignore[import-untyped]
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1):
        left, strength, _ = randomized_svd(
            matrix, min(dims, *matrix.shape), n_iter=POWER_ITERATIONS, random_state=seed
        )
    return unit_rows(left * np.sqrt(strength))


def unit_rows(rows: NDArray[np.floating]) -> Vectors:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.ascontiguousarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def save_base(base: Base, folder: Path) -> None:
    """Write the two files, a byte for each number of a row, the greatest of which becomes 127."""
    folder.mkdir(parents=True, exist_ok=True)
    greatest = np.abs(base.vectors).max(axis=1, keepdims=True)
    bytes_ = np.round(base.vectors / np.where(greatest > 0, greatest, 1) * 127).astype(np.int8)
    np.save(folder / VECTORS, bytes_)
    (folder / FEATURES).write_text("\n".join(base.features) + "\n", encoding="utf-8")


def open_base(folder: Path = FOLDER) -> Base:
    """Read a saved base; ours unless another folder is named."""
    features = tuple((folder / FEATURES).read_text("utf-8").splitlines())
    return Base(features, unit_rows(np.load(folder / VECTORS).astype(np.float32)))
