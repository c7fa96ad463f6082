"""When parts fail: processes are really killed, stopped and blocked. The citizen gets an answer,
words that were accepted are not lost, no turn counts twice.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.actions.endpoints import WEBHOOK
from assistant.rasa_process import RasaProcess, find_rasa_python, train
from tests.api.killable import App, free_port
from tests.api.serving import SLOWLY, TOKEN


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


def test_two_processes_take_one_turn_once(app: App, database_url: str) -> None:
    """The same words reach both at once; the events are the same from either."""
    other = App(database_url, port=free_port())
    conversation, answers = app.begin(), []

    def send(to: App) -> None:
        answers.append(to.say(conversation, f"{SLOWLY}住了三年多", "same").json())

    try:
        senders = [threading.Thread(target=send, args=(one,)) for one in (app, other)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert len(answers) == 2 and answers[0] == answers[1]
        assert len(app.turns(conversation)) == 1
        with app.watched(conversation, f"{SLOWLY}还有一件事", "next") as events:
            assert [next(events), next(events)] == ["accepted", "facts"]
            (waiting,) = other.http.get(conversation).json()["unanswered"]
            told = other.http.get(f"{conversation}/turns/{waiting['id']}/events").text
            assert [next(events) for _ in range(4)] == ["answers", "route", "asks", "done"]
        assert [line for line in told.split("\n") if line.startswith("event: ")] == [
            f"event: {name}" for name in ("accepted", "facts", "answers", "route", "asks", "done")
        ]
    finally:
        other.close()


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
