"""When: the earliest days of a fixed choice of tasks, ways, channels and shared trips.

All that a choice demands of its days has one form: this moment is no sooner than that one, moved on
by a step that never decreases (a duration, a wait, the next opening day). Such bounds have a least
solution, in every moment as early as any other, so that no plan with this choice is better on any
level. It is reached from the first day by taking up one bound after the other; each time the bound
and its cause are noted, so that the solver can be told. Nothing here knows of solvers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.routes.delays import (
    Ahead,
    Begun,
    Months,
    Open,
    Passed,
    Plus,
    Step,
    Until,
    shifts,
    spans_of,
)
from knowledge.routes.network import Need, Task, Visit, Way
from knowledge.routes.workdays import Workdays

Moment = tuple[str, str]
TODAY: Moment = ("today", "")
END: Moment = ("end", "")


@dataclass(frozen=True)
class Bound:
    """`later` is no sooner than `step` of the day of `sooner`; so at least `least` days from it."""

    later: Moment
    sooner: Moment
    step: Step
    least: int


@dataclass(frozen=True)
class Taken:
    """A bound taken up with its sooner moment on this day, because of `cause`."""

    number: int
    bound: Bound
    day: int
    cause: Taken | None


@dataclass(frozen=True)
class Broken:
    """Bounds (by number) that no days keep together once the moment is on this day or later."""

    numbers: tuple[int, ...]
    moment: Moment = TODAY
    day: int = 0


@dataclass(frozen=True)
class Days:
    """The least solution, and the bounds taken up on the way to it; `broken`: there is none."""

    of: Mapping[Moment, int]
    taken: tuple[Taken, ...]
    broken: Broken | None = None


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
            taken.append(Taken(number, bound, day[moment], causes.get(moment)))
            broken = _circling(taken[-1], length) if len(taken) % len(bounds) == 0 else None
            if soonest >= length and broken is None:
                broken = Broken(tuple(one.number for one in _led_to(taken[-1])))
            if broken is not None:
                return Days(day, tuple(taken), broken)
            day[bound.later], causes[bound.later] = soonest, taken[-1]
            waiting[bound.later] = None
    return Days(day, tuple(taken))


def _led_to(last: Taken) -> Iterator[Taken]:
    """It, and what led to it."""
    one: Taken | None = last
    while one is not None:
        yield one
        one = one.cause


def _circling(last: Taken, length: int) -> Broken | None:
    """What led round to the same moment, if going on like that ends beyond the calendar."""
    moment, circle = last.bound.later, list[Taken]()
    for one in _led_to(last):
        circle.append(one)
        if one.bound.sooner == moment != one.bound.later:
            break
    else:
        return None

    def never_ends(day: int) -> bool:
        before = -1
        while before < day < length:
            before = day
            for one in reversed(circle):
                day = max(one.bound.step(day), 0) if day < length else length
        return day >= length

    days = range(last.bound.step(last.day) + 1)
    first = bisect_left(days, True, key=never_ends)
    return Broken(tuple(one.number for one in circle), moment, first) if first in days else None


def bounds_of_visit(
    task: Task, visit: Visit, calendar: Workdays, *, held_back: bool
) -> list[Bound]:
    """A visit begins on an open day; it is done in time, or fetched on a working day after that.

    `held_back`: something may want the task to end later, so then it begins later.
    """
    start, finish = ("start", task.key), ("finish", task.key)
    opened = Open(calendar, spans_of(task, calendar), visit.on_working_days)
    done = Passed(calendar, visit.takes)
    least, most = shifts(done, opened.visited)
    bounds = [Bound(start, start, opened, 0), Bound(finish, start, done, least)]
    if visit.visits > 1:
        return [*bounds, Bound(finish, finish, Open(calendar, None, visit.on_working_days), 0)]
    return [*bounds, Bound(start, finish, Begun(opened, done), -most)] if held_back else bounds


def held_back(needs: Iterable[tuple[str | None, Need]]) -> set[str]:
    """Tasks that may have to end later than they could, from each need of a task (None: a goal).

    What they yield must still be good when used; a paper of theirs may follow and must be there by
    their end; or the order of their end and that of a task that undoes it is not free.
    """
    found: set[str | None] = set()
    for task, need in needs:
        found.update(need.undone_by)
        for way in need.ways:
            found |= {way.task} if way.within is not None or need.undone_by else set()
            found |= {task} if way.slack else set()
    return {key for key in found if key}


def begins(task: str | None) -> Moment:
    """When a task begins; for a goal (None) the end of the whole."""
    return ("start", task) if task else END


def bounds_of_way(way: Way, task: str | None, calendar: Workdays) -> list[Bound]:
    """What waits for a way begins no sooner, and no later, than it allows."""
    begun = begins(task)
    bounds = []
    if way.since is not None:
        first = calendar.index(way.since)
        bounds.append(Bound(begun, TODAY, Plus(first), first))
    if way.until is not None:
        last = calendar.index(way.until)
        bounds.append(Bound(TODAY, begun, Until(last, calendar.length), -last))
    if way.task is None:
        return bounds
    ready: Moment = ("finish", way.task)
    if way.within is not None:
        bounds.append(Bound(ready, begun, Plus(-way.within), -way.within))
    if way.slack and task:
        ahead = Ahead(calendar, way.slack)
        bounds.append(Bound(begun, ready, ahead, shifts(ahead, False)[0]))
        bounds.append(Bound(("finish", task), ready, Plus(0), 0))
    elif way.wait is not None:
        waited = Passed(calendar, way.wait)
        bounds.append(Bound(begun, ready, waited, shifts(waited, False)[0]))
    elif way.lag:
        months = Months(calendar, way.lag)
        bounds.append(Bound(begun, ready, months, shifts(months, False)[0]))
    else:
        bounds.append(Bound(begun, ready, Plus(0), 0))
    return bounds
