"""How our turns compare with those of a stock Rasa project, on this machine and in one run.

Stock: what `rasa init` makes (its pipeline, policies and examples) with one custom action that says
one sentence, behind Rasa's own action server. Ours: `wenzheng serve` with Rasa on the way of every
turn, SQLite, one worker; a turn masks, hears facts, searches 118 lists, answers and stores. Both
over HTTP, each message in a conversation of its own that was opened before the clock. Needs the
Rasa environment.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

import httpx

from assistant.rasa_process import find_rasa_python

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 8
ALONE, TOGETHER, ROUTES = 40, 160, 40
PATIENCE_SECONDS = 600.0
TOLD = (
    "我是湖南的,在厚街上班,居住证丢了怎么补",
    "我妈户口在河南,去医院看病能报销吗",
    "我是东莞户口,孩子七岁,医保怎么参",
    "公积金交了三年,能提出来交房租吗",
)
WISHES = (
    "我是湖南的,在厚街上班三年多了,没有居住证怎么办,排路线",
    "我是清远人,老婆的户口想迁过来,排路线",
    "我是广西人,想提公积金交房租,排个路线",
    "我从深圳过来,老家交的社保怎么转,排路线",
)
ACTION = """
from rasa_sdk import Action


class ActionSay(Action):
    def name(self):
        return "action_say"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Hello")
        return []
"""


class Measured(NamedTuple):
    """Seconds of a turn for one client, and turns a second of several."""

    alone: Sequence[float]
    rate: float


def main() -> None:
    """Print the table."""
    rasa = find_rasa_python(ROOT)
    with TemporaryDirectory() as folder:
        _write("训练、启动 rasa init 的自带项目(几分钟)……")
        with stock(rasa, Path(folder)) as address:
            _write("测自带项目……")
            theirs = _measure(Stock(address))
        _write("启动本项目……")
        with ours(Path(folder)) as (address, process):
            _write("测本项目……")
            mine = _measure(Ours(address, TOLD))
            routes = _alone(Ours(address, WISHES), ROUTES)
            memory = _memory(process)
    _write("内容  自带项目  本项目  目标")
    p50, own = median(theirs.alone), median(mine.alone)
    _write(f"一个客户 中位(秒)  {p50:.3f}  {own:.3f}({own / p50:.2f} 倍)  至多 0.5 倍")
    ratio = mine.rate / theirs.rate
    _write(
        f"{CLIENTS} 个客户 每秒  {theirs.rate:.1f}  {mine.rate:.1f}({ratio:.2f} 倍)  至少 2.5 倍"
    )
    _write(f"带路线的一轮 95%(秒)  -  {quantiles(routes, n=20)[-1]:.3f}  至多 0.3")
    _write(f"全部进程的内存(GB)  -  {memory:.2f}  至多 1.6")


class Turns(Protocol):
    """How to open a conversation, and to say the `number`-th thing in it."""

    def open(self, client: httpx.Client, number: int) -> str: ...

    def say(self, client: httpx.Client, opened: str, number: int) -> None: ...


class Stock(NamedTuple):
    address: str

    def open(self, client: httpx.Client, number: int) -> str:
        return f"c{number}"

    def say(self, client: httpx.Client, opened: str, number: int) -> None:
        answer = client.post(
            f"{self.address}/webhooks/rest/webhook",
            json={"sender": opened, "message": "are you a bot?"},
        )
        assert answer.json()[0]["text"] == "Hello", answer.text


class Ours(NamedTuple):
    address: str
    said: Sequence[str]

    def open(self, client: httpx.Client, number: int) -> str:
        answer = client.post(f"{self.address}/v1/conversations").raise_for_status()
        return str(answer.json()["id"])

    def say(self, client: httpx.Client, opened: str, number: int) -> None:
        answer = client.post(
            f"{self.address}/v1/conversations/{opened}/turns",
            json={"text": self.said[number % len(self.said)]},
        )
        assert answer.raise_for_status().json()["turn"]["reply"]["facts"], answer.text


def _measure(turns: Turns) -> Measured:
    return Measured(_alone(turns, ALONE), _together(turns))


def _alone(turns: Turns, times: int) -> list[float]:
    """Seconds of each turn of one client, after a few that count for nothing."""
    with httpx.Client(timeout=60) as client:
        seconds = []
        for number in range(-5, times):
            opened = turns.open(client, number)
            begun = time.perf_counter()
            turns.say(client, opened, number)
            seconds.append(time.perf_counter() - begun)
        return seconds[5:]


def _together(turns: Turns) -> float:
    """Turns a second of several clients, all conversations opened before."""
    with httpx.Client(timeout=60) as client:
        opened = {number: turns.open(client, number) for number in range(1000, 1000 + TOGETHER)}

    def some(first: int) -> None:
        with httpx.Client(timeout=60) as client:
            for number in list(opened)[first::CLIENTS]:
                turns.say(client, opened[number], number)

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(some, range(CLIENTS)))
    return TOGETHER / (time.perf_counter() - begun)


@contextmanager
def stock(python: Path, folder: Path) -> Iterator[str]:
    """Rasa's own first project, with one action, trained and served: its address."""
    project = folder / "stock"
    project.mkdir()
    rasa = [str(python), "-m", "rasa"]
    _run([*rasa, "init", "--no-prompt", "--init-dir", str(project)], project)
    (project / "actions/actions.py").write_text(ACTION, "utf-8")
    rules = project / "data/rules.yml"
    rules.write_text(rules.read_text("utf-8").replace("utter_iamabot", "action_say"), "utf-8")
    domain = project / "domain.yml"
    domain.write_text(domain.read_text("utf-8") + "\nactions:\n- action_say\n", "utf-8")
    actions, port = _free_port(), _free_port()
    (project / "endpoints.yml").write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{actions}/webhook\n", "utf-8"
    )
    _run([*rasa, "train"], project)
    served = [
        _started([*rasa, "run", "actions", "--port", str(actions)], project),
        _started([*rasa, "run", "--port", str(port)], project),
    ]
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        _wait_for(f"http://127.0.0.1:{actions}/health")
        yield address
    finally:
        _end(served)


