"""Search by words: BM25 (the bm25s library) over the questions.

Lists need none of their own: the classifier learns their titles and scopes, and beside it BM25
over them was given no weight (-0.09) when the signals were weighed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

from knowledge.index.classifier import Features

IDS = "ids.json"
NOTHING = "\0"  # keeps an empty collection searchable


@dataclass(frozen=True)
class Keywords:
    """A BM25 index over documents with ids, in the order of the ids."""

    ids: tuple[str, ...]
    ranking: Any

    def scores(self, texts: Sequence[Features]) -> NDArray[np.float32]:
        """(len(texts), len(ids)) float32, 0 where no feature of the text occurs.

        Added up over the index of bm25s, as its get_scores does word by word, at once for each
        text.
        """
        found = np.zeros((len(texts), len(self.ids)), dtype=np.float32)
        scores, number = self.ranking.scores, self.ranking.vocab_dict.get
        for row, features in enumerate(texts) if self.ids else ():
            words = np.array([n for n in map(number, features) if n is not None], dtype=np.int64)
            starts = scores["indptr"][words]
            counts = scores["indptr"][words + 1] - starts
            ends = np.cumsum(counts)
            places = np.arange(counts.sum()) + np.repeat(starts - ends + counts, counts)
            documents, worth = scores["indices"][places], scores["data"][places]
            found[row] = np.bincount(documents, worth, minlength=len(self.ids))
        return found


def build_keywords(documents: Mapping[str, Iterable[str]]) -> Keywords:
    """Index the features of each document."""
    ids = tuple(sorted(documents))
    tokens: Sequence[Sequence[str]] = [list(documents[key]) for key in ids] or [[NOTHING]]
    ranking = bm25s.BM25(method="lucene")
    ranking.index(tokens, show_progress=False)
    return Keywords(ids, ranking)


def save_keywords(keywords: Keywords, out: Path) -> None:
    """Write the index into a new folder."""
    out.mkdir(parents=True)
    keywords.ranking.save(str(out), show_progress=False)
    (out / IDS).write_text(json.dumps(keywords.ids), encoding="utf-8")


def open_keywords(path: Path) -> Keywords:
    """Read a saved index, its arrays mapped from disk."""
    ids = tuple(json.loads((path / IDS).read_text("utf-8")))
    ranking = bm25s.BM25.load(str(path), mmap=True)
    for name in ("data", "indices", "indptr"):
        ranking.scores[name] = np.asarray(ranking.scores[name])  # a slice of a memmap costs 10 µs
    return Keywords(ids, ranking)
