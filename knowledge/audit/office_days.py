"""Days on which offices work, for the audit: counted day by day, with no table.

Source: the State Council's holiday notices as kept by chinesecalendar. Where a year's notice is not
out, Monday to Friday; `unpublished_years` names such years. The day a count starts from is not
counted (民法典第二百零一条).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import chinese_calendar

ONE_DAY = timedelta(days=1)


@cache
def is_open(day: date) -> bool:
    """Whether offices work on this day."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def later(day: date, days: int, *, working: bool) -> date:
    """The day so many working (or calendar) days after this one."""
    if not working:
        return day + timedelta(days=days)
    while days > 0:
        day += ONE_DAY
        days -= is_open(day)
    return day


def passed(day: date, number: int, *, unit: str) -> date:
    """The day so many 工作日, 自然日 or 月 after this one; of a month without that day the last."""
    if unit != "月":
        return later(day, number, working=unit == "工作日")
    years, month = divmod(day.month - 1 + number, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def open_days_between(start: date, end: date) -> int:
    """Working days after `start`, up to and including `end`; 0 when `end` is not later."""
    return sum(is_open(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def unpublished_years(first: date, last: date) -> tuple[int, ...]:
    """Years between the two days that have no holiday notice yet."""
    found = []
    for year in range(first.year, last.year + 1):
        try:
            chinese_calendar.is_workday(date(year, 6, 30))
        except NotImplementedError:
            found.append(year)
    return tuple(found)
