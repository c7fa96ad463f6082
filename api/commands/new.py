"""`wenzheng new`: opens a file for a list of the catalog that is not written yet."""

from __future__ import annotations

import click

from api.clock import today_in_china
from api.commands.language import Command, Sentence
from api.commands.project import settings_here


@click.command("new", cls=Command, short_help="给目录里的一张清单开一个文件")
@click.argument("list_id", metavar="清单编号")
def new_command(list_id: str) -> None:
    """照目录给这张清单开一个文件,每个话题留好一个知识点;已经有文件的不动它。"""
    from knowledge.compiler.document import read_document
    from knowledge.compiler.load import CATALOG, read_sources
    from knowledge.compiler.problem import perhaps
    from knowledge.compiler.shapes import read_shape
    from knowledge.compiler.skeleton import list_skeleton
    from knowledge.model.inquiry_list import Catalog

    root = settings_here().root
    node, _ = read_document(CATALOG, read_sources(root)[CATALOG])
    catalog, problems = read_shape(CATALOG, node, Catalog)
    if catalog is None:
        raise Sentence("\n".join(str(problem) for problem in problems))
    rows = {row.id: row for row in catalog.lists}
    if list_id not in rows:
        hint = perhaps(list_id, rows) or "编号见 inquiry_lists/catalog.yml。"
        raise Sentence(f"目录里没有「{list_id}」这张清单。{hint}")
    row = rows[list_id]
    path = root / "inquiry_lists" / row.theme / f"{row.id}.yml"
    if path.exists():
        raise Sentence(f"《{row.title}》已经有文件了:{path.relative_to(root)},直接打开它来改。")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(list_skeleton(row, effective=today_in_china()), encoding="utf-8")
    click.echo(f"已为《{row.title}》开好 {path.relative_to(root)}。")
    click.echo("怎么写:docs/writing-a-list.md(步骤)、docs/list-format.md(每个键)。")
    click.echo(f"写好后运行:wenzheng check {path.relative_to(root)}")
