"""The store keeps a turn once, gives everything back as it was, and forgets when told to. All of it
on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, text

from api.hotline.repository import HotlineRepository
from api.store.conversations import Conversations, TurnRefused
from api.store.handovers import Handovers
from api.store.reading import Reading
from api.store.record import Accepted, Standing
from assistant.turn.change import StepDone
from assistant.turn.conversation import Conversation, Rating
from tests.api.crowd import at_once
from tests.api.fakes import MONTHS, ROUTE, TODAY, FakeEngine
from tests.api.telling import NOW, RELEASE, accept, say

TABLES = ("conversation", "turn", "fact", "goal", "route", "feedback", "handover")


@pytest.fixture
def conversations(database: Engine) -> Conversations:
    return Conversations(database, now=lambda: NOW)


@pytest.fixture
def reading(database: Engine) -> Reading:
    return Reading(database, now=lambda: NOW)


@pytest.fixture
def handovers(database: Engine) -> Handovers:
    return Handovers(database, now=lambda: NOW)


def test_a_turn_comes_back_whole(conversations: Conversations, reading: Reading) -> None:
    conversations.create("one", release=RELEASE)
    turn = say(conversations, "住了三年多", "key-1")
    record = reading.record("one")
    assert record.turns == (turn,) and record.unanswered == ()
    assert (turn.number, turn.text, turn.day, turn.taken_at) == (1, "住了三年多", TODAY, NOW)
    assert (turn.act, turn.release, turn.reply.route) == ("inform_fact", RELEASE, ROUTE)
    assert record.conversation.values() == {MONTHS: [36, 47]} and record.release == RELEASE
    assert conversations.find("one", key="key-1") == turn
    assert conversations.find("one", turn=turn.id) == turn
    assert conversations.standing("one").conversation == turn.state


def test_what_is_not_there_is_a_key_error(conversations: Conversations, reading: Reading) -> None:
    conversations.create("one", release=RELEASE)
    for missing in (
        lambda: conversations.standing("nobody"),
        lambda: conversations.accept("nobody", key="k", text="甲", day=TODAY),
        lambda: conversations.find("one", key="other"),
        lambda: conversations.erase("nobody"),
        lambda: reading.record("nobody"),
        lambda: reading.link("nobody", "link"),
        lambda: reading.linked("nothing"),
        lambda: reading.rate("nobody", Rating(level="满意")),
    ):
        with pytest.raises(KeyError):
            missing()


def test_accepted_words_are_kept_before_they_are_answered(
    conversations: Conversations, reading: Reading
) -> None:
    conversations.create("one", release=RELEASE)
    accepted = accept(conversations, "甲", "k")
    assert reading.record("one").unanswered == (accepted,)
    again = conversations.accept("one", key="k", text="甲", day=TODAY)
    assert again.turn == accepted and again.others == ()
    other = conversations.accept("one", key="l", text="乙", day=TODAY)
    assert other.others == (accepted,)
    conversations.note_heard(accepted.id, {"facts": []})
    assert conversations.heard(accepted.id) == {"facts": []}


def test_a_change_is_kept_with_its_turn(conversations: Conversations) -> None:
    conversations.create("one", release=RELEASE)
    done = StepDone(item="residence-permit/first-permit", person="本人")
    kept = conversations.accept("one", key="k", text="办好了", day=TODAY, change=done).turn
    assert kept.change == done and conversations.find("one", key="k") == kept
    assert isinstance(kept, Accepted)
    conversations.drop(kept)
    with pytest.raises(KeyError):
        conversations.find("one", key="k")


def test_two_turns_upon_one_state_are_refused(
    conversations: Conversations, reading: Reading
) -> None:
    conversations.create("one", release=RELEASE)
    first, second = accept(conversations, "甲", "a"), accept(conversations, "乙", "b")
    before = conversations.standing("one")
    after, reply = FakeEngine().take_turn(before.conversation, "甲", act=None, today=TODAY)
    conversations.save_turn(first, before, after, reply=reply, release=RELEASE)
    with pytest.raises(TurnRefused):
        conversations.save_turn(second, before, after, reply=reply, release=RELEASE)
    record = reading.record("one")
    assert [turn.text for turn in record.turns] == ["甲"] and record.unanswered == (second,)


def test_one_turn_is_answered_once(conversations: Conversations) -> None:
    conversations.create("one", release=RELEASE)
    accepted = accept(conversations, "甲", "same")
    first = say(conversations, "甲", "same")
    upon = conversations.standing("one")
    assert upon.conversation == first.state and first.id == accepted.id
    after = upon.conversation.model_copy(update={"turns": 2})
    with pytest.raises(TurnRefused):
        conversations.save_turn(accepted, upon, after, reply=first.reply, release=RELEASE)


def test_a_turn_moves_on_by_one(conversations: Conversations) -> None:
    conversations.create("one", release=RELEASE)
    accepted = accept(conversations, "甲", "k")
    before = conversations.standing("one")
    state = before.conversation
    _, reply = FakeEngine().take_turn(state, "甲", act=None, today=TODAY)
    with pytest.raises(ValueError, match="by one"):
        conversations.save_turn(accepted, before, state, reply=reply, release=RELEASE)


def test_of_many_writers_one_wins(conversations: Conversations) -> None:
    conversations.create("one", release=RELEASE)
    before = conversations.standing("one")
    after, reply = FakeEngine().take_turn(before.conversation, "甲", act=None, today=TODAY)
    waiting = [accept(conversations, "甲", str(number)) for number in range(8)]

    def write(number: int) -> str:
        try:
            conversations.save_turn(waiting[number], before, after, reply=reply, release=RELEASE)
            return "kept"
        except TurnRefused:
            return "refused"

    assert at_once(8, write) == ["kept"] + ["refused"] * 7


def test_of_many_with_one_key_all_get_the_same(conversations: Conversations) -> None:
    conversations.create("one", release=RELEASE)
    ids = at_once(8, lambda _: accept(conversations, "甲", "same").id)
    assert len(ids) == 8 and len(set(ids)) == 1


def _fill(conversations: Conversations, reading: Reading, handovers: Handovers, name: str) -> None:
    conversations.create(name, release=RELEASE)
    say(conversations, "甲", "a", to=name)
    accept(conversations, "乙", "b", to=name)
    reading.rate(name, Rating(level="满意"))
    handovers.ask(name)


def _rows(database: Engine) -> dict[str, int]:
    with database.connect() as connection:
        count = "SELECT count(*) FROM {}"
        return {name: connection.scalar(text(count.format(name))) or 0 for name in TABLES}


def test_erasing_leaves_nothing(
    conversations: Conversations, reading: Reading, handovers: Handovers, database: Engine
) -> None:
    _fill(conversations, reading, handovers, "one")
    _fill(conversations, reading, handovers, "two")
    both = _rows(database)
    conversations.erase("one")
    assert {name: 2 * rows for name, rows in _rows(database).items()} == both
    accepted = Accepted("gone", "one", "k", "甲", None, TODAY, NOW)
    upon = Standing(Conversation(id="one"), RELEASE, None, None)
    after, reply = FakeEngine().take_turn(Conversation(id="one"), "甲", act=None, today=TODAY)
    with pytest.raises(KeyError):
        conversations.save_turn(accepted, upon, after, reply=reply, release=RELEASE)
    conversations.erase("two")
    assert set(_rows(database).values()) == {0}


def test_what_is_old_is_forgotten(database: Engine, reading: Reading, handovers: Handovers) -> None:
    old = Conversations(database, now=lambda: NOW - timedelta(days=200))
    new = Conversations(database, now=lambda: NOW)
    old.create("old", release=RELEASE)
    say(old, "甲", "a", to="old")
    old.create("woken", release=RELEASE)
    say(new, "甲", "a", to="woken")
    assert new.forget_before(NOW - timedelta(days=180)) == 1
    assert _rows(database)["conversation"] == 1 and _rows(database)["turn"] == 1
    assert reading.record("woken").turns


@pytest.fixture
def statements(database: Engine) -> Iterator[list[str]]:
    """Every statement sent to the database, as it is sent."""
    sent: list[str] = []

    def note(*seen: object) -> None:
        sent.append(str(seen[2]))

    event.listen(database, "before_cursor_execute", note)
    yield sent
    event.remove(database, "before_cursor_execute", note)


def test_a_turn_takes_the_same_few_statements_however_long_the_conversation(
    conversations: Conversations, statements: list[str]
) -> None:
    conversations.create("one", release=RELEASE)
    counts = []
    for number in range(6):
        statements.clear()
        say(conversations, f"第{number}句", str(number))
        counts.append(len(statements))
    # look up, accept; state; answer, move on, facts ended and new, route
    assert max(counts) <= 8 and counts[1:] == [counts[1]] * 5


def test_the_hotline_lists_the_latest_first(database: Engine) -> None:
    moments = iter(NOW + timedelta(minutes=minute) for minute in range(60))
    conversations = Conversations(database, now=lambda: next(moments))
    for name in ("one", "two", "silent"):
        conversations.create(name, release=RELEASE)
    say(conversations, "乙", "k1", to="two")
    say(conversations, "甲", "k2", to="one")
    say(conversations, "甲二", "k3", to="one")
    hotline = HotlineRepository(database, now=lambda: NOW, today=lambda: TODAY)
    assert [(line.id, line.turns, line.text) for line in hotline.latest(10)] == [
        ("one", 2, "甲二"),
        ("two", 1, "乙"),
    ]
    assert len(hotline.latest(1)) == 1


def test_a_row_of_another_version_reads_on(
    conversations: Conversations, database: Engine, reading: Reading
) -> None:
    conversations.create("one", release=RELEASE)
    turn = say(conversations, "甲", "k")
    with database.begin() as connection:
        connection.execute(
            text("UPDATE turn SET state = :state, reply = :reply"),
            {
                "state": '{"id": "one", "turns": 1, "retired": true}',
                "reply": '{"reply": "好", "kind": "consult", "status": "asked", "retired": 1}',
            },
        )
    (kept,) = reading.record("one").turns
    assert kept.state == Conversation(id="one", turns=1, route=ROUTE)
    assert kept.reply.reply == "好"
    assert kept.reply.route == ROUTE and replace(turn, reply=kept.reply, state=kept.state) == kept
