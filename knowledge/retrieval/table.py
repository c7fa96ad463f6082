"""Figures as tables, and a message beside what was found for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from knowledge.retrieval.found import Found

Row = dict[str, Any]
Value = float | int | str


@dataclass(frozen=True)
class Table:
    """Figures under one title; shares are 0 to 1."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __str__(self) -> str:
        told = [[_shown(value) for value in row] for row in (self.columns, *self.rows)]
        wide = [max(_width(row[i]) for row in told) for i in range(len(self.columns))]
        lines = ["  ".join(_padded(*pair) for pair in zip(row, wide, strict=True)) for row in told]
        return "\n".join([self.title, *(line.rstrip() for line in lines)])


@dataclass(frozen=True)
class Tried:
    """A message and what was found for it."""

    row: Row
    found: Found

    @property
    def wanted(self) -> list[str]:
        return list(self.row["lists"])

    @property
    def named(self) -> list[str]:
        return [one.id for one in self.found.lists]


def _shown(value: Value) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _width(text: str) -> int:
    return sum(1 if ord(sign) < 0x2E80 else 2 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
