"""Guards through the engine: every case of guard_cases.yml ends as the kind it stands under."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.turn.conversation import Conversation
from assistant.turn.engine import Engine
from assistant.wording import sentences
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder

FILE = Path(__file__).with_name("guard_cases.yml")
CASES = yaml.safe_load(FILE.read_text("utf-8"))
PAIRS = [(kind, text) for kind, texts in CASES.items() for text in texts]
TODAY = date(2026, 11, 22)
# Judged by knowledge/retrieval, which takes them for something else today.
FALLS_SHORT = {
    "杭州人才补贴有多少": "sounds like ours, and hardly anything says it is asked of another city",
}


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


def test_there_are_enough_cases() -> None:
    assert len(PAIRS) >= 80
    assert len(CASES) == 13
    assert set(FALLS_SHORT) <= {text for _, text in PAIRS}


@pytest.mark.parametrize(("kind", "text"), PAIRS, ids=lambda value: value)
def test_kind(engine: Engine, kind: str, text: str, request: pytest.FixtureRequest) -> None:
    if text in FALLS_SHORT:
        request.applymarker(pytest.mark.xfail(reason=FALLS_SHORT[text], strict=True))
    _, reply = engine.take_turn(Conversation(id="guard"), text, act=None, today=TODAY)
    assert reply.kind == kind
    if kind != "consult":
        assert reply.lists == ()
        assert reply.reply.startswith(sentences.BY_KIND[kind])


@pytest.mark.parametrize("text", CASES["emergency"] + CASES["distress"])
def test_danger_comes_before_our_own_ask(engine: Engine, text: str) -> None:
    asked = Conversation(id="guard", turns=1, pending="本人.有住房公积金", said="问您一句")
    after, reply = engine.take_turn(asked, text, act=None, today=TODAY)
    assert reply.kind in ("emergency", "distress")
    assert reply.asks is None
    assert reply.facts == {}
    assert after.pending == "本人.有住房公积金"


@pytest.mark.parametrize("answer", ["不知道", "没有", "有的", "不清楚啊", "好像有吧"])
def test_a_short_answer_is_no_danger(engine: Engine, answer: str) -> None:
    asked = Conversation(id="guard", turns=1, pending="本人.有住房公积金", said="问您一句")
    _, reply = engine.take_turn(asked, answer, act=None, today=TODAY)
    assert reply.kind == "consult"


def test_a_danger_already_over_is_no_danger(engine: Engine) -> None:
    _, reply = engine.take_turn(
        Conversation(id="guard"), "去年家里着过火,户口本烧没了怎么补办", act=None, today=TODAY
    )
    assert reply.kind == "consult"
