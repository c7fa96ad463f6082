"""`wenzheng talk`: the driver says each turn, then answers what is asked until nothing is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.commands.talk import MORE_TURNS, TalkLine, converse, spoken
from api.dialogue import WithoutRasa
from api.parts import Parts, turn_service
from api.store.database import open_database
from api.turns.service import TurnService
from assistant.turn.conversation import Conversation, Reply
from tests.api.fakes import ASK, TODAY, FakeEngine, knowledge


class EngineThatAsks(FakeEngine):
    """Asks until it has been told so many things."""

    def __init__(self, asks: int) -> None:
        super().__init__()
        self._asks = asks

    def take_turn(
        self,
        conversation: Conversation,
        text: str,
        *,
        act: str | None,
        today: date,
        heard: Callable[[Conversation, Reply], None] | None = None,
    ) -> tuple[Conversation, Reply]:
        after, reply = super().take_turn(conversation, text, act=act, today=today)
        return after, reply.model_copy(update={"asks": ASK if after.turns <= self._asks else None})


@pytest.fixture
def chats(tmp_path: Path) -> Iterator[Any]:
    """Makes a chat over an engine."""
    database = open_database(f"sqlite:///{tmp_path}/test.db")

    def chat(engine: FakeEngine) -> TurnService:
        return turn_service(
            Parts(
                release="0123456789abcdef",
                knowledge=knowledge(),
                engine=engine,
                dialogue=WithoutRasa(),
                database=database,
                check=lambda: (),
                today=lambda: TODAY,
                action_token="",
            )
        )

    yield chat
    database.dispose()


def line(**given: Any) -> TalkLine:
    return TalkLine.model_validate({"id": "a", **given})


def test_each_turn_has_what_the_door_names(chats: Any) -> None:
    (turn,) = asyncio.run(converse(chats(FakeEngine()), line(turns=["住了三年多"])))
    assert set(turn) == {"reply", "kind", "lists", "questions", "facts", "asks", "route"}
    assert turn["asks"] == {"fact": ASK.fact, "why": ASK.why}
    assert turn["route"]["goals"][0]["for"] == "本人"
    assert turn["facts"] == {"本人.连续居住月数": [36, 47]}


def test_asks_are_answered_until_there_is_none(chats: Any) -> None:
    engine = EngineThatAsks(asks=3)
    answers = {ASK.fact: True}
    turns = asyncio.run(converse(chats(engine), line(turns=["想办居住证"], answers=answers)))
    assert [said for said, _ in engine.calls] == ["想办居住证", "是", "是", "是"]
    assert len(turns) == 4 and turns[-1]["asks"] is None


def test_what_has_no_answer_is_not_known_and_the_driver_gives_up(chats: Any) -> None:
    engine = EngineThatAsks(asks=1000)
    turns = asyncio.run(converse(chats(engine), line(turns=["想办居住证"], answers={})))
    assert len(turns) == 1 + MORE_TURNS
    assert {said for said, _ in engine.calls[1:]} == {"不知道"}


def test_without_answers_nothing_is_added(chats: Any) -> None:
    assert len(asyncio.run(converse(chats(EngineThatAsks(9)), line(turns=["一", "二"])))) == 2


def test_an_empty_turn_gets_a_sentence_and_the_next_goes_on(chats: Any) -> None:
    empty, next_one = asyncio.run(converse(chats(FakeEngine()), line(turns=["", "想办居住证"])))
    assert empty["kind"] == "unclear" and "没有收到内容" in empty["reply"]
    assert empty["asks"] is None and next_one["kind"] == "consult"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "是"),
        (False, "否"),
        (6, "6"),
        ([54, 59], "54到59"),
        ("湖南", "湖南"),
        (None, "不知道"),
        ("", "不知道"),
    ],
)
def test_values_are_said_as_citizens_say_them(value: Any, said: str) -> None:
    assert spoken(value) == said
