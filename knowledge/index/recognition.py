"""Which lists and which questions a passage speaks of, as signals that are weighed afterwards.

Prototypes stand for the vectors: beside them the nearest sayings were given no weight, for lists
(-0.09) nor for questions (-0.17). They are looked up to explain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.encoder import Vectors
from knowledge.index.classifier import Classifier
from knowledge.index.keywords import Keywords
from knowledge.index.passages import Passages
from knowledge.index.vectors import Space
from knowledge.index.weighing import Numbers, log_shares, standard

LIST_SIGNALS = ("分类器", "分类器(各清单相比)", "向量")
QUESTION_SIGNALS = ("用词", "向量")


@dataclass(frozen=True)
class ListRecogniser:
    """Signals for each list, in the order of `lists`."""

    classifier: Classifier
    space: Space

    @property
    def lists(self) -> tuple[str, ...]:
        return self.classifier.classes

    def signals(self, passages: Passages) -> Numbers:
        """(passages, lists, 3): see LIST_SIGNALS."""
        margins = self.classifier.margins(passages.features)
        likeness = passages.vectors @ self._prototypes.T
        return np.stack([margins, standard(margins), standard(likeness)], axis=-1)

    @cached_property
    def _prototypes(self) -> Vectors:
        return self.space.prototypes(self.lists)


@dataclass(frozen=True)
class QuestionRecogniser:
    """Signals for each question of the written lists, in the order of `questions`."""

    lists: tuple[str, ...]
    keywords: Keywords
    space: Space

    @property
    def questions(self) -> tuple[str, ...]:
        return self.keywords.ids

    def signals(self, passages: Passages) -> Numbers:
        """(passages, questions, 2): see QUESTION_SIGNALS."""
        words = self.keywords.scores(passages.features)
        likeness = passages.vectors @ self._prototypes.T
        return np.stack([standard(words), standard(likeness)], axis=-1)

    def passage_logits(
        self, signals: Numbers, list_logits: Numbers, weights: Sequence[float]
    ) -> Numbers:
        """(passages, questions): log of the share of its list that each question has, by its
        signals, and of the list's share among all lists, by (passages, lists).
        """
        shares = within_lists(signals @ np.array(weights[:-1]), self.list_numbers)
        lists = log_shares(weights[-1] * list_logits)
        return np.asarray(shares + lists[:, self.list_numbers])

    @cached_property
    def _prototypes(self) -> Vectors:
        return self.space.prototypes(self.questions, of_questions=True)

    @cached_property
    def list_numbers(self) -> NDArray[np.int64]:
        """The list of each question, as its place in `lists`."""
        number = {list_id: i for i, list_id in enumerate(self.lists)}
        found = [number[question.partition("/")[0]] for question in self.questions]
        return np.array(found, dtype=np.int64)


def within_lists(scores: Numbers, list_numbers: NDArray[np.int64]) -> Numbers:
    """Log-softmax of (passages, questions) within each list; those of one list stand together."""
    if not len(list_numbers):
        return scores
    starts = np.flatnonzero(np.diff(list_numbers, prepend=-1))
    counts = np.diff(starts, append=len(list_numbers))
    highest = np.repeat(np.maximum.reduceat(scores, starts, axis=1), counts, axis=1)
    sums = np.add.reduceat(np.exp(scores - highest), starts, axis=1)
    return np.asarray(scores - highest - np.repeat(np.log(sums), counts, axis=1))
