"""What the store tells of a conversation's past: facts, goals, routes, rating, link. On SQLite and
PostgreSQL.
"""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from api.store.conversations import Conversations
from api.store.reading import Reading
from assistant.turn.conversation import HeardFact, Rating, Wanted
from tests.api.fakes import ROUTE, TODAY, FakeEngine
from tests.api.telling import NOW, RELEASE, accept, move, say


@pytest.fixture
def conversations(database: Engine) -> Conversations:
    return Conversations(database, now=lambda: NOW)


@pytest.fixture
def reading(database: Engine) -> Reading:
    return Reading(database, now=lambda: NOW)


def fact(value: str, turn: int) -> HeardFact:
    return HeardFact(key="本人.户籍所在地", value=value, words=value, turn=turn, source="said")


def test_facts_keep_their_history(conversations: Conversations, reading: Reading) -> None:
    conversations.create("one", release=RELEASE)
    move(conversations, lambda state: state.model_copy(update={"facts": (fact("清远", 1),)}), "a")
    move(conversations, lambda state: state, "b")
    move(conversations, lambda state: state.model_copy(update={"facts": (fact("清新", 3),)}), "c")
    said = [(one.fact.value, one.fact.turn, one.until) for one in reading.facts("one")]
    assert said == [("清远", 1, 3), ("清新", 3, None)]
    move(conversations, lambda state: state.model_copy(update={"facts": ()}), "d")
    assert [one.until for one in reading.facts("one")] == [3, 4]


def test_goals_are_rows_until_they_are_dropped(
    conversations: Conversations, database: Engine
) -> None:
    conversations.create("one", release=RELEASE)
    wanted = tuple(Wanted(goal="school", person=f"子女{number}") for number in (1, 2))
    move(conversations, lambda state: state.model_copy(update={"goals": wanted}), "a")
    move(conversations, lambda state: state.model_copy(update={"goals": wanted[1:]}), "b")
    with database.connect() as connection:
        rows = connection.execute(text("SELECT person, turn, until FROM goal ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("子女1", 1, 2), ("子女2", 1, None)]


def test_each_planned_route_says_as_of_which_release(
    conversations: Conversations, reading: Reading
) -> None:
    conversations.create("one", release=RELEASE)
    assert reading.planned("one") is None
    say(conversations, "甲", "a")
    say(conversations, "乙", "b")
    latest, first = reading.planned("one"), reading.planned("one", turn=1)
    assert latest and first and (latest.turn, first.turn) == (2, 1)
    assert (latest.release, latest.day, latest.route) == (RELEASE, TODAY, ROUTE)


def test_a_rating_replaces_an_earlier_one(conversations: Conversations, reading: Reading) -> None:
    conversations.create("one", release=RELEASE)
    reading.rate("one", Rating(level="不满意", reason="慢"))
    reading.rate("one", Rating(level="基本满意"))
    assert reading.record("one").rating == Rating(level="基本满意")


def test_a_rating_or_a_wish_for_a_person_in_words_is_kept_with_the_turn(
    conversations: Conversations, reading: Reading
) -> None:
    conversations.create("one", release=RELEASE)
    accepted = accept(conversations, "不满意,转人工", "k")
    before = conversations.standing("one")
    after, reply = FakeEngine().take_turn(before.conversation, "甲", act=None, today=TODAY)
    said = {"status": "handover", "rating": Rating(level="不满意")}
    reply = reply.model_copy(update=said)
    conversations.save_turn(accepted, before, after, reply=reply, release=RELEASE)
    record = reading.record("one")
    assert record.rating == Rating(level="不满意")
    assert record.handover and record.handover.place == 1


def test_a_link_stays_the_same(conversations: Conversations, reading: Reading) -> None:
    conversations.create("one", release=RELEASE)
    assert reading.link("one", "first") == "first" == reading.link("one", "second")
    assert reading.linked("first") == "one"


def test_a_route_is_kept_once_however_long_it_is_remembered(
    conversations: Conversations, reading: Reading, database: Engine
) -> None:
    conversations.create("one", release=RELEASE)
    said = [say(conversations, "甲", "a")]
    accepted = accept(conversations, "谢谢", "b")
    upon = conversations.standing("one")
    after = upon.conversation.model_copy(update={"turns": 2})
    quiet = said[0].reply.model_copy(update={"route": None})
    said.append(conversations.save_turn(accepted, upon, after, reply=quiet, release=RELEASE))
    assert said[1].state and said[1].state.route == ROUTE
    assert reading.record("one").turns == tuple(said)
    assert conversations.standing("one").conversation == said[1].state
    other = ROUTE.model_copy(update={"assumptions": ("只是假设",)})
    moved = move(conversations, lambda state: state.model_copy(update={"route": other}), "c")
    assert conversations.standing("one").conversation.route == other
    assert reading.record("one").turns[2] == moved
    with database.connect() as connection:
        rows = connection.execute(text("SELECT route_turn FROM turn ORDER BY number")).scalars()
        assert list(rows) == [1, 1, None]
