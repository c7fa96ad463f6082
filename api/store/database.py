"""Opens the database and brings its tables up to date (Alembic) before anyone uses it.

Refuses, with a Chinese sentence, a database it cannot reach or that a newer version of the app
wrote.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 118
PATIENCE_SECONDS = 5  # how long a writer waits for another one, before it says so


class DatabaseRefused(RuntimeError):
    """The database cannot be used; the text is a Chinese sentence saying what to do."""


def open_database(url: str) -> Engine:
    """An engine whose tables are those of this version. Raises DatabaseRefused."""
    try:
        engine = _engine(url)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise DatabaseRefused(
            "看不懂数据库地址,请检查 WENZHENG_DATABASE_URL,例如 sqlite:////var/lib/wenzheng/wenzheng.db。"
        ) from None
    except CommandError:
        raise DatabaseRefused(
            "数据库是更新版本的程序写的,请改用那个版本的程序,或换一个数据库。"
        ) from None
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseRefused(
            f"打不开数据库 {make_url(url).render_as_string()},请检查它在不在运行、有没有写的权限。"
        ) from error
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest shape; does nothing where they are."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        _hold_off_others(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(
            address,
            pool_pre_ping=True,
            hide_parameters=True,
            json_serializer=_readable_json,
            connect_args={"options": f"-c lock_timeout={PATIENCE_SECONDS}s"},
        )
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, hide_parameters=True, json_serializer=_readable_json)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _readable_json(value: Any) -> str:
    """JSON whose Chinese can be read in the database, at half the size."""
    return json.dumps(value, ensure_ascii=False)


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    """WAL lets readers and one writer work at once; a second writer waits instead of failing."""
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        f"busy_timeout={PATIENCE_SECONDS * 1000}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _hold_off_others(connection: Connection) -> None:
    """Two apps starting at once must not both migrate: each takes the one lock there is, and waits.

    SQLite can change a table only by making it anew, and would delete what refers to the old one.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    else:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
