"""The commands for whoever writes lists, on a small project: coverage, import, candidates,
schema."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

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


def test_a_topic_left_open_is_not_answered(project: Path) -> None:
    assert run("new", "id-card").exit_code == 0
    found = json.loads(run("coverage", "--json", "id-card").output)["lists"][0]
    assert found["topics"] == {"done": 0, "of": 7}
    gaps = [gap["words"] for gap in found["gaps"] if gap["kind"] == "话题没答到"]
    assert len(gaps) == 7


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


def table(path: Path, *rows: tuple[str, ...]) -> str:
    file = Workbook()
    for row in rows:
        file.worksheets[0].append(row)
    file.save(path)
    return str(path)


def test_import_writes_a_draft_beside_the_lists_and_never_over_it(project: Path) -> None:
    name = table(project / "问答.xlsx", ("问题", "答复"), ("身份证丢了怎么办?", "打 0769-22222222"))
    result = run("import", name, "--list", "id-card")
    assert result.exit_code == 0, result.output
    assert "认出 1 个知识点" in result.output
    assert "1 处像电话或证件号" in result.output
    folder = project / "var/drafts/id-card"
    draft = (folder / "list.yml").read_text("utf-8")
    assert "0769-22222222" in draft
    assert "第 2 行:电话号码" in (folder / "report.md").read_text("utf-8")
    assert not list((project / "inquiry_lists/household").glob("id-card*"))
    again = run("import", name, "--list", "id-card")
    assert again.exit_code == 1
    assert "没有动它" in again.output
    assert (folder / "list.yml").read_text("utf-8") == draft
    assert run("import", name, "--list", "id-card", "--out", "second").exit_code == 0


def test_import_warns_of_numbers_of_persons(project: Path) -> None:
    name = table(
        project / "a.xlsx",
        ("问题", "答复", "联系人"),
        ("甲?", "子", "13800138000"),
        ("乙?", "身份证 11010519491231002X", ""),
    )
    assert run("import", name, "--list", "id-card").exit_code == 0
    told = (project / "var/drafts/id-card/report.md").read_text("utf-8")
    assert "第 2 行:手机号" in told
    assert "第 3 行:身份证号" in told
    assert "> 13800138000" in told


def test_import_refuses_in_chinese(project: Path) -> None:
    (project / "a.xls").write_bytes(b"")
    assert "另存为新格式" in run("import", "a.xls", "--list", "id-card").output
    assert "是不是「id-card」" in run("import", "a.xls", "--list", "id-cards").output
    assert "缺少「--list」" in run("import", "a.xls").output
    assert not (project / "var/drafts").exists()


def test_candidates_are_listed_with_both_places(project: Path) -> None:
    path = project / "inquiry_lists/shared/materials.yml"
    path.write_text(
        path.read_text("utf-8") + "- {id: again, title: 房屋的租赁合同, issuer: 房东}\n", "utf-8"
    )
    result = run("candidates")
    assert result.exit_code == 0, result.output
    assert "inquiry_lists/shared/materials.yml:3  「房屋租赁合同」" in result.output
    assert "inquiry_lists/shared/materials.yml:6  「房屋的租赁合同」" in result.output
    assert json.loads(run("candidates", "--json", "id-card").output) == []
    assert run("candidates", "id-cards").exit_code == 1
