"""Rasa as a process of its own: finds its Python, trains when needed, starts it and ends it.

Everything of Rasa's lives in another Python (3.10); this module only runs programs there. The
process it starts listens on loopback, knows its token from the environment, and ends with whoever
started it, even when that one is killed: its standard input is a pipe that closes with us. Not for
a deployment with several machines, where Rasa is a service of its own.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from filelock import FileLock

from assistant.client import READY_PATH

PYTHON_VARIABLE = "WENZHENG_RASA_PYTHON"
TOKEN_VARIABLE = "WENZHENG_RASA_TOKEN"
ACTIONS_URL_VARIABLE = "WENZHENG_ACTIONS_URL"
MODELS_KEPT = 3
START_SECONDS = 180
STOP_SECONDS = 3.0
LOG_BYTES = 5_000_000

Progress = Callable[[float], None]
"""Called about once a second with the seconds waited so far."""


class RasaProblem(Exception):
    """What stands in the way and how to mend it, in one Chinese sentence for whoever runs the
    program.
    """

    status = "rasa_problem"


class RasaPythonMissing(RasaProblem):
    """No Python with Rasa was found."""

    status = "rasa_python_missing"


class RasaTrainingFailed(RasaProblem):
    """Rasa refused the training data, or the training broke."""

    status = "rasa_training_failed"


class RasaDidNotStart(RasaProblem):
    """The process ended while starting, or did not become ready in time."""

    status = "rasa_did_not_start"


def find_rasa_python(root: Path) -> Path:
    """The Python that has Rasa: the one named by WENZHENG_RASA_PYTHON, else .venv-rasa under
    `root`.

    Raises RasaPythonMissing.
    """
    named = os.environ.get(PYTHON_VARIABLE)
    python = Path(named) if named else root / ".venv-rasa" / "bin" / "python"
    if not python.is_file():
        where = f"{PYTHON_VARIABLE} 指的 {python}" if named else str(python)
        raise RasaPythonMissing(
            f"没有找到 Rasa 用的 Python 3.10 环境({where}):请先运行 make setup。"
        )
    probe = "import sys, importlib.util as u; sys.exit(not u.find_spec('rasa'))"
    try:
        found = (
            subprocess.run([python, "-c", probe], capture_output=True, timeout=60).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        found = False
    if not found:
        raise RasaPythonMissing(f"{python} 里没有装 Rasa:请重新运行 make setup。")
    return python


def train(root: Path, python: Path, *, progress: Progress | None = None) -> Path:
    """The model for the present acts and bot files; trained only when none exists for them yet, by
    one process at a time.

    Raises RasaTrainingFailed.
    """
    models = root / "assistant" / "bot" / "models"
    model = models / f"{_fingerprint(root)}.tar.gz"
    with FileLock(_log_file(root, "rasa-training.lock")):
        if not model.is_file():
            _train(root, python, model, progress=progress)
            _forget_old(models)
    return model


def _train(root: Path, python: Path, model: Path, *, progress: Progress | None) -> None:
    log = _log_file(root, "rasa-training.log")
    command = _program(python, "training", ["--nlu-data", "nlu_data", "--model", str(model)])
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=root, env=foreign_environment(), stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            code = _watch(process, progress=progress)
        finally:
            _end_group(process)
    if code != 0 or not model.is_file():
        raise RasaTrainingFailed(
            f"对话行为模型没有训练成功,原因见 {log}。"
            "多半是 nlu_data/acts 里最近改过的文件有误,改好后重新运行即可。"
        )


def _forget_old(models: Path) -> None:
    by_age = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for old in by_age[:-MODELS_KEPT]:
        old.unlink(missing_ok=True)


class RasaProcess:
    """Rasa's server while the `with` block lasts; `url` is its address on loopback."""

    def __init__(
        self, root: Path, python: Path, *, model: Path, actions_url: str, token: str,
        progress: Progress | None = None,
    ) -> None:  # fmt: skip
        self._root = root
        self._python = python
        self._model = model
        self._secrets = {TOKEN_VARIABLE: token, ACTIONS_URL_VARIABLE: actions_url}
        self._token = token
        self._progress = progress
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process else None

    @property
    def runs(self) -> bool:
        """Whether the server was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until its model answers; after a stop, at the same address.
        Raises RasaDidNotStart; then nothing is left.
        """
        if self._process is not None:
            return
        self.url = self.url or f"http://127.0.0.1:{_free_port()}"
        log = _log_file(self._root, "rasa.log")
        port = self.url.rpartition(":")[2]
        arguments = ["--model", str(self._model), "--port", port, "--tied"]
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.write_bytes(b"")
        with log.open("ab") as output:  # another Rasa may be writing there too
            self._process = subprocess.Popen(
                _program(self._python, "serve", arguments), cwd=self._root,
                env=foreign_environment() | self._secrets, stdin=subprocess.PIPE, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            self._wait_until_ready(self._process, log)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and everything it started. Does nothing when it does not run."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        _end_group(process)

    def _wait_until_ready(self, process: subprocess.Popen[bytes], log: Path) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        with httpx.Client(base_url=self.url, headers=headers, timeout=5, trust_env=False) as http:
            _watch(process, progress=self._progress, until=lambda: _answers(http))
            if process.poll() is not None:
                raise RasaDidNotStart(
                    f"Rasa 没有启动成功,原因见 {log}。再运行一次还是这样,就重新运行 make setup。"
                )
            if not _answers(http):
                raise RasaDidNotStart(f"等了 {START_SECONDS} 秒 Rasa 还没有就绪,原因见 {log}。")


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get(READY_PATH).status_code == 200
    except httpx.HTTPError:
        return False


def _watch(
    process: subprocess.Popen[bytes],
    *,
    progress: Progress | None,
    until: Callable[[], bool] | None = None,
) -> int | None:
    """Wait for the process to end, or for `until` (at most START_SECONDS); its exit code if it
    ended.
    """
    began = told = time.monotonic()
    while process.poll() is None:
        now = time.monotonic()
        if until is not None and (until() or now - began > START_SECONDS):
            return None
        if progress is not None and now - told >= 1:
            told = now
            progress(now - began)
        time.sleep(0.1)
    return process.returncode


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children: asked first, then killed. Its group is its own, started
    so.
    """
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def _program(python: Path, module: str, arguments: Iterable[str]) -> list[str]:
    return [str(python), "-W", "ignore", "-m", f"assistant.bot.{module}", *arguments]


def foreign_environment() -> dict[str, str]:
    """Our environment, without what would lead Rasa's Python to our packages."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONWARNINGS")
    return {name: value for name, value in os.environ.items() if name not in foreign} | {
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _fingerprint(root: Path) -> str:
    """Names what a model depends on: the sayings, Rasa's configuration, and the code that writes
    the data.
    """
    bot = root / "assistant" / "bot"
    inputs = [bot / name for name in ("config.yml", "domain.yml", "flow.py", "training.py")]
    inputs += sorted((root / "nlu_data" / "acts").glob("*.yml"))
    inputs += sorted((root / "nlu_data" / "phrasings").rglob("*.yml"))
    content = hashlib.sha256()
    for path in inputs:
        content.update(f"{path.relative_to(root)}\0".encode())
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return content.hexdigest()[:16]


def _log_file(root: Path, name: str) -> Path:
    folder = root / "var" / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
