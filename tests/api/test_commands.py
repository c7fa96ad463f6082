"""The command line: Chinese help and errors, the check's exit code, and what batches do with bad
lines.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from api.commands import main
from api.commands.batch import LINE_LIMIT, BadLine, need_input, run_batch
from api.commands.find import FindLine
from api.commands.language import Commands

ROOT = Path(__file__).parents[2]


def run(*arguments: str, piped: str | bytes | None = None) -> Any:
    return CliRunner().invoke(main, list(arguments), input=piped)


@click.group("trial", cls=Commands)
def trial() -> None:
    """A group with one command that answers lines, to see what happens around it."""


@trial.command("echo")
def echo() -> None:
    need_input("echo")

    def answer(line: FindLine) -> dict[str, Any]:
        if line.text == "炸":
            raise RuntimeError("secret internals")
        if line.text == "不行":
            raise BadLine("这一行不行。")
        return {"said": line.text}

    run_batch("echo", FindLine, answer)


def answers(piped: str | bytes) -> list[Any]:
    done = CliRunner().invoke(trial, ["echo"], input=piped)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("command", ["", *sorted(main.commands)])
def test_help_is_chinese(command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith("用法:wenzheng")
    english = re.findall(
        r"Usage|Options|Commands|Show this|Error|default|\bINTEGER\b|\bTEXT\b", done.stdout
    )
    assert english == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "没有「chek」这个命令。是不是「check」?"),
        (["check", "--nope"], "没有「--nope」这个选项。"),
        (["check", "/no/such/file"], "没有「/no/such/file」这个文件或文件夹"),
        (["find"], "请加上 --batch"),
        (["find", "--batch", "多余"], "参数多了或者写得不对"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code != 0
    assert said in done.stderr
    assert not re.search(r"Usage|Error|Try|Traceback", done.output)


def test_nothing_at_all_shows_the_help() -> None:
    done = run()
    assert done.exit_code == 2 and "命令:" in done.stderr


def test_check_lists_problems_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "inquiry_lists", tmp_path / "inquiry_lists")
    facts = tmp_path / "inquiry_lists" / "shared" / "facts.yml"
    facts.chmod(0o644)
    facts.write_text("facts: [\n", encoding="utf-8")
    monkeypatch.setenv("WENZHENG_ROOT", str(tmp_path))
    done = run("check")
    assert done.exit_code == 1
    assert re.search(r"^inquiry_lists/shared/facts\.yml:\d+  E\d+  ", done.stdout, re.MULTILINE)
    assert "怎么改:" in done.stdout
    assert re.search(r"共 \d+ 个问题", done.stdout.splitlines()[-1])


def test_a_folder_without_lists_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENZHENG_ROOT", str(tmp_path))
    done = run("check")
    assert done.exit_code == 1 and "WENZHENG_ROOT" in done.stderr


def test_lines_are_answered_in_order() -> None:
    piped = '{"id": "a", "text": "甲"}\n\n{"id": 2, "text": "乙", "more": true}'
    assert answers(piped) == [{"id": "a", "said": "甲"}, {"id": 2, "said": "乙"}]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{", {"id": None, "error": "不是合法的 JSON"}),
        ("[1]", {"id": None, "error": "不是合法的 JSON"}),
        ("[" * 100_000, {"id": None, "error": "不是合法的 JSON"}),
        ('{"text": "甲"}', {"id": None, "error": "缺少「id」。"}),
        ('{"id": 1.5, "text": "甲"}', {"id": None, "error": "「id」要是文字或整数。"}),
        ('{"id": "a"}', {"id": "a", "error": "缺少「text」。"}),
        ('{"id": "a", "text": 7}', {"id": "a", "error": "「text」要是文字。"}),
        ('{"id": "a", "text": "不行"}', {"id": "a", "error": "这一行不行。"}),
        ('{"id": "a", "text": "炸"}', {"id": "a", "error": "这一行没能处理"}),
        (json.dumps({"id": "a", "text": "长" * 100_001}), {"id": "a", "error": "超过 100000 个字"}),
    ],
)
def test_a_bad_line_is_explained_and_the_next_goes_on(line: str, found: dict[str, Any]) -> None:
    bad, good = answers(f'{line}\n{{"id": "b", "text": "乙"}}\n')
    assert bad["id"] == found["id"] and found["error"] in bad["error"]
    assert "secret" not in bad["error"]
    assert good == {"id": "b", "said": "乙"}


def test_a_line_that_is_not_utf8_or_endless_is_explained() -> None:
    endless = b'{"id": "a", "text": "' + b"x" * (LINE_LIMIT + 10) + b'"}\n'
    first, second, third = answers(b"\xff\xfe\n" + endless + b'{"id": 1, "text": "ok"}\n')
    assert "不是合法的 JSON" in first["error"] and "太长" in second["error"]
    assert third == {"id": 1, "said": "ok"}


def test_a_terminal_is_told_to_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(click.ClickException, match="没有输入"):
        need_input("find")
