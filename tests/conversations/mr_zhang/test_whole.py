"""Mr Zhang's case to its end: few asks, each with its why; questions at hand; items considered; a
route that the audit accepts; several questions answered one by one; a plain answer where one thing
is asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from api.commands.talk import spoken
from assistant.turn.conversation import Conversation, Reply
from assistant.turn.engine import Engine
from knowledge.audit.auditor import audit_route
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder

SCRIPT: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("rewordings.yml").read_text("utf-8")
)
MESSAGE: str = SCRIPT["cases"][0]["says"][0]
MOST_ASKS, MOST_TURNS = 6, 30


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


def talk(engine: Engine, answers: dict[str, Any]) -> tuple[Conversation, list[Reply]]:
    """The message and answers from a household, 不知道 for the rest, until nothing is asked."""
    conversation = Conversation(id="zhang")
    says, replies = MESSAGE, list[Reply]()
    for _ in range(MOST_TURNS):
        conversation, reply = engine.take_turn(conversation, says, act=None, today=SCRIPT["today"])
        replies.append(reply)
        if reply.asks is None:
            break
        says = spoken(answers.get(reply.asks.fact))
    return conversation, replies


def one(engine: Engine, says: str) -> Reply:
    return engine.take_turn(Conversation(id="one"), says, act=None, today=SCRIPT["today"])[1]


@pytest.fixture(scope="module")
def told(engine: Engine) -> tuple[Conversation, list[Reply]]:
    return talk(engine, SCRIPT["answers"])


def test_asks_few_with_why_and_the_sensitive_last(
    engine: Engine, told: tuple[Conversation, list[Reply]]
) -> None:
    facts = engine.surroundings.knowledge.shared.facts_by_name
    asks = [reply.asks for reply in told[1] if reply.asks]
    assert 0 < len(asks) <= MOST_ASKS
    assert told[1][-1].asks is None
    assert all(ask.why for ask in asks)
    assert len({ask.fact for ask in asks}) == len(asks)
    sensitive = [facts[ask.fact.rpartition(".")[2]].sensitive for ask in asks]
    assert sensitive == sorted(sensitive)


def test_not_knowing_is_accepted(engine: Engine) -> None:
    conversation, replies = talk(engine, {})
    asks = [reply.asks.fact for reply in replies if reply.asks]
    assert replies[-1].asks is None
    assert len(set(asks)) == len(asks) == len(conversation.unsure)
    assert replies[-1].route is not None or replies[-2].route is not None


def test_at_hand_and_considered(told: tuple[Conversation, list[Reply]]) -> None:
    first = told[1][0]
    assert set(SCRIPT["lists"]) <= set(first.lists)
    assert first.at_hand >= 50
    assert first.route is not None
    assert len(first.route.considered) >= 20
    assert all(considered.because for considered in first.route.considered)


def test_route_is_accepted_by_the_audit(
    release: Release, told: tuple[Conversation, list[Reply]]
) -> None:
    conversation, replies = told
    route = replies[-1].route
    assert route is not None
    assert not audit_route(route, release.knowledge, conversation.values(), release=release.name)


def test_several_questions_are_answered_one_by_one(engine: Engine) -> None:
    reply = one(engine, "居住证丢了怎么补?孩子没有居住证能积分入学吗?契税怎么交?")
    assert {name.partition("/")[0] for name in reply.questions} >= {"residence-permit", "home-tax"}
    places = [reply.reply.index(answer.answer) for answer in reply.answers]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "says", ["居住证丢了怎么补", "户口迁来东莞,老家的田会不会没了", "中介说交钱包办入户能信吗"]
)
def test_one_thing_asked_gets_a_plain_answer(engine: Engine, says: str) -> None:
    reply = one(engine, says)
    assert reply.route is None
    assert reply.answers


@pytest.mark.parametrize(
    ("says", "question"),
    [
        ("听说全国放开落户了,人人都能迁,怎么迁", "hukou-settle/all-open-rumour"),
        ("中介说交钱包办入户,有内部名额,能信吗", "hukou-settle/agents"),
    ],
)
def test_a_wrong_premise_is_put_right_first(engine: Engine, says: str, question: str) -> None:
    reply = one(engine, says)
    assert reply.questions[0] == question
