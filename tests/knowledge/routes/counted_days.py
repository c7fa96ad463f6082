"""Working days counted one at a time, from the holiday library itself: what Workdays' tables are
tested with.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

import chinese_calendar


@dataclass(frozen=True)
class CountedDays:
    """Days 0..length-1 from `first`, like Workdays, but without tables by rank."""

    first: date
    length: int

    def day(self, index: int) -> date:
        return self.first + timedelta(days=index)

    def index(self, day: date) -> int:
        return day.toordinal() - self.first.toordinal()

    def works(self, index: int) -> bool:
        return index in self._working

    @cached_property
    def _working(self) -> frozenset[int]:
        """Far enough past the end that a wait begun inside can be followed out of it."""
        return frozenset(
            index for index in range(3 * self.length + 60) if _office_day(self.day(index))
        )

    def later(self, index: int, count: int, *, working: bool) -> int:
        """So many (working) days later; the day itself is not counted."""
        while count > 0:
            index += 1
            count -= self.works(index) if working else 1
        return index

    def months_later(self, index: int, months: int) -> int:
        """The same day so many months later, or that month's last day."""
        day = self.day(index)
        years, month = divmod(day.month - 1 + months, 12)
        last = monthrange(day.year + years, month + 1)[1]
        return self.index(date(day.year + years, month + 1, min(day.day, last)))


@cache
def _office_day(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.isoweekday() <= 5
