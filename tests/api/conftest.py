"""Databases for the store's tests: SQLite always; PostgreSQL where its programs are found."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from api.store.database import open_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each engine the app runs on."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/test.db"
    server: str = request.getfixturevalue("postgresql_server")
    name = f"test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return server.removesuffix("/postgres") + f"/{name}"


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An empty database with our tables."""
    engine = open_database(database_url)
    yield engine
    ends = time.monotonic() + 5  # a thread that was not waited for gives its connection back
    while getattr(engine.pool, "checkedout", int)() and time.monotonic() < ends:
        time.sleep(0.02)
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server of our own on a free loopback port; skipped, with the reason, where
    there is none.
    """
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    user = _plain_user()
    if not initdb or not pg_ctl or user is None:
        _missing("PostgreSQL 的 initdb、pg_ctl 没有找到(或当前是 root 而没有 postgres 用户)")
    assert initdb and pg_ctl and user is not None
    folder = Path(tempfile.mkdtemp(prefix="wenzheng-postgresql-"))
    os.chown(folder, user.pw_uid, user.pw_gid)
    port = _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run: dict[str, Any] = {"check": True, "capture_output": True, "cwd": folder}
    run |= {"user": user.pw_name} if os.geteuid() == 0 else {}
    try:
        subprocess.run(
            [
                initdb,
                "-D",
                folder / "data",
                "-A",
                "trust",
                "-U",
                "tester",
                "-E",
                "UTF8",
                "--locale=C",
            ],
            **run,
        )
        subprocess.run(
            [pg_ctl, "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start"],
            **run,
        )
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
        subprocess.run([pg_ctl, "-D", folder / "data", "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis of our own on a free loopback port, in memory; skipped, with the reason, where there
    is none.
    """
    program = shutil.which("redis-server")
    if program is None:
        _missing("redis-server 没有找到(Debian 包 redis-server)")
    assert program is not None
    port = _free_port()
    nothing_kept = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    with tempfile.TemporaryDirectory(prefix="wenzheng-redis-") as folder:
        server = subprocess.Popen(
            [program, "--port", str(port), *nothing_kept],
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for_port(port)
            yield f"redis://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait_for_port(port: int) -> None:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


def _program(name: str) -> str | None:
    """The newest one installed, where Debian keeps them or on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(debian[-1]) if debian else shutil.which(name)


def _plain_user() -> pwd.struct_passwd | None:
    """Who may run the server: ourselves, or `postgres` when we are root (refused by the server)."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


def _missing(reason: str) -> None:
    """Skip, saying why; in CI a missing part is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
