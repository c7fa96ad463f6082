"""Rows of a parameter that is a table: a whole number by a range of days or of numbers.

A row may climb, as the law has it: 每四个月延迟一个月,延到三十六个月为止.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from knowledge.model.shape import Number, Shape, read_day, read_whole_number

Position = date | int


class Climb(Shape):
    """After each full `every` (months of the calendar where rows go by days, else units) `add`
    more, `up_to` the most.
    """

    every: Annotated[Number, Field(title="每多少(日期按月,数按个)", gt=0)]
    add: Annotated[Number, Field(title="加多少", gt=0)]
    up_to: Annotated[Number, Field(title="加到多少为止")]


class Row(Shape):
    """The value from `from` to `until`, both included; without one of them the row is open there.

    Both are days (2026-09-01) or whole numbers, like the fact that the table goes by.
    """

    since: Annotated[str | None, Field(alias="from", title="从(日期或数)")] = None
    until: Annotated[str | None, Field(title="到(含)")] = None
    value: Annotated[Number, Field(title="值")]
    then: Annotated[Climb | None, Field(title="逐步增加")] = None

    def at(self, position: Position) -> int | None:
        """The value there; None outside the row. Raises ValueError where a bound is of no type."""
        first, last = self._bound(self.since, position), self._bound(self.until, position)
        if (first is not None and _rank(position) < _rank(first)) or (
            last is not None and _rank(position) > _rank(last)
        ):
            return None
        if self.then is None or first is None:
            return self.value
        steps = _apart(first, position) // self.then.every
        return min(self.value + steps * self.then.add, self.then.up_to)

    def turns(self) -> Iterator[date]:
        """The first day of each value, where the row goes by days."""
        if self.since is None or not isinstance(first := _read(self.since), date):
            return
        more = -(-(self.then.up_to - self.value) // self.then.add) if self.then else 0
        for number in range(more + 1):
            month = first.month - 1 + number * (self.then.every if self.then else 0)
            yield date(first.year + month // 12, month % 12 + 1, 1) if number else first

    def figures(self) -> Iterator[int]:
        """Every value that it takes."""
        if self.then is None:
            yield self.value
            return
        yield from range(self.value, self.then.up_to, self.then.add)
        yield self.then.up_to

    def _bound(self, text: str | None, position: Position) -> Position | None:
        if text is None:
            return None
        return read_day(text) if isinstance(position, date) else read_whole_number(text)


def _read(text: str) -> Position:
    try:
        return read_day(text)
    except ValueError:
        return read_whole_number(text)


def _rank(position: Position) -> int:
    return position.toordinal() if isinstance(position, date) else position


def _apart(first: Position, position: Position) -> int:
    """Months of the calendar between two days, or the difference of two numbers."""
    if isinstance(first, date) and isinstance(position, date):
        return (position.year - first.year) * 12 + position.month - first.month
    return _rank(position) - _rank(first)
