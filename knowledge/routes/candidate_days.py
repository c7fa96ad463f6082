"""The few days that matter: every visit of some shortest plan falls on one of them.

Fix what is done, by which ways and channels, and which visits share a trip. What is left to keep
are lower bounds: a day is no sooner than another day, moved on by a function that never decreases
(a duration, a wait, the next opening). Such bounds have a least solution, at least as good on every
level as any other. It is reached from the earliest conceivable days by taking up one bound after
the other; so each of its days follows by these functions from an earliest start or a day from which
time alone suffices. That closure is what is computed here, for all choices at once; each day
carries the visits it follows from, because a longest path of bounds never passes one visit twice.
Two bounds look back: a paper that stays good for some days wants its issue late enough, and an item
whose paper may follow ends no sooner than it. So the solver need not look at other days: its
domains hold tens of days, not hundreds.
"""

from __future__ import annotations

from bisect import bisect_left
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
Days = dict[int, int]


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


def _merge(days: Days, day: int, way: int) -> bool:
    """Note a day with the visits it follows from; reached twice, only those that both ways share."""
    shorter = days[day] & way if day in days else way
    changed = days.get(day) != shorter
    days[day] = shorter
    return changed


def _take(days: Days, found: Iterable[tuple[int, int]], *, bit: int) -> bool:
    """Note every day for a visit, but none that follows from that visit itself."""
    changed = False
    for day, way in list(found):
        if day < FAR and not way & bit:
            changed |= _merge(days, day, way | bit)
    return changed


