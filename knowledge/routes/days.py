"""The few days that matter: every visit of some shortest plan falls on one of them.

Whatever is done and shared, moving everything as early as it will go makes no level worse: waits and
working-day durations never shrink by starting later. In such a plan every day is today, an opening, a
day from which time alone suffices, or follows from one of these by durations, waits and shared trips.
So the solver need not look at the others: its domains hold tens of days, not hundreds. Only a paper
that stays good for some days may want to be later: then also the first day that is late enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.routes.network import (
    All,
    Any,
    Need,
    Network,
    Requirement,
    Task,
    Visit,
    Way,
    needs_of,
)
from knowledge.routes.workdays import Workdays

FAR = 10**6


@dataclass(frozen=True)
class ChannelDays:
    """For one channel of one task: days it may begin, and the days it may be fetched or is done."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]


def matter(
    network: Network, possible: frozenset[str], calendar: Workdays
) -> dict[tuple[str, int], ChannelDays]:
    """(task, number of its channel) -> its days, by index in the calendar."""
    return _Closure(network, possible, calendar).days()


class _Closure:
    """Days closed under durations, waits and joins, above each task's earliest possible start."""

    def __init__(self, network: Network, possible: frozenset[str], calendar: Workdays) -> None:
        self.network, self.calendar = network, calendar
        self.tasks = [network.tasks[key] for key in sorted(possible)]
        self.possible = possible
        self.earliest = {task.key: 0 for task in self.tasks}
        self.starts: dict[tuple[str, int], set[int]] = {}
        self.ends: dict[tuple[str, int], set[int]] = {}
        self.openings = {task.key: _openings(task, calendar) for task in self.tasks}

    def days(self) -> dict[tuple[str, int], ChannelDays]:
        self._bound_starts()
        for task in self.tasks:
            for number in range(len(task.visits)):
                self.starts[task.key, number] = set()
                self.ends[task.key, number] = set()
        for _ in range(len(self.tasks) + 1):
            if not self._round():
                break
        return {
            key: ChannelDays(tuple(sorted(starts)), tuple(sorted(self.ends[key])))
            for key, starts in self.starts.items()
        }

    def _bound_starts(self) -> None:
        """Earliest starts by relaxation: the best way for each need, the worst need for each task."""
        for _ in range(len(self.tasks) + 1):
            before = dict(self.earliest)
            for task in self.tasks:
                self.earliest[task.key] = self._bound(task.needs)
            if before == self.earliest:
                return

    def _bound(self, requirement: Requirement) -> int:
        if isinstance(requirement, All):
            return max((self._bound(member) for member in requirement.members), default=0)
        if isinstance(requirement, Any):
            return min((self._bound(member) for member in requirement.members), default=FAR)
        return min((self._way_bound(way) for way in requirement.ways), default=FAR)

    def _way_bound(self, way: Way) -> int:
        if way.since is not None:
            return self.calendar.index(way.since)
        if way.task is None:
            return 0
        if way.task not in self.possible:
            return FAR
        task = self.network.tasks[way.task]
        ends = [
            self._done(visit, self._open(task, visit, self.earliest[way.task]))
            for visit in task.visits
        ]
        return self._usable(min(ends), way)

    def _round(self) -> bool:
        changed = False
        places, delayed = self._by_place(), self._delayed()
        for task in self.tasks:
            ready = set(self._ready(task)) | delayed.get(task.key, set())
            for number, visit in enumerate(task.visits):
                key = (task.key, number)
                joined = {
                    day for day in places.get(visit.place, ()) if day >= self.earliest[task.key]
                }
                starts = {self._open(task, visit, day) for day in ready}
                starts |= {day for day in joined if self._open(task, visit, day) == day}
                starts = {day for day in starts if day < self.calendar.length}
                done = {self._done(visit, day) for day in starts}
                if visit.visits > 1:
                    done = {self._workday(day) for day in done} | {
                        day for day in joined if done and day >= min(done)
                    }
                done = {day for day in done if day < self.calendar.length}
                changed = changed or bool(starts - self.starts[key]) or bool(done - self.ends[key])
                self.starts[key] |= starts
                self.ends[key] |= done
        return changed

    def _ready(self, task: Task) -> Iterable[int]:
        """Days on which the task may become ready: one of its needs is met then and the others earlier."""
        bound = self.earliest[task.key]
        yield bound
        for need in needs_of(task.needs):
            yield from (day for day in self._need_days(need) if day >= bound)

    def _need_days(self, need: Need) -> Iterable[int]:
        for way in need.ways:
            if way.since is not None:
                yield self.calendar.index(way.since)
            elif way.task in self.possible and way.task is not None:
                for number in range(len(self.network.tasks[way.task].visits)):
                    for day in self.ends[way.task, number]:
                        yield self._usable(day, way)

    def _by_place(self) -> dict[str | None, set[int]]:
        found: dict[str | None, set[int]] = {}
        for task in self.tasks:
            for number, visit in enumerate(task.visits):
                if visit.place is not None:
                    days = found.setdefault(visit.place, set())
                    days |= self.starts[task.key, number]
                    if visit.visits > 1:
                        days |= self.ends[task.key, number]
        return found

    def _usable(self, day: int, way: Way) -> int:
        """From when what was done on this day serves: after its lag, or before it where papers may follow."""
        if day >= self.calendar.length:
            return FAR
        if way.slack:
            return self.calendar.before(day, days=way.slack)
        return self.calendar.months_after(day, way.lag) if way.lag else day

    def _delayed(self) -> dict[str, set[int]]:
        """Days on which a task may have to be done later, so that what it yields is still good when used."""
        found: dict[str, set[int]] = {}
        for task in self.tasks:
            begun = {day for n in range(len(task.visits)) for day in self.starts[task.key, n]}
            for need in needs_of(task.needs):
                for way in need.ways:
                    if way.within is not None and way.task in self.possible and way.task:
                        found.setdefault(way.task, set()).update(
                            self._first_good(self.network.tasks[way.task], day - way.within)
                            for day in begun
                        )
        return found

    def _first_good(self, task: Task, end: int) -> int:
        """The first start of the task, by any channel, that ends on or after this day."""
        firsts = []
        for visit in task.visits:
            day = self._open(task, visit, self.earliest[task.key])
            while day < FAR and self._done(visit, day) < end:
                day = self._open(task, visit, day + 1)
            firsts.append(day)
        return min(firsts)

    def _done(self, visit: Visit, start: int) -> int:
        if start >= self.calendar.length:
            return FAR
        return self.calendar.after(start, days=visit.days or 0, working=visit.working)

    def _workday(self, day: int) -> int:
        while day < self.calendar.length and not self.calendar.working[day]:
            day += 1
        return day

    def _open(self, task: Task, visit: Visit, day: int) -> int:
        """The first day on or after `day` when this channel is open for the task; FAR when there is none."""
        day = max(day, 0)
        while True:
            opened = self._in_opening(task, day)
            worked = self._workday(opened) if visit.place is not None and opened < FAR else opened
            if worked == day or worked >= self.calendar.length:
                return worked
            day = worked

    def _in_opening(self, task: Task, day: int) -> int:
        spans = self.openings[task.key]
        if spans is None:
            return day
        return min((max(day, first) for first, last in spans if day <= last), default=FAR)


def _openings(task: Task, calendar: Workdays) -> list[tuple[int, int]] | None:
    if task.opening is None:
        return None
    spans = [(calendar.index(first), calendar.index(last)) for first, last in task.opening.spans]
    return [(max(first, 0), last) for first, last in spans if last >= 0]