@contextmanager
def ours(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`wenzheng serve` as a process of its own, over an empty database."""
    port = _free_port()
    serve = "from api.commands import main; main()"
    process = _started(
        [sys.executable, "-c", serve, "serve", "--port", str(port)],
        ROOT,
        WENZHENG_DATABASE_URL=f"sqlite:///{folder}/bench.db",
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/docs")
        yield address, process
    finally:
        _end([process])


def _memory(process: subprocess.Popen[bytes]) -> float:
    """Proportional set size of a process and all it started, in GB of 10^9 bytes."""
    wanted, children = [process.pid], _children()
    for pid in wanted:
        wanted += children.get(pid, [])
    rolled = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in wanted)
    found = (re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE) for text in rolled)
    return sum(int(one[1]) for one in found if one) * 1024 / 1e9


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            parent = re.search(r"^PPid:\s+(\d+)", status.read_text(), re.MULTILINE)
        except OSError:
            continue
        if parent:
            found.setdefault(int(parent[1]), []).append(int(status.parent.name))
    return found


def _started(command: Sequence[str], folder: Path, **more: str) -> subprocess.Popen[bytes]:
    """A silent process in this folder."""
    ours = str(ROOT) if folder == ROOT else ""
    silence = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": ours}
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **silence, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _run(command: Sequence[str], folder: Path) -> None:
    if _started(command, folder).wait():
        raise ChildProcessError(" ".join(command))


def _wait_for(address: str) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        with suppress(httpx.HTTPError):
            if httpx.get(address, timeout=5).status_code == 200:
                return
        time.sleep(0.5)
    raise TimeoutError(f"{address} 没有应答")


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
