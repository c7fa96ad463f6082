"""What the rows of a table say: questions with answers, and items, by the names of the columns.

Columns are known by the names offices give them; a column with another name stays with its words
for the report. A numbered question with as many numbered answers is as many questions; a row
without a question goes on with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.drafting.tables import Cell, Row, Sheet

COLUMNS: dict[str, tuple[str, ...]] = {
    "ask": (
        "问题", "问", "常见问题", "咨询问题", "标准问题", "标准问", "知识标题", "问题标题",
        "问题名称", "提问", "市民问题", "热点问题",
    ),
    "answer": (
        "答复", "答案", "回答", "答", "解答", "答复内容", "标准答案", "答复口径", "统一口径",
        "回复", "回复内容", "口径", "知识内容", "解答内容",
    ),
    "basis": (
        "依据", "政策依据", "法律依据", "设定依据", "法规依据", "文件依据", "办理依据", "答复依据",
        "政策文件", "依据文件",
    ),
    "sayings": (
        "相似问法", "相似问", "扩展问", "扩展问法", "相似问题", "其他问法", "同义问法", "问法",
        "其他说法", "说法",
    ),
    "code": (
        "事项编码", "实施编码", "编码", "事项代码", "基本编码", "业务办理项编码", "事项实施编码",
    ),
    "title": ("事项名称", "事项", "办理事项", "服务事项", "政务服务事项", "业务名称", "关联事项"),
    "topic": ("话题", "分类", "类别", "主题", "问题分类", "所属分类", "业务分类"),
    "when": ("办理条件", "受理条件", "申请条件", "条件", "适用对象", "适用情形"),
    "materials": ("材料", "申请材料", "所需材料", "办理材料", "申报材料", "材料清单"),
    "channels": ("办理渠道", "办理方式", "办理地点", "渠道", "办理窗口", "地点"),
    "limit": ("办理时限", "时限", "承诺时限", "法定时限", "承诺办结时限", "法定办结时限"),
    "fee": ("收费", "费用", "收费标准", "是否收费"),
}  # fmt: skip
TITLES = {
    "ask": "问题", "answer": "答复", "basis": "依据", "sayings": "相似问法", "code": "事项编码",
    "title": "事项名称", "topic": "话题", "when": "办理条件", "materials": "材料",
    "channels": "办理渠道", "limit": "时限", "fee": "费用",
}  # fmt: skip
_OF_ITEM = ("when", "materials", "channels", "limit", "fee")
_HEADING_ROWS = 10
_NOISE = re.compile(r"[\s*:：（）()【】\[\]　]+")
_NUMBER = re.compile(r"^\s*(?:[（(]?(\d{1,2})[)）]|(\d{1,2})[.、．)）](?!\d)|([①-⑳]))\s*")


@dataclass(frozen=True)
class Entry:
    """Words of a question and of the item beside it, by the name of the field."""

    place: str
    words: dict[str, list[str]] = field(default_factory=dict)

    def said(self, name: str) -> str:
        return "\n".join(self.words.get(name, ()))


@dataclass(frozen=True)
class Read:
    """What a sheet gave: entries, and (place, words) of cells that no field takes."""

    entries: tuple[Entry, ...]
    left: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]


def read_sheet(sheet: Sheet) -> Read:
    """Entries of one table. A table without a heading we know has none: all its words are left."""
    found = _heading(sheet)
    if found is None:
        return Read((), tuple(_left(sheet.rows, {})), ())
    number, fields = found
    left = list(_left(sheet.rows[:number], {}))
    entries: list[Entry] = []
    taken: set[tuple[int, int]] = set()
    for row in sheet.rows[number + 1 :]:
        words = {name: row.cells[at] for at, name in fields.items() if at < len(row.cells)}
        names = {at: cell.text for at, cell in enumerate(sheet.rows[number].cells)}
        left += _left((row,), fields, names)
        if not any(cell.text for cell in words.values()):
            continue
        if _goes_on(words, taken) and entries:
            _add(entries[-1], words, taken)
        else:
            entry = Entry(row.place)
            _add(entry, words, set())
            entries.append(entry)
        taken |= {cell.origin for cell in words.values()}
    columns = tuple(sheet.rows[number].cells[column].text for column in fields)
    return Read(tuple(part for one in entries for part in _apart(one)), tuple(left), columns)


def lines_of(text: str) -> list[str]:
    """The lines of a cell without their numbers; several on one line apart by ； or |."""
    lines = (part for line in text.split("\n") for part in re.split(r"[;；|]", line))
    return [bare for line in lines if (bare := _NUMBER.sub("", line).strip())]


def _heading(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    """The row of column names (a question or an item among them) and which field each is."""
    for number, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        fields: dict[int, str] = {}
        for column, cell in enumerate(row.cells):
            name = _field(cell.text)
            if name and name not in fields.values():
                fields[column] = name
        if len(fields) >= 2 and {"ask", "title"} & set(fields.values()):
            return number, fields
    return None


def _field(text: str) -> str | None:
    bare = _NOISE.sub("", text)
    return next((name for name, known in COLUMNS.items() if bare in known), None)


def _goes_on(words: dict[str, Cell], taken: set[tuple[int, int]]) -> bool:
    """Whether the row has no question (or item, in a table of items) of its own."""
    head = words.get("ask") or words.get("title")
    return head is None or not head.text or head.origin in taken


def _add(entry: Entry, words: dict[str, Cell], taken: set[tuple[int, int]]) -> None:
    for name, cell in words.items():
        if cell.text and cell.origin not in taken:
            entry.words.setdefault(name, []).append(cell.text)


def _left(
    rows: tuple[Row, ...], fields: dict[int, str], names: dict[int, str] | None = None
) -> Iterator[tuple[str, str]]:
    """Cells that no field takes, a merged one once, under the name of their column."""
    seen = set()
    for row in rows:
        for column, cell in enumerate(row.cells):
            if column not in fields and cell.text and cell.origin not in seen:
                seen.add(cell.origin)
                name = (names or {}).get(column, "")
                yield f"{row.place}{f'「{name}」' if name else ''}", cell.text


def _apart(entry: Entry) -> Iterator[Entry]:
    """One entry for each numbered question, where the answers are numbered alike."""
    asks, answers = _numbered(entry.said("ask")), _numbered(entry.said("answer"))
    if len(asks) < 2 or len(asks) != len(answers):
        yield entry
        return
    rest = {name: words for name, words in entry.words.items() if name not in ("ask", "answer")}
    for number, (ask, answer) in enumerate(zip(asks, answers, strict=True), 1):
        shared = (
            rest
            if number == 1
            else {name: words for name, words in rest.items() if name not in ("sayings", *_OF_ITEM)}
        )
        yield Entry(f"{entry.place}之 {number}", {**shared, "ask": [ask], "answer": [answer]})


def _numbered(text: str) -> list[str]:
    """The numbered parts of a text, each with the lines that follow it; none unless 1, 2, 3 …"""
    parts: list[list[str]] = []
    for line in text.split("\n"):
        match = _NUMBER.match(line)
        number = match and (match[1] or match[2] or str(ord(match[3]) - ord("①") + 1))
        if match and number == str(len(parts) + 1):
            parts.append([line[match.end() :]])
        elif parts:
            parts[-1].append(line)
        elif line.strip():
            return []
    return ["\n".join(lines).strip() for lines in parts]
