"""Locks hold names, versions and hashes, agree, and cover what pyproject.toml asks for."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from deploy.environments import ENVIRONMENTS, LOCKS, TORCH_CPU_LOCK, TORCH_CUDA_LOCK
from deploy.lock_file import Pin, read_lock, write_lock
from deploy.widget import NODE_LOCK, SOURCE

ALL = ["app.lock", "dev.lock", "node.lock", "rasa.lock", "torch-cpu.lock", "torch-cuda.lock"]
HASH = "--hash=sha256:" + "0" * 64


@pytest.fixture(scope="module")
def locks(root: Path) -> dict[str, dict[str, Pin]]:
    return {name: read_lock(root / LOCKS / name) for name in ALL}


def test_these_are_all_the_locks(root: Path) -> None:
    assert sorted(path.name for path in (root / LOCKS).glob("*.lock")) == ALL
    used = [environment.lock for environment in ENVIRONMENTS.values()]
    others = [NODE_LOCK, TORCH_CPU_LOCK, TORCH_CUDA_LOCK]
    assert sorted(path.name for path in [*used, *others]) == ALL


@pytest.mark.parametrize("name", ALL)
def test_a_lock_names_no_address_and_no_path(root: Path, name: str) -> None:
    written = (root / LOCKS / name).read_text("utf-8")
    assert "--hash" in written
    assert not re.search(r"://|index-url|find-links|trusted-host|file:|(^|\s)/|\.\./", written)


def test_dev_contains_app_to_the_letter(locks: dict[str, dict[str, Pin]]) -> None:
    app, dev = locks["app.lock"], locks["dev.lock"]
    assert len(app) > 40
    assert {name: dev.get(name) for name in app} == app


def test_each_app_lock_leaves_torch_to_its_own_two(locks: dict[str, dict[str, Pin]]) -> None:
    assert "torch" not in locks["dev.lock"]
    cpu, cuda = locks["torch-cpu.lock"]["torch"], locks["torch-cuda.lock"]["torch"]
    assert cpu.version == cuda.version + "+cpu"
    assert not locks["torch-cuda.lock"].keys() & locks["dev.lock"].keys()


@pytest.mark.parametrize(
    ("extras", "lock"), [(["build"], "app.lock"), (["build", "dev"], "dev.lock")]
)
def test_all_that_pyproject_asks_for_is_locked(
    root: Path, locks: dict[str, dict[str, Pin]], extras: list[str], lock: str
) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    names = {re.match(r"[\w-]+", line)[0].lower() for line in asked}  # type: ignore[index]
    assert len(names) > 15
    assert names - {"torch"} <= locks[lock].keys()


def test_the_rasa_lock_has_the_versions_asked_for(
    root: Path, locks: dict[str, dict[str, Pin]]
) -> None:
    asked = dict(re.findall(r"^(\w+)==(\S+)$", (root / LOCKS / "rasa.in").read_text("utf-8"), re.M))
    assert asked["rasa"] == "3.6.21"
    assert {name: locks["rasa.lock"][name].version for name in asked} == asked


def test_the_npm_lock_has_hashes_and_no_address(root: Path) -> None:
    packages = json.loads((root / SOURCE / "package-lock.json").read_text("utf-8"))["packages"]
    others = {name: found for name, found in packages.items() if name}
    assert len(others) > 10
    assert all(found["integrity"].startswith("sha512-") for found in others.values())
    assert not any("resolved" in found for found in others.values())


def test_a_lock_reads_back_as_written(tmp_path: Path) -> None:
    pins = [Pin("b", "2.0+cpu", (HASH,)), Pin("a-c", "1", (HASH, HASH[:-1] + "1"))]
    write_lock(tmp_path / "x.lock", pins, note="note")
    assert list(read_lock(tmp_path / "x.lock").values()) == sorted(pins)


@pytest.mark.parametrize(
    "line",
    ["a==1", f"a>=1 {HASH}", f"a @ file:///x {HASH}", "--index-url https://x", f"a==1 {HASH}0"],
)
def test_a_line_that_is_no_hashed_pin_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.lock").write_text(f"b==1 {HASH}\n{line}\n")
    with pytest.raises(ValueError, match=re.escape("x.lock")):
        read_lock(tmp_path / "x.lock")
