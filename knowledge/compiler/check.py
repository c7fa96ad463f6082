"""All problems of the lists at once, in stages: reading and shape, registers, names, the whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.compiler.checks import STAGES
from knowledge.compiler.draft import Draft
from knowledge.compiler.load import Loaded, load_knowledge
from knowledge.compiler.problem import Problem

_WHERE = "清单在 inquiry_lists/ 下面,说法在 nlu_data/ 下面;核对路径再试。"


def check(root: Path, paths: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Problems of the project at root, sorted by file and line; only those in `paths` when given.

    A path may be a file or a folder, absolute or relative to root. One that holds nothing we read
    is a problem itself: "no problems" must mean that something was looked at.
    """
    loaded = load_knowledge(root)
    problems = check_loaded(loaded)
    if not paths:
        return problems
    wanted = [_relative(root, path) for path in paths]
    chosen = {problem for problem in problems if any(_holds(path, problem.path) for path in wanted)}
    for path in wanted:
        if not any(_holds(path, source) for source in loaded.sources):
            chosen.add(Problem(path, 1, "E111", "系统不会读这里的文件", _WHERE))
    return tuple(sorted(chosen))


def check_loaded(loaded: Loaded) -> tuple[Problem, ...]:
    """Problems of what was loaded: its own, or, when all could be read, those between the files."""
    return loaded.problems if loaded.draft is None else check_draft(loaded.draft)


def check_draft(draft: Draft) -> tuple[Problem, ...]:
    """Problems of the first stage that finds any."""
    for stage in STAGES:
        problems = sorted({problem for one in stage for problem in one(draft)})
        if problems:
            return tuple(problems)
    return ()


def _holds(path: str, file: str) -> bool:
    return path in (".", file) or file.startswith(f"{path}/")


def _relative(root: Path, path: Path) -> str:
    """The path below root; as it is where it lies outside."""
    full = path if path.is_absolute() else root / path
    try:
        return full.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return full.as_posix()
