"""`wenzheng check`: every problem of the lists at once, each with file, line and how to mend it."""

from __future__ import annotations

from pathlib import Path

import click

from api.commands.language import Command, ExistingPath, Sentence
from api.commands.project import settings_here

FOLDERS = ("inquiry_lists", "nlu_data")


@click.command("check", cls=Command, short_help="检查清单,一次列出全部问题")
@click.argument("paths", nargs=-1, type=ExistingPath(), metavar="[路径]…")
def check_lists(paths: tuple[Path, ...]) -> int:
    """检查全部清单、公共资料和说法,一次列出所有问题:在哪个文件第几行、怎么改。

    写了路径,就只列这些文件或文件夹里的问题。有问题时退出码是 1。
    """
    root = settings_here().root
    from knowledge.compiler.check import check

    problems = check(root, tuple(_inside(path, root) for path in paths))
    for problem in problems:
        click.echo(str(problem))
    click.echo(count_line(len(problems), files=len({problem.path for problem in problems})))
    return 1 if problems else 0


def _inside(path: Path, root: Path) -> Path:
    """The whole path; ends the command with a sentence where nothing of the lists can be there."""
    full = path.resolve()
    folders = [root / name for name in FOLDERS]
    if full != root and not any(full.is_relative_to(folder) for folder in folders):
        names = "、".join(f"{name}/" for name in FOLDERS)
        raise Sentence(f"「{path}」不是清单的文件;清单和说法在 {root} 的 {names} 里。")
    return full


def count_line(problems: int, *, files: int) -> str:
    """The last line: how many problems in how many files."""
    return f"共 {problems} 个问题,在 {files} 个文件里。" if problems else "没有发现问题。"
