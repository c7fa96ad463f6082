"""Finding Rasa's Python, training when needed, starting and ending; with a stand-in for Rasa."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant import rasa_process
from assistant.rasa_process import (
    RasaDidNotStart,
    RasaProcess,
    RasaPythonMissing,
    RasaTrainingFailed,
    find_rasa_python,
    train,
)
from tests.assistant.rasa_stand_in import gone, pids, project, runs, server


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path)


def test_no_python_is_a_sentence_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WENZHENG_RASA_PYTHON", raising=False)
    with pytest.raises(RasaPythonMissing, match=r"没有找到.*3\.10.*make setup"):
        find_rasa_python(tmp_path)
    monkeypatch.setenv("WENZHENG_RASA_PYTHON", str(tmp_path / "nowhere"))
    with pytest.raises(RasaPythonMissing, match=r"WENZHENG_RASA_PYTHON.*nowhere"):
        find_rasa_python(tmp_path)


def test_a_python_without_rasa_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WENZHENG_RASA_PYTHON", sys.executable)
    with pytest.raises(RasaPythonMissing, match="没有装 Rasa"):
        find_rasa_python(tmp_path)


def test_training_runs_only_when_an_input_changed(root: Path) -> None:
    first = train(root, root / "python")
    assert first.is_file()
    assert train(root, root / "python") == first
    assert runs(root) == 1

    (root / "nlu_data" / "acts" / "greet.yml").write_text("says: [hello]")
    assert train(root, root / "python") != first
    assert runs(root) == 2


def test_old_models_are_cleared_away(root: Path) -> None:
    for number in range(5):
        (root / "nlu_data" / "acts" / "greet.yml").write_text(f"says: [hello {number}]")
        newest = train(root, root / "python")
    models = list((root / "assistant" / "bot" / "models").iterdir())
    assert len(models) == rasa_process.MODELS_KEPT
    assert newest in models


def test_a_failed_training_names_the_log(root: Path) -> None:
    (root / "broken").touch()
    with pytest.raises(RasaTrainingFailed, match=r"nlu_data/acts") as caught:
        train(root, root / "python")
    assert str(root / "var" / "logs") in str(caught.value)


def test_it_is_ready_inside_and_gone_afterwards(root: Path) -> None:
    with server(root) as rasa:
        assert rasa.url.startswith("http://127.0.0.1:")
        started = pids(root)
        assert started[0] == rasa.pid
        assert not any(gone(pid) for pid in started)
    assert rasa.pid is None
    assert all(gone(pid) for pid in started)


def test_an_error_inside_leaves_nothing_behind(root: Path) -> None:
    with pytest.raises(KeyboardInterrupt), server(root):
        raise KeyboardInterrupt
    assert all(gone(pid) for pid in pids(root))


def test_a_server_that_ends_at_once_is_reported(root: Path) -> None:
    (root / "broken").touch()
    with pytest.raises(RasaDidNotStart, match="没有启动成功"):
        server(root).start()


def test_a_server_that_never_gets_ready_is_ended(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rasa_process, "START_SECONDS", 1.5)
    (root / "never").touch()
    waited: list[float] = []
    rasa = RasaProcess(
        root, root / "python", model=root / "m", actions_url="", token="t", progress=waited.append
    )
    with pytest.raises(RasaDidNotStart, match="没有就绪"):
        rasa.start()
    assert len(waited) == 1
    assert all(gone(pid) for pid in pids(root))


def test_secrets_are_not_on_the_command_line(root: Path) -> None:
    with server(root) as rasa:
        assert rasa.pid is not None
        assert b"for-tests" not in Path(f"/proc/{rasa.pid}/cmdline").read_bytes()
        assert os.getpgid(rasa.pid) == rasa.pid
