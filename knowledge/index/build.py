"""Builds a release: checks, makes what changed, puts it together aside, names it at once.

The name is a hash of the inputs and of the builder, so the same lists give the same name on every
machine and on every day. A build that fails leaves the current release in place; readers
of the old one are not disturbed by a new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.compiler.check import check_loaded
from knowledge.compiler.load import Loaded, load_knowledge
from knowledge.compiler.problem import Problem
from knowledge.encoder.load import chosen_encoder
from knowledge.index import release
from knowledge.index.builder import builder_version
from knowledge.index.stage import StageRun, link_tree, publish, run_stage
from knowledge.index.workshop import Workshop

Progress = Callable[[str, float], None]


class BuildRefused(Exception):
    """The check found problems; nothing was built. str() prints them for the editor."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class BuiltRelease:
    """A release that stands complete at `path` and is current."""

    name: str
    path: Path
    stages: tuple[StageRun, ...]


def build_release(
    root: Path, *, out: Path, cache: Path, progress: Progress, encoder: Path | None = None
) -> BuiltRelease:
    """Build the project at root into out/<name> and make it current.

    `progress` gets the Chinese title of the stage that begins, and the part done, 0 to 1.
    `encoder` is a sentence-transformers folder to use in place of ours; without it the setting
    decides. Raises BuildRefused, EncoderUnusable.
    """
    given = encoder or chosen_encoder(os.environ)
    return build_loaded(
        load_knowledge(root), out=out, cache=cache, progress=progress, encoder=given
    )


def build_loaded(
    loaded: Loaded, *, out: Path, cache: Path, progress: Progress, encoder: Path | None = None
) -> BuiltRelease:
    """The same from files already read: what the editor's drafts are built by."""
    problems = check_loaded(loaded)
    if problems or loaded.knowledge is None:
        raise BuildRefused(problems)
    workshop = Workshop(loaded.knowledge, loaded.sources, cache, encoder)
    name = release_name(workshop)
    place = out / name
    out.mkdir(parents=True, exist_ok=True)
    runs = _assemble(workshop, place, progress)
    _make_current(out, name)
    progress("完成", 1.0)
    return BuiltRelease(name, place, runs)


def release_name(workshop: Workshop) -> str:
    """Sixteen hex digits over the builder, the input files, and an encoder that is not ours."""
    given = workshop.encoder_key if workshop.given else None
    told = json.dumps([builder_version(), sorted(workshop.hashes.items()), given])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _assemble(workshop: Workshop, place: Path, progress: Progress) -> tuple[StageRun, ...]:
    stages = workshop.stages()
    if place.is_dir():
        return tuple(StageRun(stage.name, stage.title, True, 0.0) for stage in stages)
    runs = []
    with tempfile.TemporaryDirectory(prefix=".building-", dir=place.parent) as aside:
        work = Path(aside) / place.name
        work.mkdir()
        for number, stage in enumerate(stages):
            progress(stage.title, number / len(stages))
            made, run = run_stage(stage, workshop.cache)
            link_tree(made, work / stage.target)
            runs.append(run)
        _write_rest(workshop, work, {stage.name: stage.key for stage in stages})
        publish(work, place)
    return tuple(runs)


def _write_rest(workshop: Workshop, work: Path, keys: dict[str, str]) -> None:
    """The lexicon, the sources and, last, the manifest."""
    (work / release.LEXICON).write_bytes(release.LEXICON_SHAPE.dump_json(workshop.lexicon))
    for path, text in workshop.sources.items():
        target = work / release.SOURCES / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
    manifest = {
        "name": work.name,
        "format": release.FORMAT,
        "builder": builder_version(),
        "encoder": "given" if workshop.given else "own",
        "stages": keys,
        "inputs": workshop.hashes,
    }
    told = json.dumps(manifest, ensure_ascii=False, indent=1)
    (work / release.MANIFEST).write_text(told + "\n", encoding="utf-8")


def _make_current(out: Path, name: str) -> None:
    """Point `current` at the release in one step: whoever opens it gets the old one or the new."""
    with tempfile.TemporaryDirectory(prefix=".switching-", dir=out) as aside:
        link = Path(aside) / release.CURRENT
        link.symlink_to(name)
        link.replace(out / release.CURRENT)
