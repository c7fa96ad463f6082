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

        The mean of what the message is about from end to end (the whole, and its clauses on
        average) and of what was fitted on all evidence: the latter finds more, the former puts the
        main matter first.
        """
        evidence = message_evidence(logits, messages)
        fitted = evidence @ np.array(self.message[:-1]) + self.message[-1]
        throughout = (evidence[..., WHOLE] + evidence[..., MEAN]) / 2
        return np.asarray((throughout + fitted) / 2)


def standard(scores: NDArray[np.floating]) -> Numbers:
    """Scores of each row about their mean, in standard deviations; zeros where all are equal."""
    if not scores.shape[-1]:
        return np.zeros(scores.shape)
    number = scores.shape[-1]
    centred = scores - scores.sum(axis=-1, keepdims=True, dtype=np.float64) / number
    spread = np.sqrt((centred * centred).sum(axis=-1, keepdims=True) / number)
    return np.asarray(centred / np.where(spread > 1e-9, spread, 1))


def log_shares(scores: Numbers) -> Numbers:
    """Log-softmax of each row."""
    behind = scores - scores.max(axis=1, keepdims=True, initial=-np.inf)
    return np.asarray(behind - np.log(np.exp(behind).sum(axis=1, keepdims=True)))


def probability(logits: Numbers) -> Numbers:
    """0 to 1, both excluded as far as floats allow."""
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


EVIDENCE = 9
RIDGE = 0.001
WHOLE, MEAN = 0, 3  # their places in the evidence


def message_evidence(logits: Numbers, messages: Sequence[Span]) -> Numbers:
    """(messages, candidates, EVIDENCE): whole, best, first and mean clause; how far behind the
    leading candidate in the whole, and in the clause where it comes closest; whole and best by how
    many clauses. What leads nowhere is seldom wanted; what is wanted is often said first.
    """
    behind = logits - logits.max(axis=1, keepdims=True, initial=-30)
    rows = []
    for span in messages:
        whole, parts = logits[span.whole], logits[span.parts]
        best, many = parts.max(axis=0), np.log(len(parts))
        leading = (behind[span.whole], behind[span.parts].max(axis=0))
        by_number = (whole * many, best * many, np.full_like(whole, many))
        rows.append([whole, best, parts[0], parts.mean(axis=0), *leading, *by_number])
    return np.array(rows).transpose(0, 2, 1)


def fit_weighing(
    signals: Numbers,
    messages: Sequence[Span],
    wanted: NDArray[np.bool_],
    *,
    weights: Numbers | None = None,
) -> Weighing:
    """Fit both models. `wanted` is (messages, candidates). Messages of several wishes fit the
    second only, each by its weight (messages,), 1 where none is given.

    Raises ValueError where nothing, or everything, is wanted.
    """
    alone = wanted.sum(axis=1) <= 1
    wholes = np.array([span.whole for span in messages])
    single = signals[wholes[alone]]
    first = logistic(single.reshape(-1, signals.shape[-1]), wanted[alone].ravel())
    evidence = message_evidence(Weighing(first, ()).passage_logits(signals), messages)
    each = None if weights is None else np.repeat(weights, wanted.shape[1])
    second = logistic(evidence.reshape(-1, evidence.shape[-1]), wanted.ravel(), weights=each)
    return Weighing(first, second)


def question_logits(logits: Numbers, messages: Sequence[Span]) -> Numbers:
    """(passages, questions) -> (messages, questions): log of the mean of what the whole says and
    of the clause that speaks for it most; all are logs of probabilities.
    """
    rows = [np.logaddexp(logits[one.whole], logits[one.parts].max(axis=0)) for one in messages]
    return np.asarray(np.array(rows) - np.log(2))


def fit_shares(
    signals: Numbers,
    list_logits: Numbers,
    wanted: NDArray[np.int64],
    list_numbers: NDArray[np.int64],
) -> tuple[float, ...]:
    """What makes the wanted question (texts,) likeliest: the weights of the signals (texts,
    questions, signals) among the questions of its list, and last how much the list logits (texts,
    lists) count among the lists. `list_numbers` is the list of each question.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]
    from scipy.special import logsumexp  # type: ignore[import-untyped]

    rows, of = np.arange(len(wanted)), list_numbers[wanted]
    same = list_numbers[None] == of[:, None]

    def surprise(weights: Numbers) -> float:
        scores = np.where(same, signals @ weights[:-1], -np.inf)
        within = scores[rows, wanted] - logsumexp(scores, axis=1)
        lists = weights[-1] * list_logits
        among = lists[rows, of] - logsumexp(lists, axis=1)
        return float(RIDGE * (weights**2).sum() - (within + among).mean())

    begin = np.full(signals.shape[-1] + 1, 0.5)
    return tuple(minimize(surprise, begin, method="L-BFGS-B").x.tolist())


def logistic(
    rows: Numbers, wanted: NDArray[np.bool_], *, weights: Numbers | None = None
) -> tuple[float, ...]:
    """Weights and, last, the constant of a logistic model over (n, k) rows, weighed by (n,).

    Raises ValueError where nothing, or everything, is wanted.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    model = LogisticRegression(C=100, max_iter=1000)
    model.fit(rows, wanted, sample_weight=weights)
    return (*model.coef_[0].tolist(), float(model.intercept_[0]))
