"""`--batch`: JSON lines in, one JSON line out for each, in order, flushed at once.

A line that cannot be used becomes {"id", "error"} with a Chinese sentence, and the next line goes
on. Blank lines are no input. Refuses to run where nothing is piped in, since it would seem to
hang.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TypeVar

import click
from pydantic import BaseModel, ConfigDict, ValidationError

from api.commands.language import Sentence
from api.message import TEXT_LIMIT

log = logging.getLogger("wenzheng.batch")
LINE_LIMIT = 8 * 1024 * 1024
TOO_LONG = "这一行太长了,请拆成几行。"
TEXT_TOO_LONG = f"「{{name}}」超过 {TEXT_LIMIT} 个字,请拆成几次。"
NOT_JSON = '这一行不是合法的 JSON 对象,请写成 {"id": "1", …} 这样,一行一个。'
FAILED = "这一行没能处理,细节记在 var/wenzheng.log,请把它交给维护人员。"
NO_INPUT = "没有输入。--batch 从标准输入读 JSON 行,例如:wenzheng {command} --batch < 问题.jsonl"
FLAG_MISSING = "请加上 --batch,从标准输入读 JSON 行,例如:wenzheng {command} --batch < 问题.jsonl"
COMPLAINTS = {
    "missing": "缺少「{name}」。",
    "string_type": "「{name}」要是文字。",
    "string_unicode": "「{name}」里有无法识别的字符。",
    "string_too_long": TEXT_TOO_LONG,
    "list_type": "「{name}」要是列表,写成 […]。",
    "tuple_type": "「{name}」要是列表,写成 […]。",
    "dict_type": "「{name}」要是对象,写成 {{…}}。",
    "model_type": "「{name}」要是对象,写成 {{…}}。",
    "literal_error": "「{name}」只能是 {expected}。",
    "too_short": "「{name}」不能是空的。",
}


class BadLine(ValueError):
    """A line that cannot be used; the text is the Chinese sentence for its `error`."""


class Line(BaseModel):
    """What every input line has. Unknown keys are left alone; values are never converted."""

    model_config = ConfigDict(strict=True, frozen=True)

    id: str | int


L = TypeVar("L", bound=Line)


def run_batch(command: str, shape: type[L], answer: Callable[[L], dict[str, Any]]) -> None:
    """Answer every line of standard input; `answer` gives what follows the id, or raises
    BadLine.
    """
    for raw in _lines(_piped_input(command)):
        click.echo(json.dumps(_answer_line(raw, shape, answer), ensure_ascii=False))


def need_batch(batch: bool, command: str) -> None:
    """Ends the command with a sentence unless --batch was given."""
    if not batch:
        raise Sentence(FLAG_MISSING.format(command=command))


def need_input(command: str) -> None:
    """Ends the command with a sentence where nothing is piped in; call it before long
    preparations.
    """
    _piped_input(command)


def _piped_input(command: str) -> BinaryIO:
    if sys.stdin is None or sys.stdin.isatty():
        raise Sentence(NO_INPUT.format(command=command))
    return sys.stdin.buffer


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Each line that is not blank; None for one over the limit, whose rest is skipped."""
    while raw := stream.readline(LINE_LIMIT):
        whole = raw.endswith(b"\n") or len(raw) < LINE_LIMIT
        rest = raw
        while not whole and rest and not rest.endswith(b"\n"):
            rest = stream.readline(LINE_LIMIT)
        if not whole:
            yield None
        elif raw.strip():
            yield raw


def _answer_line(
    raw: bytes | None, shape: type[L], answer: Callable[[L], dict[str, Any]]
) -> dict[str, Any]:
    line_id: Any = None
    try:
        value = _parse(raw)
        line_id = value.get("id") if isinstance(value.get("id"), (str, int)) else None
        return {"id": line_id, **answer(_shaped(value, shape))}
    except BadLine as error:
        return {"id": line_id, "error": str(error)}
    except Exception as error:
        log.error("a batch line failed", exc_info=error)
        return {"id": line_id, "error": FAILED}


def _parse(raw: bytes | None) -> dict[str, Any]:
    if raw is None:
        raise BadLine(TOO_LONG)
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadLine(NOT_JSON) from None
    if not isinstance(value, dict):
        raise BadLine(NOT_JSON)
    return value


def _shaped(value: dict[str, Any], shape: type[L]) -> L:
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False)
    said = dict.fromkeys(
        _complaint(fault["type"], fault["loc"], fault.get("ctx", {})) for fault in faults
    )
    raise BadLine("".join(said)) from None


def _complaint(kind: str, loc: tuple[int | str, ...], context: dict[str, Any]) -> str:
    place = loc[:1] if loc[0] == "id" else loc
    name = ".".join(str(part) for part in place)
    if name == "id" and kind != "missing":
        return "「id」要是文字或整数。"
    context = context | {
        "expected": str(context.get("expected", "")).replace(" or ", "、").replace("'", "")
    }
    return COMPLAINTS.get(kind, "「{name}」写得不对。").format(name=name, **context)
