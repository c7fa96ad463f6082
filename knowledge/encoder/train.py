"""Trains the encoder that ships with the product: one vector per feature of the text, averaged.

Features come in ready (words, characters, character pairs: knowledge/index/text.py); this file
only counts them. A feature's vector is its row in the positive pointwise mutual information
between features and texts, reduced by a truncated SVD (Church & Hanks 1990; Levy & Goldberg
2014, context distribution smoothing 0.75), and weighted by how rare the feature is. The result
is a native sentence-transformers folder, so that it is loaded like any other model, without code
of its own. It refuses fewer than two texts, and it looks at no labels: no list is learned here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

from knowledge.encoder.encoder import Vectors
from knowledge.encoder.load import EXPANDED, MANIFEST, prepare_offline

DIMS = 128
SMOOTHING = 0.75
POWER_ITERATIONS = 4
UNKNOWN = "[UNK]"


def train_encoder(documents: Sequence[Sequence[str]], out: Path, *, seed: int = 0) -> None:
    """Write a model folder to `out` (must not exist) from the features of each text.

    Features must not contain whitespace. The same documents and seed give the same bytes on the
    same machine. Raises ValueError for fewer than two documents or no feature seen twice.
    """
    vocabulary, vectors = feature_vectors(documents, seed=seed)
    out.mkdir(parents=True)
    _save(vocabulary, vectors, out)
    manifest = {"expansion": EXPANDED, "dims": vectors.shape[1], "features": len(vocabulary)}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def feature_vectors(documents: Sequence[Sequence[str]], *, seed: int) -> tuple[list[str], Vectors]:
    """Features seen in two documents or more, sorted, and a row of float32 for each."""
    seen = Counter(feature for document in documents for feature in set(document))
    vocabulary = sorted(feature for feature, count in seen.items() if count > 1)
    if len(documents) < 2 or not vocabulary:
        raise ValueError("too few texts to train an encoder")
    association = _association(documents, {feature: i for i, feature in enumerate(vocabulary)})
    rows = _reduce(association, seed=seed)
    rarity = np.log(len(documents) / np.array([seen[feature] for feature in vocabulary]))
    return vocabulary, np.ascontiguousarray(rows * rarity[:, None], dtype=np.float32)


def _association(documents: Sequence[Sequence[str]], index: dict[str, int]) -> sp.csr_matrix:
    """Positive pointwise mutual information, features x documents. A long text counts as one."""
    present = [sorted({index[f] for f in document if f in index}) for document in documents]
    rows = np.array([i for known in present for i in known], dtype=np.int64)
    columns = np.repeat(np.arange(len(documents)), [len(known) for known in present])
    weights = np.repeat([1 / max(len(known), 1) for known in present], [len(k) for k in present])
    feature_mass = np.bincount(rows, weights, minlength=len(index))
    context_mass = np.bincount(columns, weights, minlength=len(documents)) ** SMOOTHING
    expected = feature_mass[rows] * context_mass[columns] / context_mass.sum()
    values = np.log(weights / expected)
    kept = values > 0
    return sp.csr_matrix(
        (values[kept].astype(np.float32), (rows[kept], columns[kept])),
        shape=(len(index), len(documents)),
    )


def _reduce(association: sp.csr_matrix, *, seed: int) -> NDArray[np.float32]:
    """Unit rows of at most DIMS columns. One thread, so that the sums run in one order."""
    from sklearn.utils.extmath import randomized_svd  # type: ignore[import-untyped]
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    dims = min(DIMS, *association.shape)
    with threadpool_limits(limits=1):
        left, strength, _ = randomized_svd(
            association, dims, n_iter=POWER_ITERATIONS, random_state=seed
        )
    rows: NDArray[np.float32] = left * np.sqrt(strength)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _save(vocabulary: Sequence[str], vectors: Vectors, out: Path) -> None:
    """A StaticEmbedding over whitespace-separated features; what it does not know weighs
    nothing.
    """
    prepare_offline()
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    index = {UNKNOWN: 0} | {feature: i for i, feature in enumerate(vocabulary, start=1)}
    tokenizer = Tokenizer(models.WordLevel(index, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    weights = np.vstack([np.zeros((1, vectors.shape[1]), dtype=np.float32), vectors])
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights), Normalize()], device="cpu"
    )
    model.save(str(out), create_model_card=False)
