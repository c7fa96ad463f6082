"""Why a message was understood as it was: the clauses, the words, the signals and what fell
short.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.index.recognition import LIST_SIGNALS, QUESTION_SIGNALS
from knowledge.index.text import shorten
from knowledge.index.weighing import Numbers, probability
from knowledge.retrieval.finder import Finder, Reading, best
from knowledge.retrieval.found import ClauseRead, Evidence, Explanation, Near, Scored

NEXT = 5
NEAREST = 5
BEST_OF_CLAUSE = 3
WORDS = 4
AMONG = 200


@dataclass(frozen=True)
class Candidates:
    """Lists or questions of one message: ids, titles, signals and logits by passage, final
    scores; `told` gives the words and the saying that spoke for one, by its id and the passage.
    """

    ids: Sequence[str]
    titles: Mapping[str, str]
    names: Sequence[str]
    signals: Numbers
    logits: Numbers
    scores: Numbers
    told: Callable[[str, int], tuple[tuple[str, ...], Near | None]]

    def evidence(self, kept: Sequence[Scored], texts: Sequence[str]) -> tuple[Evidence, ...]:
        """The kept ones and the next five."""
        number = {name: i for i, name in enumerate(self.ids)}
        names = {one.id for one in kept}
        return tuple(
            self._one(number[one.id], one.score, one.id in names, texts)
            for one in best(self.ids, self.scores, len(kept) + NEXT)
        )

    def _one(self, column: int, score: float, kept: bool, texts: Sequence[str]) -> Evidence:
        spoke = int(np.argmax(self.logits[:, column]))
        values = (round(float(value), 3) for value in self.signals[spoke, column])
        name = self.ids[column]
        signals = dict(zip(self.names, values, strict=True))
        title, (words, near) = self.titles.get(name, name), self.told(name, spoke)
        return Evidence(name, title, score, kept, texts[spoke], signals, words, near)


def explain(finder: Finder, text: str) -> Explanation:
    """How the finder understands this message."""
    reading = finder.read(text)
    found = finder.decide(reading)
    texts = reading.passages.texts
    read = [_clause(finder, reading, i) for i in range(len(texts))]
    kinds = {"consult": reading.consult_margin}
    kinds |= dict(zip(finder.kinds.others, reading.other_margins.tolist(), strict=True))
    return Explanation(
        found=found,
        shortened=shorten(text) != text,
        whole=read[0],
        clauses=tuple(read[1:]),
        kinds=dict(sorted(kinds.items(), key=lambda pair: -pair[1])),
        consulting=reading.consulting,
        consulting_from=finder.calibration.gate.threshold,
        lists_from=finder.list_floor(reading),
        lists=_lists(finder, reading).evidence(found.lists, texts),
        questions=_questions(finder, reading).evidence(found.questions, texts),
        nearest=_nearest(finder, reading),
    )


def _clause(finder: Finder, reading: Reading, passage: int) -> ClauseRead:
    text = reading.passages.texts[passage]
    scores = probability(reading.list_logits[passage])
    return ClauseRead(
        text,
        finder.analyser.words(text),
        finder.analyser.added_words(text),
        best(finder.lists.lists, scores, BEST_OF_CLAUSE),
    )


def _lists(finder: Finder, reading: Reading) -> Candidates:
    titles = {row.id: row.title for row in finder.release.knowledge.catalog.lists}
    return Candidates(
        finder.lists.lists,
        titles,
        LIST_SIGNALS,
        reading.list_signals,
        reading.list_logits,
        reading.list_scores,
        lambda name, passage: (
            _speaking_for(finder, reading.passages.texts[passage], name),
            _nearest_of(finder, reading, passage, name),
        ),
    )


def _questions(finder: Finder, reading: Reading) -> Candidates:
    written = finder.release.knowledge.lists.values()
    titles = {f"{of.id}/{question.id}": question.ask for of in written for question in of.questions}
    return Candidates(
        finder.questions.questions,
        titles,
        QUESTION_SIGNALS,
        reading.question_signals,
        reading.question_logits,
        reading.question_scores,
        lambda name, passage: (
            _speaking_for(finder, reading.passages.texts[passage], name.partition("/")[0]),
            _nearest_of(finder, reading, passage, name),
        ),
    )


def _speaking_for(finder: Finder, text: str, list_id: str) -> tuple[str, ...]:
    """Words (of two characters or more, written or added) that speak most for a list."""
    classifier, features = finder.lists.classifier, finder.analyser.features(text)
    words = {*finder.analyser.words(text), *finder.analyser.added_words(text)}
    numbers, weights = classifier.vocabulary.weigh(features)
    worth = weights * classifier.weights[numbers, classifier.classes.index(list_id)]
    known = dict.fromkeys(feature for feature in features if feature in classifier.vocabulary.index)
    ranked = sorted(zip(worth.tolist(), known, strict=True), reverse=True)
    found = [word for value, word in ranked if value > 0 and len(word) > 1 and word in words]
    return tuple(found[:WORDS])


def _nearest_of(finder: Finder, reading: Reading, passage: int, name: str) -> Near | None:
    """The nearest saying of this list or question, where it is among the nearest at all."""
    near = finder.release.space.nearest_to(reading.passages.vectors[passage], AMONG)
    for saying, closeness in near:
        if name in (saying.list_id, saying.question_id):
            return Near(saying.text, name, round(closeness, 3))
    return None


def _nearest(finder: Finder, reading: Reading) -> tuple[Near, ...]:
    near = finder.release.space.nearest_to(reading.passages.vectors[0], NEAREST)
    return tuple(
        Near(saying.text, saying.question_id or saying.list_id, round(closeness, 3))
        for saying, closeness in near
    )
