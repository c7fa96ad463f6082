"""Search by meaning: the sayings as vectors (FAISS), and prototypes, the mean of what is said of a
thing.

Exact inner products; nothing is approximated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from knowledge.encoder.encoder import Vectors
from knowledge.index.sayings import Saying


@dataclass(frozen=True)
class Space:
    """Sayings in one encoder's space."""

    sayings: tuple[Saying, ...]
    nearest: Any

    @property
    def vectors(self) -> Vectors:
        """A copy of the vectors of the sayings, (len(sayings), dims)."""
        found: Vectors = self.nearest.reconstruct_n(0, len(self.sayings))
        return found

    def nearest_to(self, vector: Vectors, most: int) -> tuple[tuple[Saying, float], ...]:
        """The sayings nearest to one vector (dims,), best first, with the cosine."""
        if not vector.any():
            return ()
        faiss.omp_set_num_threads(1)  # a search is too short for threads to find each other
        closeness, rows = self.nearest.search(vector[None, :], min(most, len(self.sayings)))
        pairs = zip(rows[0].tolist(), closeness[0].tolist(), strict=True)
        return tuple((self.sayings[row], value) for row, value in pairs)

    def prototypes(self, names: Sequence[str], *, of_questions: bool = False) -> Vectors:
        """A unit vector for each list (or question) named, (len(names), dims); zeros for one
        unsaid.
        """
        number = {name: i for i, name in enumerate(names)}
        labels = [s.question_id if of_questions else s.list_id for s in self.sayings]
        said = [i for i, label in enumerate(labels) if label in number]
        sums = np.zeros((len(names), self.nearest.d), dtype=np.float32)
        np.add.at(sums, [number[labels[i] or ""] for i in said], self.vectors[said])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return (sums / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def build_space(sayings: Sequence[Saying], vectors: Vectors) -> Space:
    """`vectors` has one row for each saying."""
    nearest = faiss.IndexFlatIP(vectors.shape[1])
    nearest.add(vectors)
    return Space(tuple(sayings), nearest)


def save_space(space: Space, out: Path) -> None:
    """Write the space into a new folder."""
    out.mkdir(parents=True)
    faiss.write_index(space.nearest, str(out / "sayings.faiss"))
    rows = [[s.text, s.list_id, s.question_id, s.spoken] for s in space.sayings]
    (out / "sayings.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def open_space(path: Path) -> Space:
    """Read a saved space; the vectors are mapped from disk."""
    rows = json.loads((path / "sayings.json").read_text("utf-8"))
    sayings = (Saying(text, of, question, spoken) for text, of, question, spoken in rows)
    nearest = faiss.read_index(str(path / "sayings.faiss"), faiss.IO_FLAG_MMAP_IFC)
    return Space(tuple(sayings), nearest)
