"""`wenzheng build`: compiles the lists into a release named by its content."""

from __future__ import annotations

from pathlib import Path

import click

from api.commands.language import Command
from api.commands.project import settings_here


@click.command("build", cls=Command, short_help="把清单编译成发布版本")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=True),
    metavar="文件夹",
    help="放在哪里,默认 var/releases。",
)
def build_command(out: Path | None) -> None:
    """检查全部清单,编译成一个发布版本,并切换到它。版本按内容命名:同样的清单在哪台机器上都是同一个名字。"""
    settings = settings_here()
    from api.commands.opening import build

    built = build(settings, out or settings.releases)
    for stage in built.stages:
        done = "没有变化,沿用" if stage.reused else f"重做,{stage.seconds:.1f} 秒"
        click.echo(f"{stage.title}:{done}")
    click.echo(f"发布版本 {built.name} 已编译并启用:{built.path}")
