"""`wenzheng new`: the skeleton reads cleanly, and check reports only what is yet to be written."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.commands import main
from knowledge.compiler.check import check, check_loaded
from knowledge.compiler.load import load_knowledge, load_sources, read_sources
from knowledge.compiler.skeleton import list_skeleton

ROOT = Path(__file__).parents[2]
TO_WRITE = {"E220", "E405", "E602"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("inquiry_lists", "nlu_data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_skeleton_lacks_only_what_must_be_written(project: Path) -> None:
    result = CliRunner().invoke(main, ["new", "medical-chronic"])
    path = project / "inquiry_lists/medical/medical-chronic.yml"
    assert result.exit_code == 0, result.output
    assert path.exists()
    assert {problem.code for problem in check(project, [path])} == TO_WRITE


def test_every_list_of_the_catalog_can_be_opened() -> None:
    knowledge = load_knowledge(ROOT).draft
    assert knowledge is not None
    rows = [
        row for row in knowledge.knowledge.catalog.lists if row.id not in knowledge.knowledge.lists
    ]
    opened = {
        f"inquiry_lists/{row.theme}/{row.id}.yml": list_skeleton(
            row, effective=date(2026, 11, 22)
        ).encode()
        for row in rows
    }
    problems = check_loaded(load_sources(read_sources(ROOT) | opened))
    assert {problem.code for problem in problems} == TO_WRITE
    assert {problem.path for problem in problems} == set(opened)


def test_existing_file_is_left_alone(project: Path) -> None:
    path = project / "inquiry_lists/household/residence-permit.yml"
    before = path.read_bytes()
    result = CliRunner().invoke(main, ["new", "residence-permit"])
    assert result.exit_code == 1
    assert "已经有文件" in result.output
    assert path.read_bytes() == before


def test_unknown_list_is_named_with_the_nearest(project: Path) -> None:
    result = CliRunner().invoke(main, ["new", "medical-chroni"])
    assert result.exit_code == 1
    assert "medical-chronic" in result.output
