"""Writes the draft of a list, and of its sayings, out of what the tables said.

The office's words stay its words: as answers where they are answers, as remarks (#) where our
format wants what only a person can decide (a condition, a citation read, a channel). So the file
reads cleanly, and `wenzheng check` reports what is still to be written. It never cites: a source is
offered in a remark, to be read first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.drafting.entries import TITLES, Entry, lines_of
from knowledge.drafting.sources import sources_of
from knowledge.model.inquiry_list import CatalogRow
from knowledge.model.shared import Law

_BESIDE = ("when", "materials", "channels", "limit", "fee")
_MARK = re.compile(r"[\s，,。？?！!、；;:：“”\"'（）()]+")


@dataclass(frozen=True)
class Drafted:
    """Texts of the two files, and the entries under the ids they were given."""

    list_text: str
    phrasings_text: str
    questions: tuple[tuple[str, Entry], ...]
    items: tuple[tuple[str, Entry], ...]


def draft_list(
    row: CatalogRow, entries: Sequence[Entry], *, laws: dict[str, Law], source: str
) -> Drafted:
    """The draft for a list of the catalog; `source` is the name of the file it came from."""
    asked = [one for one in entries if one.said("ask")]
    questions = tuple((f"imported-{n}", one) for n, one in enumerate(asked, 1))
    items = tuple((f"item-{n}", one) for n, one in enumerate(_items(entries), 1))
    head = (
        f"# 《{row.title}》草稿,从「{source}」搬来,原话未改;缺什么见同一文件夹的 report.md。\n"
        "# 编号改成看得懂的(发布后不改);答复换成自己的话;依据读过原文再写。\n"
        f"id: {row.id}\n"
        "effective: 1900-01-01  # 改成主要规定的施行日\n"
        "reviewed: null\n\n"
    )
    body = "\n".join(_question(name, one, row, laws) for name, one in questions)
    told = "\n".join(_item(name, one, laws) for name, one in items)
    listed = f"questions:\n{body}\n" if questions else "questions: []\n\n"
    text = f"{head}{listed}items: []\n{told}"
    return Drafted(text, _phrasings(questions, source), questions, items)


def topics_of(entry: Entry, row: CatalogRow) -> list[str]:
    """Topics of the scope that the office's own grouping or the question names."""
    said = _MARK.sub("", entry.said("topic") + entry.said("ask"))
    return [topic for topic in row.scope if topic in said]


def _items(entries: Sequence[Entry]) -> list[Entry]:
    """The items spoken of, each once: by code, or by name where there is none."""
    found: dict[str, Entry] = {}
    for entry in entries:
        title, code = entry.said("title"), entry.said("code")
        if not title and not code:
            continue
        known = found.setdefault(code or title, Entry(entry.place))
        for name in ("title", "code", *_BESIDE, *(() if entry.said("ask") else ("basis",))):
            said = known.words.setdefault(name, [])
            said += [words for words in entry.words.get(name, ()) if words not in said]
    return list(found.values())


def _question(name: str, entry: Entry, row: CatalogRow, laws: dict[str, Law]) -> str:
    topics = "、".join(topics_of(entry, row))
    lines = [
        f"  - id: {name}",
        f"    # 出处:{entry.place}",
        f"    ask: {_quoted(entry.said('ask'))}",
        f"    topics: [{topics.replace('、', ', ')}]  # 照目录填:{'、'.join(row.scope)}",
    ]
    answer = entry.said("answer")
    lines += ["    otherwise: |-", *_indented(answer, 6)] if answer else ["    otherwise: null"]
    lines += _remarks("原话依据", entry.said("basis"))
    lines += [f"    # 读过原文再写成:{found}" for found in sources_of(entry.said("basis"), laws)]
    lines.append("    basis: []")
    for beside in ("topic", *(() if entry.said("title") or entry.said("code") else _BESIDE)):
        lines += _remarks(TITLES[beside], entry.said(beside))
    return "\n".join(lines) + "\n"


def _item(name: str, entry: Entry, laws: dict[str, Law]) -> str:
    """An item as remarks: without channels and conditions it is none yet."""
    lines = [f"# - id: {name}", f"#   title: {_quoted(entry.said('title'))}"]
    for beside in ("code", *_BESIDE, "basis"):
        words = entry.said(beside).split("\n") if entry.said(beside) else []
        lines += [f"#   # {TITLES[beside]}:{line}" for line in words]
    lines += [f"#   # 读过原文再写成:{found}" for found in sources_of(entry.said("basis"), laws)]
    return "\n".join(lines) + "\n"


def _phrasings(questions: tuple[tuple[str, Entry], ...], source: str) -> str:
    said = {name: lines_of(entry.said("sayings")) for name, entry in questions}
    lines = [f"# 从「{source}」搬来的相似问法;并进 nlu_data/phrasings 时每个知识点要凑足 12 种。"]
    for name, texts in said.items():
        if texts:
            lines += [f"{name}:", *(f"  - {json.dumps(one, ensure_ascii=False)}" for one in texts)]
    return "\n".join([*lines, *(() if any(said.values()) else ("{}",))]) + "\n"


def _remarks(title: str, words: str) -> list[str]:
    return [f"    # {title}:{line}" for line in words.split("\n")] if words else []


def _quoted(words: str) -> str:
    return json.dumps(" ".join(words.split("\n")), ensure_ascii=False)


def _indented(words: str, depth: int) -> Iterator[str]:
    return (f"{' ' * depth}{line}".rstrip() for line in words.split("\n"))
