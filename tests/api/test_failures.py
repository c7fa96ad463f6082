"""When parts fail: processes are really killed, stopped and blocked. The citizen gets an answer,
words that were accepted are not lost, no turn counts twice.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, text

from api.actions.endpoints import WEBHOOK
from assistant.rasa_process import RasaProcess, find_rasa_python, train
from tests.api.serving import SLOWLY, TOKEN

STARTING_SECONDS = 60
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens there
STREAM = {"Accept": "text/event-stream"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """The app as a process on one port over one database; may be killed and started again."""

    def __init__(self, database: str, *, port: int, rasa: str = NOWHERE) -> None:
        self._command = [sys.executable, "-m", "tests.api.serving", "--database", database]
        self._command += ["--port", str(port), "--rasa", rasa]
        self._database = database
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)
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


@pytest.fixture
def app(database_url: str) -> Iterator[App]:
    """The app without Rasa, on SQLite and on PostgreSQL."""
    found = App(database_url, port=free_port())
    yield found
    found.close()


def test_rasa_is_down(app: App) -> None:
    conversation = app.begin()
    answer = app.say(conversation, "住了三年多", "k")
    assert answer.status_code == 200 and answer.json()["turn"]["reply"]["route"]
    assert len(app.turns(conversation)) == 1


def test_the_app_is_killed_in_mid_turn(app: App) -> None:
    conversation = app.begin()
    with (
        pytest.raises(httpx.TransportError),
        app.watched(conversation, f"{SLOWLY}住了三年多", "same") as events,
    ):
        assert next(events) == "accepted"
        assert next(events) == "facts"
        app.kill()
        list(events)
    app.start()
    found = app.http.get(conversation).json()
    assert found["turns"] == []
    assert [one["text"] for one in found["unanswered"]] == [f"{SLOWLY}住了三年多"]
    again = app.say(conversation, f"{SLOWLY}住了三年多", "same")
    assert again.status_code == 200
    assert again.json()["turn"]["id"] == found["unanswered"][0]["id"]
    assert app.say(conversation, f"{SLOWLY}住了三年多", "same").json() == again.json()
    found = app.http.get(conversation).json()
    assert len(found["turns"]) == 1 and found["unanswered"] == []
    assert [fact["words"] for fact in found["facts"]] == ["三年多"]


def test_the_same_turn_asked_for_again_while_it_is_taken(app: App) -> None:
    """A client that lost its connection and sends again at once."""
    conversation, answers = app.begin(), []

    def send() -> None:
        answers.append(app.say(conversation, f"{SLOWLY}住了三年多", "same").json())

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(answers) == 3 and all(answer == answers[0] for answer in answers)
    assert len(app.turns(conversation)) == 1


@contextmanager
def held(database: str) -> Iterator[Callable[[], None]]:
    """Another process holds the write lock; what it gives lets go."""
    holder = subprocess.Popen(
        [sys.executable, "-m", "tests.api.holding", database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin and holder.stdout and holder.stdout.readline() == "held\n"

    def let_go() -> None:
        if holder.stdin and not holder.stdin.closed:
            holder.stdin.close()
            holder.wait()

    try:
        yield let_go
    finally:
        let_go()
        if holder.stdout:
            holder.stdout.close()


def test_the_database_is_locked_for_a_moment(app: App, database_url: str) -> None:
    conversation = app.begin()
    with held(database_url) as let_go:
        timer = threading.Timer(1.5, let_go)
        timer.start()
        answer = app.say(conversation, "住了三年多", "k")
        timer.join()
    assert answer.status_code == 200 and len(app.turns(conversation)) == 1


def test_the_database_is_locked_for_long(app: App, database_url: str) -> None:
    """Nothing is acknowledged that is not kept; sent again, it counts once."""
    conversation = app.begin()
    with held(database_url):
        refused = app.say(conversation, "住了三年多", "k")
        assert refused.status_code == 503 and int(refused.headers["retry-after"]) > 0
        assert refused.headers["content-type"] == "application/problem+json"
        assert "再发一次" in refused.json()["detail"] and "SQL" not in refused.text
    answer = app.say(conversation, "住了三年多", "k")
    assert answer.status_code == 200 and len(app.turns(conversation)) == 1


class Rasa:
    """A real Rasa that calls an app on `port`; started again where a test has killed it."""

    def __init__(self, root: Path, port: int) -> None:
        self._root, self.port = root, port
        self._python = find_rasa_python(root)
        self._model = train(root, self._python)
        self.process = self._started()

    def _started(self) -> RasaProcess:
        actions = f"http://127.0.0.1:{self.port}{WEBHOOK}"
        process = RasaProcess(
            self._root, self._python, model=self._model, actions_url=actions, token=TOKEN
        )
        process.start()
        return process

    def alive(self) -> RasaProcess:
        if self.process.pid is None:
            self.process = self._started()
        return self.process

    def signal(self, number: signal.Signals) -> None:
        assert self.process.pid is not None
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.stop()


@pytest.fixture(scope="module")
def rasa(root: Path, require: Callable[[str], None]) -> Iterator[Rasa]:
    require("rasa")
    found = Rasa(root, free_port())
    yield found
    found.process.stop()


@pytest.fixture
def app_with_rasa(rasa: Rasa, tmp_path: Path) -> Iterator[App]:
    database = f"sqlite:///{tmp_path}/test.db"
    found = App(database, port=rasa.port, rasa=rasa.alive().url)
    yield found
    found.close()


@pytest.mark.rasa
def test_rasa_is_slow(app_with_rasa: App, rasa: Rasa) -> None:
    """Stopped for three seconds: answered meanwhile, and its late call takes no second turn."""
    conversation = app_with_rasa.begin()
    assert app_with_rasa.say(conversation, "谢谢", "a").status_code == 200
    rasa.signal(signal.SIGSTOP)
    going_on = threading.Timer(3, rasa.signal, (signal.SIGCONT,))
    going_on.start()
    try:
        answer = app_with_rasa.say(conversation, "谢谢", "b")
    finally:
        going_on.join()
    assert answer.status_code == 200
    assert app_with_rasa.say(conversation, "谢谢", "c").status_code == 200
    assert len(app_with_rasa.turns(conversation)) == 3
    acts = app_with_rasa.acts()
    assert acts[0] is not None and acts[1] is None and acts[2] is not None


@pytest.mark.rasa
def test_rasa_is_killed_in_mid_turn(app_with_rasa: App, rasa: Rasa) -> None:
    """The turn is being taken inside Rasa's call when Rasa dies."""
    conversation = app_with_rasa.begin()
    with app_with_rasa.watched(conversation, f"{SLOWLY}谢谢", "k") as events:
        assert [next(events), next(events)] == ["accepted", "facts"]
        rasa.kill()
        assert list(events)[-1] == "done"
    assert len(app_with_rasa.turns(conversation)) == 1
    assert app_with_rasa.say(conversation, "谢谢", "l").status_code == 200
    assert len(app_with_rasa.turns(conversation)) == 2
