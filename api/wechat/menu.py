"""The account's menu: what each entry stands for, and the menu as WeChat's interface takes it."""

from __future__ import annotations

from typing import Any

from api.wechat.schemas import Kind
from assistant.wording import sentences

ENTRIES: tuple[tuple[str, str, Kind, str], ...] = (
    ("办事路线", "ROUTE", "say", sentences.ROUTE_PLEASE),
    ("进度", "PROGRESS", "progress", ""),
    ("转人工", "PERSON", "say", sentences.PERSON_PLEASE),
    ("评价", "RATE", "say", "评价"),
)
SERVICE = "找人·评价"


def words_of_key(key: str) -> tuple[Kind, str]:
    """What a click on the entry with this key says."""
    for _, name, kind, words in ENTRIES:
        if name == key:
            return kind, words
    return "silent", ""


def menu() -> dict[str, Any]:
    """For POST /cgi-bin/menu/create: at most three buttons, the last with two below it."""
    route, progress, *service = ({"type": "click", "name": e[0], "key": e[1]} for e in ENTRIES)
    return {"button": [route, progress, {"name": SERVICE, "sub_button": service}]}
