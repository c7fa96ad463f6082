"""The Python environments of the project, and when one of them is up to date.

Two of them, because Rasa 3.6 needs Python 3.10 and old pins (DECISIONS.md, D1). An environment is a
folder, a lock, and the Pythons it may be built from.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from deploy.pythons import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = Path("deploy", "locks")
TORCH_CPU_LOCK = LOCKS / "torch-cpu.lock"
TORCH_CUDA_LOCK = LOCKS / "torch-cuda.lock"
# 3.11 first: the locks are made with it.
APP_PYTHONS: tuple[Version, ...] = ((3, 11), (3, 12), (3, 13))
RASA_PYTHONS: tuple[Version, ...] = ((3, 10),)


class Environment(NamedTuple):
    """`covers`: locks that this one contains. `ours`: the project goes in too, editable."""

    name: str
    title: str
    folder: str
    pythons: tuple[Version, ...]
    covers: tuple[str, ...]
    ours: bool

    @property
    def lock(self) -> Path:
        return LOCKS / (self.name + ".lock")


ENVIRONMENTS: dict[str, Environment] = {
    "app": Environment("app", "应用环境", ".venv", APP_PYTHONS, (), True),
    "dev": Environment("dev", "应用与开发环境", ".venv", APP_PYTHONS, ("app",), True),
    "rasa": Environment("rasa", "对话引擎环境", ".venv-rasa", RASA_PYTHONS, (), False),
}


def wanted_stamp(environment: Environment, root: Path) -> dict[str, str]:
    """What the stamp of an up-to-date environment says: where it is and what was put into it.

    The place counts because a moved or copied environment still starts the programs of the old one.
    """
    inputs = [LOCKS / (name + ".lock") for name in (environment.name, *environment.covers)]
    if environment.ours:
        inputs += [TORCH_CPU_LOCK, TORCH_CUDA_LOCK, Path("pyproject.toml")]
    stamp = {path.name: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in inputs}
    return {"root": str(root), **stamp}


def read_stamp(environment: Environment, root: Path) -> dict[str, str] | None:
    try:
        stamp = json.loads(_stamp_path(environment, root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def write_stamp(environment: Environment, root: Path, *, finished: bool) -> None:
    """Without `finished` the stamp only says where: what was begun may be gone on with."""
    stamp = wanted_stamp(environment, root) if finished else {"root": str(root)}
    written = json.dumps(stamp, indent=1, sort_keys=True)
    _stamp_path(environment, root).write_text(written + "\n", encoding="utf-8")


def is_up_to_date(environment: Environment, root: Path) -> bool:
    """Whether nothing is to be done. A dev environment is an up-to-date app environment as well."""
    stamp = read_stamp(environment, root) or {}
    wanted = wanted_stamp(environment, root)
    return (
        all(stamp.get(key) == value for key, value in wanted.items())
        and python_of(environment, root).exists()
    )


def python_of(environment: Environment, root: Path) -> Path:
    return root / environment.folder / "bin" / "python"


def _stamp_path(environment: Environment, root: Path) -> Path:
    return root / environment.folder / "set-up.json"
