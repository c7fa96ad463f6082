"""`wenzheng import`: an office's Excel or Word tables as the draft of a list, with a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands.coverage import readable_draft
from api.commands.language import Command, ExistingPath, Sentence
from api.commands.project import settings_here

if TYPE_CHECKING:
    from knowledge.drafting.tables import Workbook
    from knowledge.model.inquiry_list import CatalogRow
    from knowledge.model.knowledge_base import KnowledgeBase
    from knowledge.model.shared import Law

FILES = ("list.yml", "phrasings.yml", "report.md")
_FIXED_LINE = re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3})[- ]?\d{7,8}(?!\d)")


@click.command("import", cls=Command, short_help="把 Excel、Word 里的问答变成清单草稿")
@click.argument("file", type=ExistingPath(), metavar="文件")
@click.option("--list", "list_id", metavar="清单编号", help="属于目录里哪张清单(必写)。")
@click.option(
    "--out", type=Path, metavar="文件夹", help="草稿放在哪里;不写就放 var/drafts/清单编号。"
)
def import_command(file: Path, list_id: str | None, out: Path | None) -> None:
    """把单位已有的问答表、事项表(.xlsx、.docx)搬成草稿:清单、说法、还缺什么的报告。

    原话一字不丢:放不进草稿的都在报告里。已经有的文件不动。电话、证件号只提醒,不替您删。
    """
    settings = settings_here()
    from knowledge.drafting.tables import Unreadable, read_tables

    if list_id is None:
        raise Sentence("缺少「--list」:写上清单编号,比如 --list id-card。")
    knowledge = readable_draft(settings.root).knowledge
    row = _row(knowledge, list_id)
    folder = out or settings.var / "drafts" / row.id
    there = [name for name in FILES if (folder / name).exists()]
    if there:
        raise Sentence(f"{folder} 里已经有 {'、'.join(there)},没有动它;用 --out 换一个文件夹。")
    try:
        workbook = read_tables(file)
    except Unreadable as unreadable:
        raise Sentence(str(unreadable)) from None
    texts, told = _drafted(workbook, row, knowledge.shared.laws, source=file.name)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in zip(FILES, texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    click.echo(told)
    click.echo(f"草稿和报告在 {folder}:{'、'.join(FILES)}。")
    warned = len(list(_private(workbook)))
    if warned:
        click.echo(f"注意:有 {warned} 处像电话或证件号,发布前要删去,位置见报告。")


def _row(knowledge: KnowledgeBase, list_id: str) -> CatalogRow:
    from knowledge.compiler.problem import perhaps

    if list_id not in knowledge.rows:
        hint = perhaps(list_id, knowledge.rows) or "编号见 inquiry_lists/catalog.yml。"
        raise Sentence(f"目录里没有「{list_id}」这张清单。{hint}")
    return knowledge.rows[list_id]


def _drafted(
    workbook: Workbook, row: CatalogRow, laws: dict[str, Law], *, source: str
) -> tuple[tuple[str, str, str], str]:
    """The texts of the three FILES, and what to tell whoever imports."""
    from knowledge.drafting.entries import read_sheet
    from knowledge.drafting.missing import report, unplaced
    from knowledge.drafting.writing import draft_list

    reads = [read_sheet(sheet) for sheet in workbook.sheets]
    entries = [entry for read in reads for entry in read.entries]
    drafted = draft_list(row, entries, laws=laws, source=source)
    missing = "\n".join(report(row, drafted, reads, laws=laws))
    texts = (drafted.list_text, drafted.phrasings_text)
    left = unplaced(workbook, reads, (*texts, missing))
    told = (
        f"认出 {len(drafted.questions)} 个知识点、{len(drafted.items)} 个事项,"
        f"{len(left)} 处原文没有放进草稿(都在报告里)。"
    )
    return (*texts, "\n".join([missing, *_privacy(workbook), *_rest(left)]) + "\n"), told


def _private(workbook: Workbook) -> Iterator[tuple[str, str]]:
    """(place, kind) of words that hold a number of a person or a telephone."""
    from assistant.turn.masking import HIDDEN, mask

    cells = {
        (*cell.origin, sheet.name): (row.place, cell.text)
        for sheet in workbook.sheets
        for row in sheet.rows
        for cell in row.cells
    }
    for place, text in (*cells.values(), *workbook.beside):
        kinds = [found.strip("〔〕") for found in HIDDEN.findall(mask(text))]
        kinds += ["电话号码"] * len(_FIXED_LINE.findall(text))
        if kinds:
            yield place, "、".join(dict.fromkeys(kinds))


def _privacy(workbook: Workbook) -> Iterator[str]:
    yield "\n## 像电话、证件号的(原样留着,发布前要删)"
    found = list(_private(workbook))
    yield from (f"- {place}:{kind}" for place, kind in found)
    if not found:
        yield "没有发现。"


def _rest(left: list[tuple[str, str]]) -> Iterator[str]:
    yield "\n## 没有放进草稿的原文"
    for place, text in left:
        yield f"\n{place}:\n"
        yield from (f"> {line}" for line in text.split("\n"))
    if not left:
        yield "没有。"
