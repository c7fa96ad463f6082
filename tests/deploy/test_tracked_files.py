"""What is in the repository holds on every machine: no path of one of them, no package registry."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

REGISTRIES = ["py" + "pi.org", "python" + "hosted", "npm" + "js", "mirrors" + ".", "conda" + ".io"]


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[Path]:
    if not (root / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout: there is no list of tracked files")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, check=True,
    )  # fmt: skip
    names = [name for name in listed.stdout.decode().split("\0") if name]
    assert len(names) > 50
    return [root / name for name in names if (root / name).is_file()]


def lines(files: list[Path]) -> Iterator[tuple[Path, str]]:
    for file in files:
        if b"\0" not in (content := file.read_bytes()):
            for line in content.decode("utf-8").splitlines():
                yield file, line


def test_none_names_a_path_of_one_machine(root: Path, tracked: list[Path]) -> None:
    homes = [str(root), str(Path.home()) + "/"]
    if len(root.parts) > 2:
        homes.append(str(root.parent) + "/")
    pattern = re.compile("|".join(map(re.escape, homes)) + r"|(?<![\w.])/(home|Users)/[a-z]\w*/")
    found = [f"{file.relative_to(root)}: {line[:80]}" for file, line in lines(tracked)
             if pattern.search(line)]  # fmt: skip
    assert found == []


def test_none_names_a_package_registry(root: Path, tracked: list[Path]) -> None:
    pattern = re.compile("|".join(map(re.escape, REGISTRIES)))
    found = [f"{file.relative_to(root)}: {line[:80]}" for file, line in lines(tracked)
             if pattern.search(line)]  # fmt: skip
    assert found == []