class _Closure:
    """Days closed under durations, waits and joins, above each task's earliest possible start."""

    def __init__(self, network: Network, possible: frozenset[str], calendar: Workdays) -> None:
        self.network, self.calendar = network, calendar
        self.tasks = [network.tasks[key] for key in sorted(possible)]
        self.possible = possible
        self.earliest = {task.key: 0 for task in self.tasks}
        self.number = {task.key: number for number, task in enumerate(self.tasks)}
        self.starts: dict[tuple[str, int], Days] = {}
        self.ends: dict[tuple[str, int], Days] = {}
        self.done: dict[tuple[str, int], list[int]] = {}
        self.openings = {task.key: _openings(task, calendar) for task in self.tasks}

    def days(self) -> dict[tuple[str, int], ChannelDays]:
        self._bound_starts()
        for task in self.tasks:
            for number in range(len(task.visits)):
                self.starts[task.key, number] = {}
                self.ends[task.key, number] = {}
        while self._round():
            pass
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
        """Every bound taken up once more; whether that brought days, or days by shorter ways."""
        changed = False
        places, wanted = self._by_place(), self._wanted_ends()
        for task in self.tasks:
            ready, ends = self._ready(task), wanted[task.key]
            for number, visit in enumerate(task.visits):
                joined = places.get(visit.place, {})
                starts = self._starts(task, number, ready=ready, joined=joined, wanted=ends)
                changed |= _take(self.starts[task.key, number], starts, bit=self._start_bit(task))
                done = self._ends(task, number, joined=joined, wanted=ends)
                changed |= _take(self.ends[task.key, number], done, bit=self._end_bit(task))
        return changed

    def _starts(
        self, task: Task, number: int, *, ready: Days, joined: Days, wanted: Days
    ) -> Iterable[tuple[int, int]]:
        """(day, way) on which this channel may begin."""
        visit, earliest = task.visits[number], self.earliest[task.key]
        for day, way in (*ready.items(), *joined.items()):
            if day >= earliest:
                yield self._within(self._open(task, visit, day)), way
        if visit.visits <= 1:
            for day, way in wanted.items():
                yield self._within(self._first_good(task, number, day)), way

    def _ends(
        self, task: Task, number: int, *, joined: Days, wanted: Days
    ) -> Iterable[tuple[int, int]]:
        """(day, way) on which this channel may be done, or what it yields fetched."""
        visit, starts = task.visits[number], self.starts[task.key, number]
        done = [(self._done(visit, day), way) for day, way in starts.items()]
        if visit.visits > 1 and done:
            soonest = min(day for day, _ in done)
            later = (*joined.items(), *wanted.items())
            done += [(day, way) for day, way in later if day >= soonest]
            done = [(self._workday(day), way) for day, way in done]
        yield from ((self._within(day), way) for day, way in done)

    def _within(self, day: int) -> int:
        return day if day < self.calendar.length else FAR

    def _start_bit(self, task: Task) -> int:
        return 1 << 2 * self.number[task.key]

    def _end_bit(self, task: Task) -> int:
        return 2 << 2 * self.number[task.key]

    def _ready(self, task: Task) -> Days:
        """Days on which the task may become ready: one of its needs is met then, the others before."""
        bound = self.earliest[task.key]
        found: Days = {bound: 0}
        for need in needs_of(task.needs):
            for day, way in self._need_days(need):
                if day >= bound:
                    _merge(found, day, way)
        return found

    def _need_days(self, need: Need) -> Iterable[tuple[int, int]]:
        for way in need.ways:
            if way.since is not None:
                yield self.calendar.index(way.since), 0
            elif way.task in self.possible and way.task is not None:
                for number in range(len(self.network.tasks[way.task].visits)):
                    for day, passed in self.ends[way.task, number].items():
                        yield self._usable(day, way), passed

    def _by_place(self) -> dict[str | None, Days]:
        found: dict[str | None, Days] = {}
        for task in self.tasks:
            for number, visit in enumerate(task.visits):
                if visit.place is None:
                    continue
                days = found.setdefault(visit.place, {})
                for day, way in self.starts[task.key, number].items():
                    _merge(days, day, way)
                for day, way in self.ends[task.key, number].items() if visit.visits > 1 else ():
                    _merge(days, day, way)
        return found

    def _usable(self, day: int, way: Way) -> int:
        """From when what was done on this day serves: after its lag, or before it where papers may
        follow.
        """
        if day >= self.calendar.length:
            return FAR
        if way.slack:
            return self.calendar.before(day, days=way.slack)
        return self.calendar.months_after(day, way.lag) if way.lag else day

    def _wanted_ends(self) -> dict[str, Days]:
        """Days before which a task may not be wanted to end: what it yields must still be good when
        used, and a paper that may follow later must be there by its end.
        """
        found: dict[str, Days] = {task.key: {} for task in self.tasks}
        for task in self.tasks:
            for way in (way for need in needs_of(task.needs) for way in need.ways):
                if way.task is None or way.task not in self.possible:
                    continue
                if way.within is not None:
                    for day, passed in self._days_of(task.key, self.starts):
                        _merge(found[way.task], day - way.within, passed)
                if way.slack:
                    for day, passed in self._days_of(way.task, self.ends):
                        _merge(found[task.key], day, passed)
        return found

    def _days_of(self, task: str, days: dict[tuple[str, int], Days]) -> Iterable[tuple[int, int]]:
        for number in range(len(self.network.tasks[task].visits)):
            yield from days[task, number].items()

    def _first_good(self, task: Task, number: int, end: int) -> int:
        """The first start by this channel that ends on or after this day."""
        key, visit = (task.key, number), task.visits[number]
        if key not in self.done:
            every = range(self.calendar.length)
            self.done[key] = [self._done(visit, self._open(task, visit, day)) for day in every]
        first = bisect_left(
            self.done[key], end, lo=min(self.earliest[task.key], len(self.done[key]))
        )
        return self._open(task, visit, first)

    def _done(self, visit: Visit, start: int) -> int:
        if start >= self.calendar.length:
            return FAR
        return self.calendar.after(start, days=visit.days or 0, working=visit.working)

    def _workday(self, day: int) -> int:
        while day < self.calendar.length and not self.calendar.working[day]:
            day += 1
        return day

    def _open(self, task: Task, visit: Visit, day: int) -> int:
        """The first day on or after `day` when this channel is open for the task; FAR when there is
        none.
        """
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
