"""What is asked of the whole route in a few words is read from the route; other words are not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.turn.columns import column_asked
from assistant.turn.conversation import Conversation, Reply
from assistant.turn.engine import Engine
from assistant.wording import sentences
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder

TODAY = date(2026, 11, 22)
SITUATION = "我是湖南户口,在厚街租房上班三年了,登记过居住,想办居住证"


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("需要本人去吗", "who"),
        ("必须本人亲自去办吗?", "who"),
        ("可以代办吗", "who"),
        ("能让家人代办吗", "who"),
        ("要不要带孩子一起去", "who"),
        ("老婆也要去吗", "who"),
        ("那在哪办呀", "where"),
        ("要去哪个窗口办", "where"),
        ("什么时候去办", "when"),
        ("大概要多久能办好", "long"),
        ("什么时候能办好", "long"),
        ("要收费吗", "cost"),
        ("这些都要交钱吗", "cost"),
        ("一共多少钱", "cost"),
        ("一共要跑几趟", "trips"),
        ("网上能办吗", "home"),
        ("哪些可以在手机上办", "home"),
        ("身份证要多少钱", None),
        ("孩子上学要去哪里", None),
        ("我自己", None),
        ("本人户口在湖南", None),
        ("多久没交社保会断", None),
        ("网上办居住证怎么弄", None),
    ],
)
def test_what_asks_for_a_column(text: str, column: str | None) -> None:
    assert column_asked(text) == column


def told(engine: Engine, *texts: str) -> Reply:
    conversation = Conversation(id="c")
    for text in texts:
        conversation, reply = engine.take_turn(conversation, text, act=None, today=TODAY)
    return reply


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("需要本人去吗", "谁要到场"),
        ("去哪里办", "去哪里办"),
        ("什么时候去", "什么时候去"),
        ("要多久", "要多久"),
        ("要收费吗", "要多少钱"),
        ("网上能办吗", "能不能在网上办"),
    ],
)
def test_a_line_for_each_step(engine: Engine, text: str, heading: str) -> None:
    route = told(engine, SITUATION).route
    assert route is not None and route.steps
    reply = told(engine, SITUATION, text)
    assert reply.reply.startswith(f"【按您的路线,{heading}】")
    for number, step in enumerate(route.steps, 1):
        assert f"\n{number}. {step.title}:" in reply.reply


def test_every_trip_is_told(engine: Engine) -> None:
    route = told(engine, SITUATION).route
    assert route is not None
    reply = told(engine, SITUATION, "一共跑几趟")
    assert reply.reply.startswith(f"一共跑 {route.measures.trips} 趟:")
    assert all(f"{trip.date} {trip.place}" in reply.reply for trip in route.trips)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("需要本人去吗", "【谁要到场】\n1. 居住证补领:本人到场\n("),
        ("去哪里办", "【去哪里办】\n1. 居住证补领:"),
        ("多久能拿到", "【要多久】\n1. 居住证补领:"),
        ("要钱吗", "【要多少钱】\n1. 居住证补领:收费数额以公布为准"),
        ("要跑几趟", "【要跑几趟】\n1. 居住证补领:跑 1 趟"),
        ("手机上能办吗", "【能不能在网上办】\n1. 居住证补领:要到现场"),
        ("要带什么", "【居住证补领】一共要 1 样材料"),
    ],
)
def test_after_an_answer_its_item_is_meant(engine: Engine, text: str, start: str) -> None:
    reply = told(engine, "居住证丢了怎么补", text)
    assert reply.reply.startswith(start)
    assert "待部门核对" in reply.reply


def test_of_the_route_again_once_it_is_told(engine: Engine) -> None:
    reply = told(engine, "居住证丢了怎么补", "排路线", "去哪里办")
    assert reply.reply.startswith("【按您的路线,去哪里办】")


def test_without_a_route_the_lists_answer(engine: Engine) -> None:
    reply = told(engine, "居住证可以代办吗", "需要本人去吗")
    assert "按您的路线" not in reply.reply


def test_of_nothing_in_particular_we_ask_of_what(engine: Engine) -> None:
    reply = told(engine, "需要本人去吗")
    assert reply.status == "unclear" and reply.reply == sentences.OF_WHAT
