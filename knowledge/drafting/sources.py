"""Finds in an office's words which laws and articles they name, to be offered and then read."""

from __future__ import annotations

import re

from knowledge.model.shape import ARTICLE
from knowledge.model.shared import Law

_TITLE = re.compile(r"《([^《》]+)》")
_STATE = "中华人民共和国"
_DIGITS = re.compile(r"第\s*\d+\s*条")


def sources_of(words: str, laws: dict[str, Law]) -> list[str]:
    """Each named law with the articles named after it, as our citations are written.

    A law that is not registered, and one named without an article, have none.
    """
    found: list[str] = []
    for title, articles in _named(words):
        law = _registered(title, laws)
        if law:
            found += [f"{{law: {law.id}, article: {article}}}" for article in articles]
    return found


def faults_of(words: str, laws: dict[str, Law]) -> list[str]:
    """What keeps the words from being citations, in Chinese."""
    if not words.strip():
        return ["没有写依据"]
    named, faults = _named(words), []
    if not named:
        faults.append("依据里没有《书名号》括起来的文件名")
    for title, articles in named:
        law = _registered(title, laws)
        if law is None:
            faults.append(f"《{title}》没有登记:是法律法规就登记到 laws.yml,是文件就补文号和日期")
        elif not articles:
            faults.append(f"《{title}》没有写第几条")
    if _DIGITS.search(words):
        faults.append("条号写成了阿拉伯数字,写成「第十二条」")
    return faults


def _named(words: str) -> list[tuple[str, list[str]]]:
    """(title, articles up to the next title)."""
    marks = list(_TITLE.finditer(words))
    ends = [*(mark.start() for mark in marks[1:]), len(words)][: len(marks)]
    return [
        (mark[1].strip(), [one[0] for one in ARTICLE.finditer(words, mark.end(), end)])
        for mark, end in zip(marks, ends, strict=True)
    ]


def _registered(title: str, laws: dict[str, Law]) -> Law | None:
    bare = title.removeprefix(_STATE)
    return next((law for law in laws.values() if law.title.removeprefix(_STATE) == bare), None)
