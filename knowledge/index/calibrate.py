"""Fits the calibration on sayings held back from a second, smaller training.

One saying in five is held back, chosen by its own hash, so that adding one moves no other.
Classifiers trained on the rest judge them as they would judge a stranger's words. Messages with
several wishes are those written down (nlu_data/messages), and more are made by joining held-back
sayings. The project's held-out data is never seen
here. Where there is too little to learn from (a test, a first draft), the constants that the full
lists gave are left in place.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.encoder import Encoder
from knowledge.index.calibration import CONSULT, DEFAULT, Calibration, Gate
from knowledge.index.classifier import train_classifier
from knowledge.index.keywords import build_keywords
from knowledge.index.kinds import KindRecogniser, Said
from knowledge.index.passages import Passages, read_messages
from knowledge.index.recognition import ListRecogniser, QuestionRecogniser
from knowledge.index.sayings import Saying
from knowledge.index.text import Analyser
from knowledge.index.vectors import build_space
from knowledge.index.weighing import Numbers, fit_shares, fit_weighing, logistic, probability
from knowledge.model.knowledge_base import Message

Wanted = NDArray[np.bool_]

ONE_IN = 5
ENOUGH = 40
JOINTS = (",", "。", ",还有", ",另外", " ")
RECALL_WEIGHT = 1.5
WRITTEN_WEIGHT = 4.0  # a message as somebody would send it, beside one that we joined together
LET_IN = 0.97  # of the consultations among the held-back sayings


@dataclass(frozen=True)
class Lessons:
    """All there is to learn from. `train` gives an encoder that has seen only these sayings."""

    sayings: Sequence[Saying]
    messages: Sequence[Message]
    said: Sequence[Said]
    analyser: Analyser
    train: Callable[[Sequence[Saying]], Encoder]
    seed: int = 0

    @cached_property
    def rest(self) -> tuple[Saying, ...]:
        """What is not held back."""
        return tuple(s for s in self.sayings if not (s.spoken and held_back(s.text)))

    @cached_property
    def encoder(self) -> Encoder:
        return self.train(self.rest)

    def read(self, texts: Sequence[str]) -> Passages:
        return read_messages(texts, self.analyser, self.encoder)


def held_back(text: str) -> bool:
    """Whether this saying is kept from the second training: the same answer on every machine."""
    return hashlib.sha256(text.encode()).digest()[0] % ONE_IN == 0


def calibrate(lessons: Lessons) -> Calibration:
    """Fit what there is enough to fit from."""
    held = [saying for saying in lessons.sayings if saying.spoken and held_back(saying.text)]
    if len(held) < ENOUGH:
        return DEFAULT
    lists, questions = _second_training(lessons)
    fitted = _fit_lists(lessons, held, lists)
    fitted = _fit_questions(lessons, held, lists, questions, fitted)
    return _fit_gate(lessons, lists, fitted)


def _second_training(lessons: Lessons) -> tuple[ListRecogniser, QuestionRecogniser]:
    """Recognisers that never saw what is held back. Answers are left out of the questions' words:
    an edited answer must not bring a new calibration.
    """
    rest = lessons.rest
    features = [lessons.analyser.features(saying.text) for saying in rest]
    space = build_space(rest, lessons.encoder.encode([saying.text for saying in rest]))
    classifier = train_classifier(features, [saying.list_id for saying in rest], seed=lessons.seed)
    documents: dict[str, list[str]] = {}
    for saying, found in zip(rest, features, strict=True):
        if saying.question_id:
            documents.setdefault(saying.question_id, []).extend(found)
    lists = ListRecogniser(classifier, space)
    return lists, QuestionRecogniser(lists.lists, build_keywords(documents), space)


def _fit_lists(lessons: Lessons, held: Sequence[Saying], recogniser: ListRecogniser) -> Calibration:
    wishes = [(saying.text, saying.list_id) for saying in held]
    texts, wanted = _messages(wishes, recogniser.lists, random.Random(lessons.seed))
    written = [(message.text, set(message.lists)) for message in lessons.messages]
    texts += [text for text, _ in written]
    wanted = np.vstack([wanted, _wanted([wish for _, wish in written], recogniser.lists)])
    weights = np.ones(len(texts))
    weights[len(texts) - len(written) :] = WRITTEN_WEIGHT
    passages = lessons.read(texts)
    signals = recogniser.signals(passages)
    weighing = fit_weighing(signals, passages.messages, wanted, weights=weights)
    logits = weighing.message_logits(weighing.passage_logits(signals), passages.messages)
    several = wanted.sum(axis=1) > 1
    if written:
        several[: len(texts) - len(written)] = False
    threshold = _best_threshold(probability(logits[several]), wanted[several])
    return replace(DEFAULT, lists=weighing, list_threshold=threshold)


def _fit_questions(
    lessons: Lessons,
    held: Sequence[Saying],
    lists: ListRecogniser,
    questions: QuestionRecogniser,
    fitted: Calibration,
) -> Calibration:
    asked = [s for s in held if s.question_id in questions.questions]
    if len(asked) < ENOUGH:
        return fitted
    number = {question: i for i, question in enumerate(questions.questions)}
    wanted = np.array([number[saying.question_id or ""] for saying in asked])
    passages = lessons.read([saying.text for saying in asked])
    wholes = [span.whole for span in passages.messages]
    signals = questions.signals(passages)[wholes]
    of_lists = fitted.lists.passage_logits(lists.signals(passages))[wholes]
    shares = fit_shares(signals, of_lists, wanted, questions.list_numbers)
    return replace(fitted, questions=shares)


def _fit_gate(lessons: Lessons, lists: ListRecogniser, fitted: Calibration) -> Calibration:
    seen = [said for said in lessons.said if not held_back(said.text)]
    held = [said for said in lessons.said if held_back(said.text)]
    consult = np.array([said.kind == CONSULT for said in held])
    if len({said.kind for said in seen}) < 2 or min(consult.sum(), (~consult).sum()) < ENOUGH:
        return fitted
    features = [lessons.analyser.kind_features(said.text) for said in seen]
    kinds = KindRecogniser(
        train_classifier(features, [said.kind for said in seen], seed=lessons.seed)
    )
    passages = lessons.read([said.text for said in held])
    lead = kinds.margins([lessons.analyser.kind_features(said.text) for said in held]).lead
    logits = fitted.lists.passage_logits(lists.signals(passages))
    best = fitted.lists.message_logits(logits, passages.messages).max(axis=1)
    of_lead, of_list, constant = logistic(np.column_stack([lead, best]), consult)
    gate = Gate((of_lead, of_list, constant), 0)
    let_in = probability(gate.logit(lead, best)[consult])
    threshold = float(np.quantile(let_in, 1 - LET_IN))
    return replace(fitted, gate=replace(gate, threshold=threshold))


def _messages(
    wishes: Sequence[tuple[str, str]], candidates: Sequence[str], chance: random.Random
) -> tuple[list[str], Wanted]:
    """Each text with its wish, then messages of two to four joined; and what each wants.

    Returns the texts and an array (texts, candidates). A wish that is no candidate wants nothing.
    """
    messages = [(text, {wish}) for text, wish in wishes]
    left = chance.sample(list(wishes), len(wishes))
    while len(left) >= 4:
        some = [left.pop() for _ in range(chance.choice((2, 2, 3, 4)))]
        joined = chance.choice(JOINTS).join(text for text, _ in some)
        messages.append((joined, {wish for _, wish in some}))
    return [text for text, _ in messages], _wanted([wish for _, wish in messages], candidates)


def _wanted(wishes: Sequence[set[str]], candidates: Sequence[str]) -> Wanted:
    """(wishes, candidates)."""
    found = [[name in wish for name in candidates] for wish in wishes]
    return np.array(found, dtype=bool).reshape(len(wishes), len(candidates))


def _best_threshold(scores: Numbers, wanted: Wanted) -> float:
    """The probability from which keeping gives the best F-measure over all (message, candidate)
    pairs.

    A list that is missing costs a citizen a trip, one too many a glance: recall weighs more.
    """
    order = np.argsort(-scores, axis=None)
    right = np.cumsum(wanted.ravel()[order])
    weight = RECALL_WEIGHT**2
    f = (1 + weight) * right / (np.arange(1, right.size + 1) + weight * right[-1])
    return float(scores.ravel()[order[int(np.argmax(f))]])
