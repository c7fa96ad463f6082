"""A Rasa that is killed comes back at its address; one that cannot is tried again until the end."""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path

import pytest

from assistant.rasa_keeper import Pauses, kept_running
from assistant.rasa_process import RasaProcess
from tests.assistant.rasa_stand_in import gone, pids, project, runs, server
from tests.waiting import until

SOON = Pauses(look=0.05, first=0.05, longest=0.1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path)


def kill(rasa: RasaProcess) -> int:
    assert rasa.pid is not None
    os.kill(rasa.pid, signal.SIGKILL)
    return rasa.pid


def test_a_killed_server_is_started_again_at_its_address(root: Path) -> None:
    with server(root) as rasa, kept_running(rasa, pauses=SOON):
        address, killed = rasa.url, kill(rasa)
        until(lambda: rasa.runs and rasa.pid != killed)
        assert rasa.url == address
    assert not rasa.runs and all(gone(pid) for pid in pids(root))


def test_what_cannot_be_started_is_tried_again(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with server(root) as rasa, kept_running(rasa, pauses=SOON):
        (root / "broken").touch()
        killed = kill(rasa)
        until(lambda: runs(root) >= 4)
        (root / "broken").unlink()
        until(lambda: rasa.runs and rasa.pid != killed)
    assert "以后再试" in caplog.text and "照样回答" in caplog.text


def test_one_that_never_gets_ready_does_not_hold_up_the_end(root: Path) -> None:
    with server(root) as rasa, kept_running(rasa, pauses=SOON):
        (root / "never").touch()
        kill(rasa)
        until(lambda: runs(root) >= 2)
    assert not rasa.runs and all(gone(pid) for pid in pids(root))
