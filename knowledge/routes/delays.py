"""How a day moves on: durations, waits, openings, working days.

Each is a function from a day (an index) to the first day that it allows, and never decreases: what
begins later is never done sooner. A day at or after the end of the calendar means never.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.routes.network import Lapse, Task
from knowledge.routes.workdays import Workdays

Step = Callable[[int], int]


@dataclass(frozen=True)
class Plus:
    """So many days on (or back), whatever the calendar says."""

    days: int

    def __call__(self, day: int) -> int:
        return day + self.days


@dataclass(frozen=True)
class Passed:
    """When a lapse has gone by: from the day of a visit to the day it is done, say."""

    calendar: Workdays
    lapse: Lapse

    def __call__(self, day: int) -> int:
        if self.lapse.months:
            day = self.calendar.months_after(day, self.lapse.months)
            if day >= self.calendar.length:
                return self.calendar.length
        return self.calendar.after(day, days=self.lapse.days, working=self.lapse.working)


@dataclass(frozen=True)
class Back:
    """The first day from which the lapse reaches this one."""

    calendar: Workdays
    lapse: Lapse

    def __call__(self, day: int) -> int:
        passed = Passed(self.calendar, self.lapse)
        return bisect_left(range(self.calendar.length), day, key=passed)


@dataclass(frozen=True)
class Months:
    """So many whole months on."""

    calendar: Workdays
    months: int

    def __call__(self, day: int) -> int:
        return self.calendar.months_after(day, self.months)


@dataclass(frozen=True)
class Ahead:
    """容缺: the first day from which so many working days reach this one."""

    calendar: Workdays
    days: int

    def __call__(self, day: int) -> int:
        return self.calendar.before(day, days=self.days)


@dataclass(frozen=True)
class Until:
    """After the last day nothing fits any more."""

    last: int
    length: int

    def __call__(self, day: int) -> int:
        return 0 if day <= self.last else self.length


@dataclass(frozen=True)
class Open:
    """The first day from this one on inside an opening (None: always); if `visited`, working."""

    calendar: Workdays
    spans: tuple[tuple[int, int], ...] | None
    visited: bool

    def __call__(self, day: int) -> int:
        length = self.calendar.length
        while day < length:
            opened = self._inside(day)
            if opened >= length or not self.visited or self.calendar.working[opened]:
                return opened
            day = opened + 1
        return length

    def _inside(self, day: int) -> int:
        if self.spans is None:
            return day
        return min(
            (max(day, first) for first, last in self.spans if day <= last),
            default=self.calendar.length,
        )


@dataclass(frozen=True)
class Begun:
    """The first open day from which it is done on this day or later."""

    open: Open
    done: Passed

    def __call__(self, day: int) -> int:
        every = range(self.open.calendar.length)
        return self.open(bisect_left(every, day, key=self._reached))

    def _reached(self, day: int) -> int:
        start = self.open(day)
        return self.done(start) if start < self.open.calendar.length else start


def spans_of(task: Task, calendar: Workdays) -> tuple[tuple[int, int], ...] | None:
    """The task's opening by index, as far as it lies in the calendar; None when it is always
    open.
    """
    if task.opening is None:
        return None
    last_day = calendar.length - 1
    spans = [(calendar.index(first), calendar.index(last)) for first, last in task.opening.spans]
    return tuple(
        (max(first, 0), min(last, last_day))
        for first, last in spans
        if last >= 0 and first <= last_day
    )


@lru_cache(maxsize=1024)
def shifts(step: Passed | Back | Months | Ahead, working: bool) -> tuple[int, int]:
    """The fewest and the most days by which the step moves a (working) day inside the calendar."""
    calendar = step.calendar
    moved = [
        reached - day
        for day in range(calendar.length)
        if not working or calendar.working[day]
        if (reached := step(day)) < calendar.length
    ]
    return (min(moved), max(moved)) if moved else (0, calendar.length)


def first_such(step: Step, day: int) -> int:
    """The first day with the same step as this one: what holds from this day on holds from there
    on.
    """
    reached = step(day)
    while day > 0 and step(day - 1) == reached:
        day -= 1
    return day
