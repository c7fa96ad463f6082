"""Lock files: one `name==version` with the hashes of its files, and nothing else.

Reading refuses whatever is neither a pin nor a hash: an index address, a path, a link.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterable, NamedTuple

_PIN = re.compile(r"([a-z0-9][a-z0-9-]*)==([0-9][0-9A-Za-z.!+]*)$")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}$")


class Pin(NamedTuple):
    name: str
    version: str
    hashes: tuple[str, ...]

    def lines(self) -> str:
        return " \\\n    ".join([f"{self.name}=={self.version}", *self.hashes])


def read_lock(path: Path) -> dict[str, Pin]:
    """Every pin under its name. Raises ValueError at a line that is no `name==version --hash=…`."""
    pins = {}
    written = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in written.splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        pin, hashes = _PIN.match(words[0]), words[1:]
        if not pin or not hashes or not all(_HASH.match(word) for word in hashes):
            raise ValueError(f"{path.name}: {line.strip()[:80]}")
        pins[pin[1]] = Pin(pin[1], pin[2], tuple(sorted(hashes)))
    return pins


def write_lock(path: Path, pins: Iterable[Pin], *, note: str) -> None:
    """Write pins in the order of their names, under a comment that says where they come from."""
    body = "".join(pin.lines() + "\n" for pin in sorted(pins))
    path.write_text(f"# {note}\n{body}", encoding="utf-8")
