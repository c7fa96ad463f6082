"""`wenzheng talk --batch`: whole conversations through the real dialogue engine, without a server.

Each line is one conversation in a database that is thrown away at the end. Rasa runs beside it and
calls back over loopback as in service; where it cannot run, the app answers without it, and says
so once.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
from pydantic import Field

from api.clock import today_in_china
from api.commands.batch import Line, need_batch, need_input, run_batch
from api.commands.language import Command, Day
from api.commands.project import settings_here
from api.message import TEXT_LIMIT

if TYPE_CHECKING:
    from api.turns.service import TurnService
    from assistant.turn.conversation import Reply

MORE_TURNS = 30
UNKNOWN = "不知道"
Words = Annotated[str, Field(max_length=TEXT_LIMIT)]


class TalkLine(Line):
    """One conversation. With `answers` (fact -> value) the driver answers what is asked."""

    turns: Annotated[list[Words], Field(min_length=1)]
    answers: dict[str, Any] | None = None


@click.command("talk", cls=Command, short_help="把一段段对话走一遍")
@click.option("--batch", is_flag=True, help="从标准输入读 JSON 行,每行 id 和 turns,可有 answers。")
@click.option("--today", type=Day(), metavar="日期", help="当作哪一天来答,默认今天。")
def talk_command(batch: bool, today: date | None) -> None:
    """把每行的话依次说给助手,给出每句的答复、清单、知识点、情形、追问和路线。

    有 answers 时,会照着它接着回答追问(没写到的答“不知道”),直到没有要问的。
    """
    need_batch(batch, "talk")
    need_input("talk")
    settings = settings_here()
    from api.commands.dialogue import talking

    day = today or today_in_china()
    with tempfile.TemporaryDirectory(prefix="wenzheng-") as folder:
        database = f"sqlite:///{Path(folder) / 'talk.db'}"
        with asyncio.Runner() as loop, talking(settings, database=database, today=day) as chat:

            def answer(line: TalkLine) -> dict[str, Any]:
                return {"turns": loop.run(converse(chat, line))}

            run_batch("talk", TalkLine, answer)


async def converse(chat: TurnService, line: TalkLine) -> list[dict[str, Any]]:
    """Every turn of one conversation, and the turns that answer what was asked after it."""
    conversation = chat.begin().conversation.id
    replies = [await _turn(chat, conversation, words) for words in line.turns]
    if line.answers is not None:
        for _ in range(MORE_TURNS):
            asked = replies[-1]["asks"]
            if asked is None:
                break
            words = spoken(line.answers.get(asked["fact"]))
            replies.append(await _turn(chat, conversation, words))
    return replies


def spoken(value: Any) -> str:
    """A fact's value as a citizen would say it: 是, 6, 54到59, 不知道."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return f"{value[0]}到{value[1]}"
    return UNKNOWN if value is None or value == "" else str(value)


async def _turn(chat: TurnService, conversation: str, words: str) -> dict[str, Any]:
    """One turn as the door fixes it. What the chat refuses (an empty message) is answered as it
    says.
    """
    from api.problems import Refusal

    try:
        return shown((await chat.take(conversation, words)).reply)
    except Refusal as refused:
        facts = chat.read(conversation).conversation.values()
        return {
            "reply": refused.detail,
            "kind": "unclear",
            "lists": [],
            "questions": [],
            "facts": facts,
            "asks": None,
            "route": None,
        }


def shown(reply: Reply) -> dict[str, Any]:
    """The parts of a reply that the door names."""
    return {
        "reply": reply.reply,
        "kind": reply.kind,
        "lists": list(reply.lists),
        "questions": list(reply.questions),
        "facts": reply.facts,
        "asks": {"fact": reply.asks.fact, "why": reply.asks.why} if reply.asks else None,
        "route": reply.route.model_dump(mode="json", by_alias=True) if reply.route else None,
    }
