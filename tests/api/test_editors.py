"""The commands for whoever writes lists, on a small project: coverage, schema."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.commands import main
from tests.knowledge.compiler.bad_lists import ROOT, good_sources


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in good_sources().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments))


def test_coverage_is_a_table_with_totals(project: Path) -> None:
    result = run("coverage")
    assert result.exit_code == 0, result.output
    assert "居住证与居住登记" in result.output
    assert "合计" in result.output
    assert "没写 116 张" in result.output


def test_coverage_of_one_list_names_what_is_missing(project: Path) -> None:
    result = run("coverage", "residence-permit")
    assert result.exit_code == 0
    assert "residence-permit.yml:6  没有留出的说法:什么人可以申领居住证?" in result.output
    assert run("coverage", "id-card").output.endswith("还没有写:wenzheng new id-card\n")


def test_coverage_is_strict_only_when_asked(project: Path) -> None:
    assert run("coverage", "--strict").exit_code == 1
    found = json.loads(run("coverage", "--json").output)
    assert len(found["lists"]) == 118
    assert found["null_parameters"]["东莞市公安局"] == ["居住登记办理天数"]
    assert not any(one["complete"] for one in found["lists"])


def test_coverage_of_an_unknown_list_offers_the_nearest(project: Path) -> None:
    result = run("coverage", "residence-permits")
    assert result.exit_code == 1
    assert "是不是「residence-permit」" in result.output


def test_schema_is_printed_and_other_kinds_are_named(project: Path) -> None:
    assert "questions" in json.loads(run("schema").output)["properties"]
    assert json.loads(run("schema", "facts").output)["type"] == "array"
    result = run("schema", "fact")
    assert result.exit_code == 1
    assert "facts" in result.output
