"""The app as a process that a test can kill and start again."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from sqlalchemy import create_engine, text

STARTING_SECONDS = 60
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens there
GIVEN_UP = 1.0  # seconds idle, long before the app hangs up: nothing is sent into a closing one
STREAM = {"Accept": "text/event-stream"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """The app as a process on one port over one database; may be killed and started again."""

    def __init__(self, database: str, *, port: int, rasa: str = NOWHERE, wechat: str = "") -> None:
        self._command = [sys.executable, "-m", "tests.api.serving", "--database", database]
        self._command += ["--port", str(port), "--rasa", rasa]
        self._command += ["--wechat", wechat] if wechat else []
        self._database = database
        self.callback = f"http://127.0.0.1:{port}/wechat"
        limits = httpx.Limits(keepalive_expiry=GIVEN_UP)
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=60, limits=limits, trust_env=False
        )
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command)
        for _ in range(STARTING_SECONDS * 20):
            try:
                self.http.get("/v1/links/nobody")
                return
            except httpx.TransportError:
                assert self._process.poll() is None, "the app ended while starting"
                time.sleep(0.05)
        raise AssertionError("the app did not start")

    def kill(self) -> None:
        """SIGKILL: nothing is said goodbye to."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self.kill()
        self.http.close()

    def begin(self) -> str:
        return f"/v1/conversations/{self.http.post('/v1/conversations').json()['id']}"

    def say(self, conversation: str, words: str, key: str) -> httpx.Response:
        headers = {"Idempotency-Key": key}
        return self.http.post(f"{conversation}/turns", json={"text": words}, headers=headers)

    def turns(self, conversation: str) -> list[Any]:
        found: list[Any] = self.http.get(conversation).json()["turns"]
        return found

    def acts(self) -> list[str | None]:
        """The dialogue act of each turn, as stored."""
        engine = create_engine(self._database)
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT act FROM turn ORDER BY number")).scalars().all()
        engine.dispose()
        return list(rows)

    @contextmanager
    def watched(self, conversation: str, words: str, key: str) -> Iterator[Iterator[str]]:
        """Say it, and get the names of the events one by one."""
        headers = {"Idempotency-Key": key, **STREAM}
        with self.http.stream(
            "POST", f"{conversation}/turns", json={"text": words}, headers=headers
        ) as stream:
            yield (
                line.removeprefix("event: ")
                for line in stream.iter_lines()
                if line.startswith("event: ")
            )
