"""What a person sees while the set-up works: numbered steps, what is being fetched, time passed.

On a terminal the line of the step is rewritten; elsewhere a line is added every few seconds.
"""

from __future__ import annotations

import queue
import subprocess
import threading
import time
from pathlib import Path
from typing import Callable, Sequence, TextIO

_QUIET_SECONDS = 15.0


class CommandFailed(Exception):
    """A command ended badly; str() gives its last telling lines, `log` has all of it."""

    def __init__(self, said: str, log: Path) -> None:
        super().__init__(said)
        self.log = log


class Screen:
    """Prints the steps of one run. `clock` gives seconds; it is passed in for the tests."""

    def __init__(
        self, out: TextIO, total: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._out, self._total, self._clock = out, total, clock
        self._step, self._title = 0, ""
        self._began = self._shown = clock()

    def begin(self, title: str) -> None:
        self._step += 1
        self._title, self._began = title, self._clock()
        self._shown = self._began
        self._write("…", final=not self._out.isatty())

    def show(self, what: str) -> None:
        """Say what is going on inside the step; may be called as often as one likes."""
        now = self._clock()
        if now - self._shown >= (0.5 if self._out.isatty() else _QUIET_SECONDS):
            self._shown = now
            self._write(f"… {what}({now - self._began:.0f} 秒)", final=not self._out.isatty())

    def end(self, word: str = "好了") -> None:
        self._write(f"… {word}({self._clock() - self._began:.0f} 秒)", final=True)

    def _write(self, rest: str, *, final: bool) -> None:
        line = f"[{self._step}/{self._total}] {self._title}{rest}"
        start = "\r\033[K" if self._out.isatty() else ""
        self._out.write(start + line + ("\n" if final else ""))
        self._out.flush()


def run_watched(
    command: Sequence[str], *, log: Path, show: Callable[[str], None], total: int | None = None
) -> None:
    """Run pip (or anything), keep all it prints in `log`, and pass on how far it is.

    `total` is how many packages are expected. Raises CommandFailed.
    """
    lines: queue.Queue[str | None] = queue.Queue()
    kept: list[str] = []
    what, count = "", 0
    watched = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with watched as process, log.open("a", encoding="utf-8") as record:
        threading.Thread(target=_read, args=(process, lines), daemon=True).start()
        while True:
            try:
                line = lines.get(timeout=1)
            except queue.Empty:
                show(what)
                continue
            if line is None:
                break
            record.write(line)
            kept.append(line.rstrip())
            count += line.startswith(("Collecting ", "Requirement already satisfied"))
            what = _stage(line, count, total) or what
            show(what)
    if process.returncode != 0:
        telling = [line for line in kept if "error" in line.lower()] or kept
        raise CommandFailed("\n".join("    " + line for line in telling[-5:]), log)


def _read(process: subprocess.Popen[bytes], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line.decode("utf-8", "replace"))
    lines.put(None)


def _stage(line: str, count: int, total: int | None) -> str:
    """What one line of pip's says, for a person; "" when it says nothing new."""
    if line.startswith(("Collecting ", "Requirement already satisfied")):
        name = line.replace("Requirement already satisfied:", "Collecting").split()[1]
        return f"{count}/{total or '?'} {name.partition('==')[0]}"
    return "写入环境" if line.startswith("Installing collected") else ""
