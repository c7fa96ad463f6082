"""`wenzheng schema`: JSON Schema of the files editors write, for forms and editing tools."""

from __future__ import annotations

import json

import click

from api.commands.language import Command, Sentence


@click.command("schema", cls=Command, short_help="打印清单文件格式的 JSON Schema")
@click.argument("name", default="list", metavar="[文件种类]")
def schema_command(name: str) -> None:
    """打印清单(不写种类)或别的文件的 JSON Schema(2020-12),给编辑表单和编辑软件用。

    种类:list 清单、catalog 目录、phrasings 说法、messages 一句话几件事,以及 shared/ 里各文件的名字
    (facts、parameters、materials、goals、situations、persons、places、departments、laws)。
    """
    from knowledge.compiler.problem import perhaps
    from knowledge.compiler.schema import SHAPES, written_schema

    if name not in SHAPES:
        raise Sentence(f"没有「{name}」这种文件。{perhaps(name, SHAPES)}只有:{'、'.join(SHAPES)}。")
    click.echo(json.dumps(written_schema(name), ensure_ascii=False, indent=2))
