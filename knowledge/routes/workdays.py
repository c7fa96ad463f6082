"""Working days in China, from the maintained library chinesecalendar (State Council holiday
notices).

A year whose 调休 is not yet published counts Monday to Friday as working days; `unpublished` names
such years so that the route can say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

import chinese_calendar

from knowledge.model.household import add_months


@dataclass(frozen=True)
class Workdays:
    """Days 0..length-1 counted from `first`; all tables are by that index."""

    first: date
    length: int

    def day(self, index: int) -> date:
        return self.first + timedelta(days=index)

    def index(self, day: date) -> int:
        return (day - self.first).days

    @cached_property
    def working(self) -> tuple[bool, ...]:
        return tuple(is_workday(self.day(index)) for index in range(self.length))

    @cached_property
    def _open(self) -> tuple[int, ...]:
        return tuple(index for index, working in enumerate(self.working) if working)

    @cached_property
    def _rank(self) -> tuple[int, ...]:
        """How many working days lie strictly before each index."""
        ranks, seen = [], 0
        for working in self.working:
            ranks.append(seen)
            seen += working
        return tuple(ranks)

    def after(self, index: int, *, days: int, working: bool) -> int:
        """The index so many (working) days after this one; `length` (outside) when it lies beyond.

        The day of receipt is not counted (民法典第二百零一条: the first day is not counted).
        """
        if not working:
            return min(index + days, self.length)
        if days == 0:
            return index
        place = self._rank[index] + (1 if self.working[index] else 0) + days - 1
        return self._open[place] if place < len(self._open) else self.length

    def before(self, index: int, *, days: int) -> int:
        """The first index from which so many working days later is not before this one."""
        first = index
        while first > 0 and self.after(first - 1, days=days, working=True) >= index:
            first -= 1
        return first

    def months_after(self, index: int, months: int) -> int:
        """The index of the same day so many whole months later; may lie beyond the table."""
        return self.index(add_months(self.day(index), months))

    def between(self, start: int, end: int) -> int:
        """Working days after start up to and including end."""
        return max(self._rank[end] + self.working[end] - self._rank[start] - self.working[start], 0)


def workday_after(day: date, days: int) -> date:
    """So many working days after this day, which is not counted itself."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_workday(day)
    return day


@cache
def is_workday(day: date) -> bool:
    """Whether offices work on that day; Monday to Friday in years without a published notice."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def unpublished(first: date, last: date) -> tuple[int, ...]:
    """Years between the two days whose holiday notice the library does not have."""
    missing = []
    for year in range(first.year, last.year + 1):
        try:
            chinese_calendar.is_workday(date(year, 1, 4))
        except NotImplementedError:
            missing.append(year)
    return tuple(missing)
