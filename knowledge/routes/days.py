"""When: the earliest days of a fixed choice of tasks, ways, channels and shared trips.

All that a choice demands of its days has one form: this moment is no sooner than that one, moved on
by a step that never decreases (a duration, a wait, the next opening day). Such bounds have a least
solution, in every moment as early as any other, so that no plan with this choice is better on any
level. It is reached from the first day by taking up one bound after the other; each time the bound
and its cause are noted, so that the solver can be told. Nothing here knows of solvers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.routes.network import Task, Visit, Way, needs_of
from knowledge.routes.workdays import Workdays

Moment = tuple[str, str]
TODAY: Moment = ("today", "")
END: Moment = ("end", "")
Step = Callable[[int], int]


@dataclass(frozen=True)
class Plus:
    """So many days on (or back), whatever the calendar says."""

    days: int

    def __call__(self, day: int) -> int:
        return day + self.days


@dataclass(frozen=True)
class Done:
    """From the day of the visit to the day it is done."""

    calendar: Workdays
    days: int
    working: bool

    def __call__(self, day: int) -> int:
        return self.calendar.after(day, days=self.days, working=self.working)


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
    done: Done

    def __call__(self, day: int) -> int:
        every = range(self.open.calendar.length)
        return self.open(bisect_left(every, day, key=self._reached))

    def _reached(self, day: int) -> int:
        start = self.open(day)
        return self.done(start) if start < self.open.calendar.length else start


@dataclass(frozen=True)
class Bound:
    """`later` is no sooner than `step` of the day of `sooner`; so at least `least` days from it."""

    later: Moment
    sooner: Moment
    step: Step
    least: int


@dataclass(frozen=True)
class Taken:
    """A bound (by number) taken up with its sooner moment on this day, because of `cause`."""

    number: int
    day: int
    cause: Taken | None


@dataclass(frozen=True)
class Days:
    """The least solution, and the bounds taken up on the way to it.

    `broken`: the bound that put some moment after the calendar, where nothing fits.
    """

    of: Mapping[Moment, int]
    taken: tuple[Taken, ...]
    broken: Taken | None = None


def earliest(bounds: Sequence[tuple[int, Bound]], *, length: int) -> Days:
    """The earliest days 0..length-1 that keep these numbered bounds."""
    after: dict[Moment, list[tuple[int, Bound]]] = {}
    for number, bound in bounds:
        after.setdefault(bound.sooner, []).append((number, bound))
    day = {moment: 0 for _, bound in bounds for moment in (bound.sooner, bound.later)}
    causes: dict[Moment, Taken] = {}
    taken: list[Taken] = []
    waiting = dict.fromkeys(day)
    while waiting:
        moment = next(iter(waiting))
        del waiting[moment]
        for number, bound in after.get(moment, ()):
            soonest = bound.step(day[moment])
            if soonest <= day[bound.later]:
                continue
            taken.append(Taken(number, day[moment], causes.get(moment)))
            if soonest >= length:
                return Days(day, tuple(taken), taken[-1])
            day[bound.later], causes[bound.later] = soonest, taken[-1]
            waiting[bound.later] = None
    return Days(day, tuple(taken))


def reasons(taken: Taken | None) -> Iterator[Taken]:
    """What led to it, last first."""
    while taken is not None:
        yield taken
        taken = taken.cause


def first_such(step: Step, day: int) -> int:
    """The first day with the same step as this one: what holds from this day on holds from there
    on.
    """
    reached = step(day)
    while day > 0 and step(day - 1) == reached:
        day -= 1
    return day


def bounds_of_visit(
    task: Task, visit: Visit, calendar: Workdays, *, held_back: bool
) -> list[Bound]:
    """A visit begins on an open day; it is done in time, or fetched on a working day after that.

    `held_back`: something may want the task to end later, so then it begins later.
    """
    start, finish = ("start", task.key), ("finish", task.key)
    opened = Open(calendar, spans_of(task, calendar), visit.place is not None)
    done = Done(calendar, visit.days or 0, visit.working)
    least, most = _shifts(done, opened.visited)
    bounds = [Bound(start, start, opened, 0), Bound(finish, start, done, least)]
    if visit.visits > 1:
        return [*bounds, Bound(finish, finish, Open(calendar, None, True), 0)]
    return [*bounds, Bound(start, finish, Begun(opened, done), -most)] if held_back else bounds


def held_back(tasks: Iterable[Task]) -> set[str]:
    """Tasks that may have to end later than they could: what they yield must still be good when
    used, or a paper of theirs may follow and must be there by their end.
    """
    found: set[str | None] = set()
    for task in tasks:
        for way in (way for need in needs_of(task.needs) for way in need.ways):
            found |= {way.task} if way.within is not None else set()
            found |= {task.key} if way.slack else set()
    return {key for key in found if key}


def bounds_of_way(way: Way, task: str | None, calendar: Workdays) -> list[Bound]:
    """What waits for a way begins no sooner than it allows; `task` None: the end of the whole."""
    begins: Moment = ("start", task) if task else END
    bounds = []
    if way.since is not None:
        first = calendar.index(way.since)
        bounds.append(Bound(begins, TODAY, Plus(first), first))
    if way.task is None:
        return bounds
    ready: Moment = ("finish", way.task)
    if way.within is not None:
        bounds.append(Bound(ready, begins, Plus(-way.within), -way.within))
    if way.slack and task:
        ahead = Ahead(calendar, way.slack)
        bounds.append(Bound(begins, ready, ahead, _shifts(ahead, False)[0]))
        bounds.append(Bound(("finish", task), ready, Plus(0), 0))
    elif way.lag:
        months = Months(calendar, way.lag)
        bounds.append(Bound(begins, ready, months, _shifts(months, False)[0]))
    else:
        bounds.append(Bound(begins, ready, Plus(0), 0))
    return bounds


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
def _shifts(step: Done | Months | Ahead, working: bool) -> tuple[int, int]:
    """The fewest and the most days by which the step moves a (working) day inside the calendar."""
    calendar = step.calendar
    moved = [
        reached - day
        for day in range(calendar.length)
        if not working or calendar.working[day]
        if (reached := step(day)) < calendar.length
    ]
    return (min(moved), max(moved)) if moved else (0, calendar.length)
