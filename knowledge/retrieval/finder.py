"""From a message to its kind, its lists and its questions.

The message is read as a whole and clause by clause (knowledge/index/passages.py); the signals of
each are weighed by what the release was calibrated to. A consultation always names at least one
list; whatever is none names none. It refuses nothing: an empty message is unclear, of a very long
one both ends are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.encoder.load import load_encoder
from knowledge.index.passages import Passages, read_messages
from knowledge.index.recognition import LIST_SIGNALS, QUESTION_SIGNALS
from knowledge.index.release import Release
from knowledge.index.weighing import Numbers, probability, question_logits
from knowledge.model.kind import Kind
from knowledge.retrieval.between import torn_between
from knowledge.retrieval.elsewhere import about_elsewhere
from knowledge.retrieval.found import ClauseFound, Found, Scored, kind_of
from knowledge.retrieval.near_match import AGAINST, DecidingWords, persons_of

__all__ = ["Finder", "Found", "Reading", "Scored", "best"]

Theirs = Callable[[str], bool]

LEXICON = "词库"
MOST = 10
MOST_OF_CLAUSE = 5
QUESTION_FLOOR = 0.005
LONE_WORD = 1
NEARLY = 0.5
SAYING = 2  # characters that may say something
EVIDENCE = 0.01  # has a question of the list before it is known: 要登报吗 of a home has less
NAMED = 0.4  # a list so likely is named; of held-back sayings this lets in 15 for 3 that are none


@dataclass(frozen=True)
class Reading:
    """One message with all its scores; what `find` decides from and `explain` shows.

    `list_logits` and `question_logits` have a row for each passage; the scores are the message's.
    """

    passages: Passages
    list_signals: Numbers
    list_logits: Numbers
    list_scores: Numbers
    question_signals: Numbers
    question_logits: Numbers
    question_scores: Numbers
    consult_margin: float
    other_margins: Numbers
    consulting: float


class Finder:
    """Finds in one release. Safe to share between threads: it never changes after it is made."""

    def __init__(self, release: Release, *, without: frozenset[str] = frozenset()) -> None:
        """Load the encoder and map the index; takes seconds, so make one and keep it.

        `without` names signals that are to count as nothing (recognition.LIST_SIGNALS and
        QUESTION_SIGNALS, or LEXICON), to see what each is worth. Raises EncoderUnusable.
        """
        self.release = release
        self.without = without
        self.analyser = release.analyser
        if LEXICON in without:
            bare = replace(self.analyser.lexicon, synonyms=())
            self.analyser = replace(self.analyser, lexicon=bare)
        self.encoder = load_encoder(release.encoder_path, expand=self.analyser.features)
        self.lists = release.lists
        self.questions = release.questions
        self.kinds = release.kinds
        self.calibration = release.calibration
        self.deciding = DecidingWords(
            release.space.sayings, self.analyser, persons_of(release.knowledge)
        )
        self.find("你好")  # whatever is read when it is first needed is read now

    def find(
        self,
        text: str,
        limit: int = MOST,
        *,
        within: Collection[str] = (),
        least: float = EVIDENCE,
        theirs: Theirs | None = None,
    ) -> Found:
        """Kind, lists and questions of a message, best first, at most `limit` of each.

        `within` are the lists that it is about, where that is known: then it is a consultation,
        and a question scores its share among theirs, if any of them had `least` before. `theirs`
        says of a question ("list/question") whether it can be this citizen's, by what is known of
        them: one that cannot ranks lower.
        """
        reading = self.read(text)
        if not within:
            return self.decide(reading, limit, theirs=theirs)
        known = shares(reading.question_scores, self.questions.questions, within, least=least)
        reading = replace(reading, question_scores=known)
        found = self.decide(reading, limit, theirs=theirs, kind="consult")
        return replace(found, lists=tuple(Scored(one, 1.0) for one in within), between=None)

    def read(self, text: str) -> Reading:
        """Score a message."""
        passages = read_messages([text], self.analyser, self.encoder)
        of_lists, of_questions = self.calibration.lists, self.calibration.questions
        list_signals = self._kept(self.lists.signals(passages), LIST_SIGNALS)
        list_logits = of_lists.passage_logits(list_signals)
        asked = self._kept(self.questions.signals(passages), QUESTION_SIGNALS)
        asked_logits = self.questions.passage_logits(asked, list_logits, of_questions)
        message = of_lists.message_logits(list_logits, passages.messages)[0]
        kinds = self.kinds.margins([self.analyser.kind_features(passages.texts[0])])
        let_in = self.calibration.gate.logit(kinds.lead, message.max(initial=-30))
        return Reading(
            passages,
            list_signals,
            list_logits,
            probability(message),
            asked,
            asked_logits,
            np.exp(question_logits(asked_logits, passages.messages)[0]),
            float(kinds.consult[0]),
            kinds.others[0],
            float(probability(let_in)[0]),
        )

    def _kept(self, signals: Numbers, names: Sequence[str]) -> Numbers:
        """The signals, zero where they are to count as nothing."""
        muted = [i for i, name in enumerate(names) if name in self.without]
        signals[..., muted] = 0
        return signals

    def decide(
        self,
        reading: Reading,
        limit: int = MOST,
        *,
        theirs: Theirs | None = None,
        kind: Kind | None = None,
    ) -> Found:
        """What a reading comes to; see `find`. `kind` is known where others know better."""
        kind = kind or self._kind(reading)
        if kind != "consult":
            return Found(kind)
        lists = best(self.lists.lists, reading.list_scores, limit)
        kept = [one for one in lists if one.score >= self.list_floor(reading)]
        asked = self._asked(reading, limit, theirs)
        clauses = self._clauses(reading)
        between = torn_between(best(self.lists.lists, reading.list_scores, 3), clauses)
        return Found(kind, tuple(kept), asked, clauses, between)

    def _asked(self, reading: Reading, limit: int, theirs: Theirs | None) -> tuple[Scored, ...]:
        """The questions, those lowered that a deciding word or what is known speaks against."""
        scored = best(self.questions.questions, reading.question_scores, max(limit, MOST))
        likely = [one for one in scored if one.score >= QUESTION_FLOOR]
        judged = self.deciding.judged(likely, reading.passages.texts[0])
        return (judged if theirs is None else fitting_first(judged, theirs))[:limit]

    def _clauses(self, reading: Reading) -> tuple[ClauseFound, ...]:
        parts = reading.passages.messages[0].parts
        scores = probability(reading.list_logits[parts])
        return tuple(
            ClauseFound(text, best(self.lists.lists, row, MOST_OF_CLAUSE))
            for text, row in zip(reading.passages.texts[parts], scores, strict=True)
        )

    def list_floor(self, reading: Reading) -> float:
        """The score from which a list is kept; where nothing is certain, half of the best score."""
        nearly = float(reading.list_scores.max(initial=0)) * NEARLY
        return min(self.calibration.list_threshold, nearly)

    def _kind(self, reading: Reading) -> Kind:
        features = reading.passages.features[0]
        said = len(reading.passages.texts[0].strip())
        if said < SAYING or not self.lists.classifier.knows(features):
            return "unclear"
        consulting = reading.consulting >= self.calibration.gate.threshold
        if not consulting and len(self.kinds.others):
            kind = kind_of(self.kinds.others[int(reading.other_margins.argmax())])
            text = reading.passages.texts[0]
            if not self._refuted(kind, text, reading):
                return kind
        lone = len(self.analyser.words(reading.passages.texts[0])) <= LONE_WORD
        unheard = reading.list_scores.max(initial=0) < self.calibration.list_threshold
        return "unclear" if lone and unheard else "consult"

    def _refuted(self, kind: Kind, text: str, reading: Reading) -> bool:
        """Whether something else speaks against a kind: nobody is unclear who names a list, and
        elsewhere is where a place is named.
        """
        if kind == "unclear":
            return bool(reading.list_scores.max(initial=0) >= NAMED)
        return kind == "elsewhere" and not about_elsewhere(text, self.release.knowledge.shared)


def shares(
    scores: Numbers, questions: Sequence[str], lists: Collection[str], *, least: float = EVIDENCE
) -> Numbers:
    """The scores, once it is known which lists it is about: of each of their questions its share
    among them, nothing for any other; nothing at all where none of theirs was asked.
    """
    theirs = np.array([one.partition("/")[0] in lists for one in questions], dtype=bool)
    kept = np.where(theirs, scores, 0.0)
    asked = kept.max(initial=0.0) >= least
    return kept / kept.sum() if asked else np.zeros_like(kept)


def fitting_first(scored: Iterable[Scored], theirs: Theirs) -> tuple[Scored, ...]:
    """Those that cannot be this citizen's lowered, best first."""
    judged = (one if theirs(one.id) else Scored(one.id, one.score * AGAINST) for one in scored)
    return tuple(sorted(judged, key=lambda one: -one.score))


def best(ids: Sequence[str], scores: Numbers, most: int) -> tuple[Scored, ...]:
    """The highest scores, best first; equal ones in the order of `ids`, which are sorted."""
    order = np.argsort(-scores, kind="stable")[:most].tolist()
    return tuple(Scored(ids[i], float(scores[i])) for i in order)
