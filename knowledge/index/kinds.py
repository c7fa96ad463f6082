"""Which kind of message it is: a consultation, or one of the kinds that are none (DESIGN section
7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.index.calibration import CONSULT
from knowledge.index.classifier import Classifier, Features
from knowledge.index.sayings import Saying
from knowledge.index.weighing import Numbers
from knowledge.model.knowledge_base import KnowledgeBase


@dataclass(frozen=True)
class Said:
    """A text and the kind of message it is."""

    text: str
    kind: str


def all_said(knowledge: KnowledgeBase, sayings: Sequence[Saying]) -> tuple[Said, ...]:
    """Examples of the dialogue acts under their kinds, and every saying as a consultation: our own
    titles and topics too, for who names a thing and no more (房子过户) consults.
    """
    acts = {Said(text, act.kind) for act in knowledge.phrasings.acts.values() for text in act.says}
    asked = {Said(saying.text, CONSULT) for saying in sayings}
    return tuple(sorted(acts | asked, key=lambda said: (said.kind, said.text)))


@dataclass(frozen=True)
class KindMargins:
    """Margin of consulting, (texts,), and of each other kind, (texts, other kinds)."""

    consult: Numbers
    others: Numbers

    @property
    def lead(self) -> Numbers:
        """By how much consulting is ahead of the next kind, or of a margin of -1, (texts,)."""
        return np.asarray(self.consult - self.others.max(axis=1, initial=-1))


@dataclass(frozen=True)
class KindRecogniser:
    """`classifier` is None where no act but consulting was ever described: then all is
    consulting.
    """

    classifier: Classifier | None

    @property
    def others(self) -> tuple[str, ...]:
        """The kinds that are no consultation."""
        return tuple(kind for kind in self._kinds if kind != CONSULT)

    @property
    def _kinds(self) -> tuple[str, ...]:
        return self.classifier.classes if self.classifier else (CONSULT,)

    def margins(self, texts: Sequence[Features]) -> KindMargins:
        """Margins of several texts."""
        if self.classifier is None:
            return KindMargins(np.ones(len(texts)), np.zeros((len(texts), 0)))
        margins = self.classifier.margins(texts).astype(np.float64)
        consult = np.array([kind == CONSULT for kind in self._kinds])
        return KindMargins(margins[:, consult][:, 0], margins[:, ~consult])
