"""Stages of a build and the cache that lets one be reused: a folder for each stage and key.

A key is the hash of a stage's own inputs, so an edit redoes only what depends on it. A folder is
filled under another name and renamed when it is complete; a stage that fails leaves nothing
behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.index.builder import LEARNING, builder_version

KEPT = 6  # results of one stage that are kept for reuse


@dataclass(frozen=True)
class Stage:
    """`make` fills a folder that does not exist yet; it becomes `target` below the release.

    `title` is what editors see.
    """

    name: str
    target: str
    title: str
    key: str
    make: Callable[[Path], None]


@dataclass(frozen=True)
class StageRun:
    """What became of a stage in one build."""

    name: str
    title: str
    reused: bool
    seconds: float


def key_of(*inputs: object) -> str:
    """Sixteen hex digits over anything JSON can tell; dataclasses must be told as tuples."""
    told = json.dumps([builder_version(*LEARNING), inputs], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def run_stage(stage: Stage, cache: Path) -> tuple[Path, StageRun]:
    """The stage's folder in the cache, made now if it is not there."""
    started = time.monotonic()
    place = cache / stage.name / stage.key
    reused = place.is_dir()
    if reused:
        os.utime(place)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=place.parent) as made:
            work = Path(made) / "result"
            stage.make(work)
            publish(work, place)
        _forget_old(place.parent)
    return place, StageRun(stage.name, stage.title, reused, time.monotonic() - started)


def publish(work: Path, place: Path) -> None:
    """Give a finished folder its name. Whoever else made the same in the meantime is let be."""
    try:
        work.rename(place)
    except OSError:
        if not place.is_dir():
            raise


def link_tree(source: Path, target: Path) -> None:
    """Hard links of every file below source, or copies where links cannot be had."""

    def link(original: str, copy: str) -> str:
        try:
            os.link(original, copy)
        except OSError:
            shutil.copy2(original, copy)
        return copy

    shutil.copytree(source, target, copy_function=link, dirs_exist_ok=True)


def _forget_old(folder: Path) -> None:
    done = [path for path in folder.iterdir() if not path.name.startswith(".")]
    for path in sorted(done, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
