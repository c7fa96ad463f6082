"""`wenzheng find --batch`: which lists and questions a text is about."""

from __future__ import annotations

from typing import Annotated, Any

import click
from pydantic import Field

from api.commands.batch import Line, need_batch, need_input, run_batch
from api.commands.language import Command
from api.commands.project import settings_here
from api.message import TEXT_LIMIT, EmptyMessage, clean_text

SHOWN = 10
DIGITS = 4


class FindLine(Line):
    """One text to look up."""

    text: Annotated[str, Field(max_length=TEXT_LIMIT)]


@click.command("find", cls=Command, short_help="一段话属于哪些清单、哪些知识点")
@click.option("--batch", is_flag=True, help="从标准输入读 JSON 行,每行 id 和 text。")
def find_command(batch: bool) -> None:
    """对每段话给出:类别、最相近的清单和知识点(最多 10 个)及分数。"""
    need_batch(batch, "find")
    need_input("find")
    settings = settings_here()
    from api.commands.opening import current_release
    from knowledge.retrieval.finder import Finder

    finder = Finder(current_release(settings))

    def answer(line: FindLine) -> dict[str, Any]:
        try:
            found = finder.find(clean_text(line.text), limit=SHOWN)
        except EmptyMessage:
            return {"kind": "unclear", "lists": [], "questions": []}
        return {
            "kind": found.kind,
            "lists": [
                {"id": one.id, "score": round(one.score, DIGITS)} for one in found.lists[:SHOWN]
            ],
            "questions": [
                {"id": one.id, "score": round(one.score, DIGITS)} for one in found.questions[:SHOWN]
            ],
        }

    run_batch("find", FindLine, answer)
