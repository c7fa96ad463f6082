"""What is lost without Rasa: the same conversation with its decisions and with none.

That Rasa decides so is shown by tests/assistant/bot (its stories, and the served bot); here, what
the decisions are worth. Without them every message is still answered.
"""

from __future__ import annotations

from datetime import date

import pytest

from assistant.turn.conversation import Conversation, Reply
from assistant.turn.decision import Decision
from assistant.turn.engine import Engine
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder

TODAY = date(2026, 11, 22)
ACCOUNT = "本人.有住房公积金"
RENT = "我租房住在虎门,怎么提公积金交房租"
Said = tuple[str, str | None]


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


def talk(engine: Engine, *said: Said) -> list[Reply]:
    conversation, replies = Conversation(id="talk"), []
    for text, act in said:
        conversation, reply = engine.take_turn(conversation, text, act=act, today=TODAY)
        replies.append(reply)
    assert all(reply.reply for reply in replies)
    return replies


def both(engine: Engine, *said: Said) -> tuple[list[Reply], list[Reply]]:
    """The conversation with Rasa's decisions, and without."""
    return talk(engine, *said), talk(engine, *((text, None) for text, _ in said))


def test_an_interruption_is_no_answer_and_the_ask_comes_back(engine: Engine) -> None:
    led, alone = both(engine, (RENT, "ask_question"), ("有病吧你们这些人", "abuse interruption"))
    assert led[0].asks and led[0].asks.fact == ACCOUNT
    assert (led[1].status, ACCOUNT in led[1].facts) == ("refused_abuse", False)
    assert alone[1].facts[ACCOUNT] == "是", "有… was taken for yes"


def test_two_stages_of_not_understanding(engine: Engine) -> None:
    led, alone = both(
        engine,
        ("那个", "unclear unsure unclear,deny"),
        ("就是那个嘛", "unclear stuck unclear,deny"),
    )
    assert [reply.status for reply in led] == ["unsure", "stuck"]
    assert led[0].quick and "转人工" in led[1].quick
    assert led[0].reply != led[1].reply
    assert [reply.status for reply in alone] == ["unclear", "unclear"]
    assert alone[0].reply == alone[1].reply


def test_a_form_takes_what_no_wording_tells(engine: Engine) -> None:
    """满意 in other words is a rating because the form was open and Rasa heard one."""
    led, alone = both(
        engine,
        (RENT, "ask_question"),
        ("我要评价", "rate interruption"),
        ("不满意", "rate answer"),
        ("为什么每次都讲一大堆,怎么看得完呢", "ask_why answer"),
    )
    assert [reply.status for reply in led[1:]] == ["rating_asked", "reason_asked", "rated"]
    assert alone[-1].status != "rated"


def test_acts_that_no_wording_tells(engine: Engine) -> None:
    led, alone = both(engine, (RENT, "ask_question"), ("字太多啦", "simpler interruption"))
    assert led[1].status == "walked"
    assert alone[1].status != "walked"


def test_a_day_is_an_answer_whatever_rasa_makes_of_it(engine: Engine) -> None:
    asked = Conversation(id="day", pending="子女1.出生日期")
    after, _ = engine.take_turn(asked, "2021-03-01", act="repeat interruption", today=TODAY)
    assert after.values()["子女1.出生日期"] == "2021-03-01"


def test_a_question_is_no_answer_even_without(engine: Engine) -> None:
    _, alone = both(
        engine, (RENT, "ask_question"), ("没有租房合同能提吗?", "ask_question interruption")
    )
    assert ACCOUNT not in alone[1].facts


@pytest.mark.parametrize(
    ("line", "decision"),
    [
        (None, Decision()),
        ("-", Decision()),
        ("greet", Decision("greet")),
        ("deny answer", Decision("deny", "answer")),
        ("- unsure affirm,deny", Decision(None, "unsure", ("affirm", "deny"))),
        ("greet nonsense", Decision("greet")),
    ],
)
def test_a_decision_is_one_line(line: str | None, decision: Decision) -> None:
    assert Decision.read(line) == decision
    assert Decision.read(str(decision)) == decision
