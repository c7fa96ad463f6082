"""From signals to a probability: what each signal is worth, fitted when a release is built.

Two logistic models, one upon the other. The first joins the signals of one passage (classifier,
vectors, words) into a logit for each candidate. The second joins a message's whole and its
clauses: one wish in many words, or many wishes in a clause each. Both are a handful of numbers,
kept in the release. Scores are standardised and weighed; joining ranks (RRF) was three to five
points worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.index.passages import Span

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Weighing:
    """Weights of the signals and of whole and clauses; the last of each is the constant."""

    signals: tuple[float, ...]
    message: tuple[float, ...]

    def passage_logits(self, signals: Numbers) -> Numbers:
        """(passages, candidates, signals) -> (passages, candidates)."""
        return np.asarray(signals @ np.array(self.signals[:-1]) + self.signals[-1])

    def message_logits(self, logits: Numbers, messages: Sequence[Span]) -> Numbers:
        """(passages, candidates) -> (messages, candidates).

        The mean of what the whole says and of what whole and clauses say together: the latter
        finds more, the former puts the main matter first.
        """
        together = message_evidence(logits, messages) @ np.array(self.message[:-1])
        whole = logits[[span.whole for span in messages]]
        return np.asarray((whole + together + self.message[-1]) / 2)


def standard(scores: NDArray[np.floating]) -> Numbers:
    """Scores of each row about their mean, in standard deviations; zeros where all are equal."""
    if not scores.shape[-1]:
        return np.zeros(scores.shape)
    centred = np.asarray(scores, dtype=np.float64) - scores.mean(axis=-1, keepdims=True)
    spread = centred.std(axis=-1, keepdims=True)
    return np.asarray(centred / np.where(spread > 1e-9, spread, 1))


def probability(logits: Numbers) -> Numbers:
    """0 to 1, both excluded as far as floats allow."""
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


def message_evidence(logits: Numbers, messages: Sequence[Span]) -> Numbers:
    """(messages, candidates, 6): whole, best and mean clause; whole and best by how many
    clauses.
    """
    rows = []
    for span in messages:
        whole = logits[span.whole]
        parts = logits[span.clauses] if span.end > span.whole + 1 else whole[None, :]
        best, many = parts.max(axis=0), np.log(len(parts))
        constant = np.full_like(whole, many)
        rows.append([whole, best, parts.mean(axis=0), whole * many, best * many, constant])
    return np.array(rows).transpose(0, 2, 1)


def fit_weighing(signals: Numbers, messages: Sequence[Span], wanted: NDArray[np.bool_]) -> Weighing:
    """Fit both models. `wanted` is (messages, candidates). Messages of several wishes fit the
    second only.

    Raises ValueError where nothing, or everything, is wanted.
    """
    alone = wanted.sum(axis=1) <= 1
    wholes = np.array([span.whole for span in messages])
    single = signals[wholes[alone]]
    first = logistic(single.reshape(-1, signals.shape[-1]), wanted[alone].ravel())
    evidence = message_evidence(Weighing(first, ()).passage_logits(signals), messages)
    second = logistic(evidence.reshape(-1, evidence.shape[-1]), wanted.ravel())
    return Weighing(first, second)


def logistic(rows: Numbers, wanted: NDArray[np.bool_]) -> tuple[float, ...]:
    """Weights and, last, the constant of a logistic model over (n, k) rows.

    Raises ValueError where nothing, or everything, is wanted.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    model = LogisticRegression(C=100, max_iter=1000).fit(rows, wanted)
    return (*model.coef_[0].tolist(), float(model.intercept_[0]))
