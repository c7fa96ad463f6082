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

STAND_IN = """
import http.server, os, pathlib, signal, subprocess, sys

module = sys.argv[sys.argv.index("-m") + 1]
given = dict(zip(sys.argv, sys.argv[1:]))
here = pathlib.Path(__file__).parent
with (here / "runs").open("a") as runs:
    runs.write(module + "\\n")
if (here / "broken").exists():
    sys.exit(3)
if module == "assistant.bot.training":
    pathlib.Path(given["--model"]).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(given["--model"]).write_text("model")
    sys.exit(0)

signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the worst case
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
(here / "pids").write_text(f"{os.getpid()} {child.pid}")
token = os.environ["WENZHENG_RASA_TOKEN"]
ready = not (here / "never").exists()

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers["authorization"] == "Bearer " + token
        self.send_response(200 if ready and known and self.path == "/webhooks/rest/" else 503)
        self.end_headers()
    def log_message(self, *words): pass

http.server.HTTPServer(("127.0.0.1", int(given["--port"])), Handler).serve_forever()
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with just what the fingerprint reads, and a stand-in for Rasa's Python."""
    for name in ("config.yml", "domain.yml", "flow.py", "training.py"):
        path = tmp_path / "assistant" / "bot" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "nlu_data" / "acts").mkdir(parents=True)
    (tmp_path / "nlu_data" / "acts" / "greet.yml").write_text("says: [hi]")
    (tmp_path / "stand_in.py").write_text(STAND_IN)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{tmp_path}/stand_in.py" "$@"\n')
    python.chmod(0o755)
    return tmp_path


def server(root: Path) -> RasaProcess:
    return RasaProcess(
        root,
        root / "python",
        model=root / "model.tar.gz",
        actions_url="http://127.0.0.1:9/webhook",
        token="for-tests",
    )


def runs(root: Path) -> int:
    return len((root / "runs").read_text().split())


def gone(pid: int) -> bool:
    """Whether the process ended; one that waits for its parent to notice counts as ended."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


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
        pids = [int(pid) for pid in (root / "pids").read_text().split()]
        assert pids[0] == rasa.pid
        assert not any(gone(pid) for pid in pids)
    assert rasa.pid is None
    assert all(gone(pid) for pid in pids)


def test_an_error_inside_leaves_nothing_behind(root: Path) -> None:
    with pytest.raises(KeyboardInterrupt), server(root):
        raise KeyboardInterrupt
    assert all(gone(int(pid)) for pid in (root / "pids").read_text().split())


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
    assert all(gone(int(pid)) for pid in (root / "pids").read_text().split())


def test_secrets_are_not_on_the_command_line(root: Path) -> None:
    with server(root) as rasa:
        assert rasa.pid is not None
        assert b"for-tests" not in Path(f"/proc/{rasa.pid}/cmdline").read_bytes()
        assert os.getpgid(rasa.pid) == rasa.pid
