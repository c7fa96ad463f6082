"""Which lists and which questions a passage speaks of, as signals that are weighed afterwards.

Prototypes stand for the vectors: beside them the nearest sayings were given no weight, for lists
(-0.09) nor for questions (-0.17). They are looked up to explain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.encoder import Vectors
from knowledge.index.classifier import Classifier
from knowledge.index.keywords import Keywords
from knowledge.index.passages import Passages
from knowledge.index.vectors import Space
from knowledge.index.weighing import Numbers, standard

LIST_SIGNALS = ("分类器", "分类器(各清单相比)", "向量")
QUESTION_SIGNALS = ("用词", "向量", "所属清单")


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

    def signals(self, passages: Passages, list_logits: Numbers) -> Numbers:
        """(passages, questions, 3): see QUESTION_SIGNALS. `list_logits` is (passages, lists)."""
        words = np.array([self.keywords.scores(features) for features in passages.features])
        likeness = passages.vectors @ self._prototypes.T
        of_lists = list_logits[:, self._list_numbers]
        return np.stack([standard(words), standard(likeness), of_lists], axis=-1)

    @cached_property
    def _prototypes(self) -> Vectors:
        return self.space.prototypes(self.questions, of_questions=True)

    @cached_property
    def _list_numbers(self) -> NDArray[np.int64]:
        """The list of each question, as its place in `lists`."""
        number = {list_id: i for i, list_id in enumerate(self.lists)}
        found = [number[question.partition("/")[0]] for question in self.questions]
        return np.array(found, dtype=np.int64)
