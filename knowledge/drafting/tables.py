"""Reads the tables of an Excel (.xlsx) or Word (.docx) file, with all other words beside them.

A merged cell says its words in every row it spans. It refuses files that are neither, or broken;
it never runs formulas: what a sheet last showed is taken, or the formula itself.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.table import Table as WordTable

EXACT = 10**15  # Excel keeps 15 digits; what a longer number ended in is gone
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TEXT_BOX = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


class Unreadable(ValueError):
    """The message is a finished Chinese sentence."""


@dataclass(frozen=True)
class Cell:
    """Words of one cell; `origin` tells cells apart that a merged one repeats."""

    text: str
    origin: tuple[int, int]


@dataclass(frozen=True)
class Row:
    place: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet or a table, named as an editor finds it."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Workbook:
    """All tables of a file; `beside` are (place, words) that stand in no table."""

    sheets: tuple[Sheet, ...]
    beside: tuple[tuple[str, str], ...]


def read_tables(path: Path) -> Workbook:
    """Raises Unreadable."""
    readers = {".xlsx": _excel, ".xlsm": _excel, ".docx": _word}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Unreadable("只认 .xlsx 和 .docx;旧的 .xls、.doc 请先另存为新格式。")
    try:
        return reader(path)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable(f"「{path.name}」打不开,文件可能坏了或有密码,另存一份再试。") from error


def clean(value: Any) -> str:
    """Words as they will stand in a text file: one kind of line end, no invisible signs."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _CONTROL.sub("", text.replace("\u3000", " ").replace("\xa0", " "))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _excel(path: Path) -> Workbook:
    from openpyxl import load_workbook

    shown = load_workbook(path, data_only=True)
    written = load_workbook(path)
    sheets, beside = [], []
    for sheet in written.worksheets:
        values = shown[sheet.title]
        name = f"工作表「{sheet.title}」" + ("(隐藏)" if sheet.sheet_state != "visible" else "")
        merged = {
            (row, column): (area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for row, column in area.cells
        }
        rows = []
        for number in range(1, sheet.max_row + 1):
            cells = []
            for column in range(1, sheet.max_column + 1):
                origin = merged.get((number, column), (number, column))
                value = values.cell(*origin).value
                value = sheet.cell(*origin).value if value is None else value
                cells.append(Cell(clean(value), origin))
                remark = sheet.cell(number, column).comment
                if remark is not None:
                    beside.append((f"{name} 第 {number} 行的批注", clean(remark.text)))
            rows.append(Row(f"{name} 第 {number} 行", tuple(cells)))
        sheets.append(Sheet(name, tuple(rows)))
    return Workbook(tuple(sheets), tuple(one for one in beside if one[1]))


def _word(path: Path) -> Workbook:
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        document = Document(str(path))
    except OpcError as error:
        raise ValueError(path) from error
    beside = [("正文", clean(paragraph.text)) for paragraph in document.paragraphs]
    for section in document.sections:
        for place, part in (("页眉", section.header), ("页脚", section.footer)):
            beside += [(place, clean(paragraph.text)) for paragraph in part.paragraphs]
    for box in document.element.body.iter(_TEXT_BOX):
        beside.append(("文本框", clean("".join(one.text or "" for one in box.iter(_WORDS)))))
    sheets = []
    for number, table in enumerate(document.tables, 1):
        name = f"第 {number} 个表"
        sheets.append(Sheet(name, tuple(_word_rows(name, table))))
        beside += _nested(name, table)
    return Workbook(tuple(sheets), tuple(one for one in beside if one[1]))


def _word_rows(name: str, table: WordTable) -> Iterator[Row]:
    """Rows of a grid; python-docx repeats a merged cell, which is one element each time."""
    origins: dict[Any, tuple[int, int]] = {}
    for number, row in enumerate(table.rows, 1):
        cells = [
            Cell(clean(cell.text), origins.setdefault(cell._tc, (number, column)))
            for column, cell in enumerate(row.cells, 1)
        ]
        yield Row(f"{name} 第 {number} 行", tuple(cells))


def _nested(name: str, table: WordTable) -> Iterator[tuple[str, str]]:
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc in seen:
                continue
            seen.add(cell._tc)
            for inner in cell.tables:
                for one in (cell for inside in inner.rows for cell in inside.cells):
                    yield f"{name}里面的表", clean(one.text)
