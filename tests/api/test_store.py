"""The store keeps a turn once, gives everything back as it was, and its migrations match its
models.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from api.hotline.repository import HotlineRepository
from api.store.conversations import Conversations, TurnRefused
from api.store.database import DatabaseRefused, migrate, open_database
from api.store.models import Base
from tests.api.fakes import TODAY, FakeEngine

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def conversations(database: Engine) -> Conversations:
    return Conversations(database, release="0123456789abcdef", now=lambda: NOW)


def _say(conversations: Conversations, conversation: str, words: str, key: str) -> str:
    before = conversations.load(conversation)
    after, reply = FakeEngine().take_turn(before, words, act=None, today=TODAY)
    return conversations.save_turn(before, after, text=words, reply=reply, on=TODAY, key=key)


def test_a_turn_comes_back_whole(conversations: Conversations) -> None:
    conversations.create("one")
    turn = _say(conversations, "one", "住了三年多", "key-1")
    record = conversations.record("one")
    assert [kept.id for kept in record.turns] == [turn]
    kept = record.turns[0]
    assert (kept.number, kept.text, kept.day, kept.taken_at) == (1, "住了三年多", TODAY, NOW)
    assert (
        kept.reply
        == FakeEngine().take_turn(conversations.create("two"), "住了三年多", act=None, today=TODAY)[
            1
        ]
    )
    assert record.conversation.turns == 1 and record.conversation.values() == {
        "本人.连续居住月数": [36, 47]
    }
    assert (
        conversations.find_turn("one", "key-1") == kept
        and conversations.find_turn("one", "key-2") is None
    )


def test_unknown_conversation_is_a_key_error(conversations: Conversations) -> None:
    with pytest.raises(KeyError):
        conversations.load("nobody")
    with pytest.raises(KeyError):
        conversations.record("nobody")


def test_two_turns_upon_one_state_are_refused(conversations: Conversations) -> None:
    before = conversations.create("one")
    after, reply = FakeEngine().take_turn(before, "甲", act=None, today=TODAY)
    conversations.save_turn(before, after, text="甲", reply=reply, on=TODAY, key="a")
    with pytest.raises(TurnRefused):
        conversations.save_turn(before, after, text="乙", reply=reply, on=TODAY, key="b")
    assert [turn.text for turn in conversations.record("one").turns] == ["甲"]


def test_one_key_is_taken_once(conversations: Conversations) -> None:
    conversations.create("one")
    _say(conversations, "one", "甲", "same")
    with pytest.raises(TurnRefused):
        _say(conversations, "one", "甲", "same")


def test_a_turn_moves_on_by_one(conversations: Conversations) -> None:
    before = conversations.create("one")
    _, reply = FakeEngine().take_turn(before, "甲", act=None, today=TODAY)
    with pytest.raises(ValueError, match="by one"):
        conversations.save_turn(before, before, text="甲", reply=reply, on=TODAY)


def test_of_many_writers_one_wins(conversations: Conversations) -> None:
    before = conversations.create("one")
    after, reply = FakeEngine().take_turn(before, "甲", act=None, today=TODAY)
    outcomes: list[str] = []

    def write(number: int) -> None:
        try:
            conversations.save_turn(
                before, after, text="甲", reply=reply, on=TODAY, key=str(number)
            )
            outcomes.append("kept")
        except TurnRefused:
            outcomes.append("refused")

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(outcomes) == ["kept"] + ["refused"] * 7


def test_migrations_make_the_models(database: Engine) -> None:
    migrate(database)
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_hotline_lists_the_latest_first(database: Engine) -> None:
    moments = iter(datetime(2026, 10, 20, 8, minute, tzinfo=UTC) for minute in range(60))
    conversations = Conversations(database, release="r", now=lambda: next(moments))
    for name in ("one", "two", "silent"):
        conversations.create(name)
    _say(conversations, "two", "乙", "k1")
    _say(conversations, "one", "甲", "k2")
    _say(conversations, "one", "甲二", "k3")
    lines = HotlineRepository(database).latest(10)
    assert [(line.id, line.turns, line.text) for line in lines] == [
        ("one", 2, "甲二"),
        ("two", 1, "乙"),
    ]
    assert len(HotlineRepository(database).latest(1)) == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "看不懂数据库地址"),
        ("mystery://somewhere/x", "看不懂数据库地址"),
        ("sqlite:////proc/nowhere/x.db", "打不开数据库"),
    ],
)
def test_an_unusable_database_is_refused_in_a_sentence(url: str, said: str) -> None:
    with pytest.raises(DatabaseRefused, match=said):
        open_database(url)


def test_a_newer_database_is_refused(database: Engine, database_url: str) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseRefused, match="更新版本"):
        open_database(database_url)
