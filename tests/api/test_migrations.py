"""The tables: migrations make what the models say, and an older database comes along with its data.
SQLite and PostgreSQL.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from api.store.conversations import Conversations
from api.store.database import MIGRATIONS, DatabaseRefused, migrate, open_database
from api.store.models import Base
from api.store.reading import Reading
from assistant.turn.conversation import Conversation, HeardFact, Wanted
from tests.api.fakes import MONTHS, ROUTE, TODAY, FakeEngine

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def test_migrations_make_the_models(database: Engine) -> None:
    migrate(database)
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_several_apps_starting_at_once_migrate_once(database_url: str) -> None:
    program = "import sys; from api.store.database import open_database; open_database(sys.argv[1])"
    apps = [subprocess.Popen([sys.executable, "-c", program, database_url]) for _ in range(3)]
    assert [app.wait(timeout=60) for app in apps] == [0, 0, 0]


def _at_version(url: str, revision: str) -> Engine:
    """A database as an older version left it."""
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return engine


def test_an_older_database_comes_along_with_its_data(database_url: str) -> None:
    older = _at_version(database_url, "0001")
    engine, state, replies = FakeEngine(), Conversation(id="one"), []
    for words in ("甲", "乙"):
        state, reply = engine.take_turn(state, words, act=None, today=TODAY)
        replies.append(reply)
    state = state.model_copy(update={"goals": (Wanted(goal="permit", person="本人"),)})
    known = state.model_dump(mode="json", exclude={"refused", "failed"})
    with older.begin() as connection:
        for owner, kept in (("one", known), ("silent", {**known, "turns": 0, "facts": []})):
            connection.execute(
                text("INSERT INTO conversation VALUES (:id, :now, :now, 'r1', :state)"),
                {"id": owner, "now": NOW, "state": json.dumps(kept)},
            )
        for number, reply in enumerate(replies, 1):
            kept = reply.model_dump(mode="json", by_alias=True, exclude={"changes", "rating"})
            connection.execute(
                text(
                    "INSERT INTO turn VALUES (:id, 'one', :number, :key, :text, :reply, 'consult', "
                    "'answered', 'r1', :day, :now)"
                ),
                {
                    "id": f"turn-{number}",
                    "number": number,
                    "key": f"key-{number}",
                    "text": f"第{number}句",
                    "reply": json.dumps(kept),
                    "day": TODAY,
                    "now": NOW,
                },
            )
    older.dispose()

    database = open_database(database_url)
    reading, conversations = (
        Reading(database, now=lambda: NOW),
        Conversations(database, now=lambda: NOW),
    )
    record = reading.record("one")
    assert [turn.text for turn in record.turns] == ["第1句", "第2句"]
    assert [turn.reply for turn in record.turns] == replies
    assert [turn.state for turn in record.turns] == [None, state]
    assert record.conversation == state and record.touched_at == NOW
    assert conversations.standing("one").conversation == state
    assert reading.record("silent").turns == () and reading.record("silent").conversation.turns == 0
    assert [one.fact for one in reading.facts("one")] == [
        HeardFact(key=MONTHS, value=[36, 47], words="三年多", turn=2, source="said")
    ]
    planned = reading.planned("one", turn=1)
    assert planned and (planned.release, planned.route) == ("r1", ROUTE)
    conversations.erase("one")
    with database.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM route")) == 0
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    database.dispose()


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
