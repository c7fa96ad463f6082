"""All problems of the lists at once, in stages: reading and shape, registers, names, the whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.compiler.checks import STAGES
from knowledge.compiler.draft import Draft
from knowledge.compiler.load import Loaded, load_knowledge
from knowledge.compiler.problem import Problem


def check(root: Path, paths: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Problems of the project at root, sorted by file and line; only those in `paths` when given.

    A path may be a file or a folder, absolute or relative to root. Raises ValueError for a path
    outside root.
    """
    problems = check_loaded(load_knowledge(root))
    if not paths:
        return problems
    wanted = [_relative(root, path) for path in paths]
    return tuple(
        problem
        for problem in problems
        if any(path in ("", problem.path) or problem.path.startswith(f"{path}/") for path in wanted)
    )


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


def _relative(root: Path, path: Path) -> str:
    full = path if path.is_absolute() else root / path
    relative = full.resolve().relative_to(root.resolve()).as_posix()
    return "" if relative == "." else relative
