"""Finding Python interpreters of a given version: on PATH, from pyenv, from uv.

A name proves nothing (pyenv leaves shims for versions that are switched off, Debian ships pythons
without venv), so every candidate is run once and asked. No answer, no interpreter.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Iterator, Mapping, NamedTuple, Sequence, Tuple

Version = Tuple[int, int]
_ASK = "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])"


class Interpreter(NamedTuple):
    path: Path
    version: str


class PythonNotFound(Exception):
    """No interpreter of any of the wanted versions; str() is for the person at the terminal."""


def text(version: Version) -> str:
    return "{}.{}".format(*version)


def find_python(versions: Sequence[Version], environ: Mapping[str, str]) -> Interpreter | None:
    """The first interpreter that answers with one of `versions`, in their order, or None.

    Looks at PATH, $PYENV_ROOT/versions (default ~/.pyenv) and uv's own interpreters. Has uv fetch a
    version only when nothing else was found.
    """
    for fetch in (False, True):
        for version in versions:
            for candidate in _candidates(version, environ, fetch):
                found = _ask(candidate, version)
                if found:
                    return found
    return None


def _candidates(version: Version, environ: Mapping[str, str], fetch: bool) -> Iterator[Path]:
    if fetch:
        yield from _from_uv(version, environ, ["install"])
        yield from _from_uv(version, environ, ["find"])
        return
    folders = [Path(folder) for folder in environ.get("PATH", "").split(os.pathsep) if folder]
    for name in ("python" + text(version), "python3"):
        yield from (folder / name for folder in folders)
    root = environ.get("PYENV_ROOT") or str(Path(environ.get("HOME", "/")) / ".pyenv")
    installed = Path(root, "versions").glob(text(version) + ".*/bin/python" + text(version))
    yield from sorted(installed, key=_patch_level, reverse=True)
    yield from _from_uv(version, environ, ["find", "--no-python-downloads"])


def _patch_level(python: Path) -> list[int]:
    """The numbers in the name of pyenv's folder: 3.10.13 is newer than 3.10.2."""
    return [int(number) for number in re.findall(r"\d+", python.parents[1].name)]


def _from_uv(version: Version, environ: Mapping[str, str], words: Sequence[str]) -> Iterator[Path]:
    uv = shutil.which("uv", path=environ.get("PATH", ""))
    if uv:
        answer = _run([uv, "python", *words, text(version)], timeout=600)
        if answer and Path(answer).is_absolute():
            yield Path(answer)


def _ask(candidate: Path, version: Version) -> Interpreter | None:
    if not os.access(candidate, os.X_OK):
        return None
    answer = _run([str(candidate), "-c", _ASK], timeout=30)
    if answer and answer.startswith(text(version) + "."):
        return Interpreter(candidate, answer)
    return None


def _run(command: Sequence[str], timeout: int) -> str | None:
    """What a command prints, or None when it fails for any reason."""
    try:
        ran = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=timeout, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout.decode("utf-8", "replace").strip()
