"""The same planning problem as a straightforward mixed-integer program, for HiGHS in scipy.

One binary for every task, channel and day it may begin on (and be fetched on); waits by big-M; a
trip for every place and day on which something begins or is fetched; levels one after the other.
It is what a textbook would write first. For networks in which no tasks wait for each other in a
circle.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import coo_array  # type: ignore[import-untyped]

from knowledge.routes.network import (
    All,
    Need,
    Network,
    Requirement,
    Task,
    Visit,
    Way,
    meets,
    own_paper,
)
from knowledge.routes.workdays import Workdays

Sum = dict[int, float]
INFINITY = float("inf")


def milp_levels(
    network: Network,
    goals: Sequence[int],
    *,
    calendar: Workdays,
    order: Sequence[str],
    seconds: float,
) -> tuple[int, ...] | None:
    """The levels in this order, all proven; None when time runs out first or nothing fits."""
    possible = network.possible()
    if not all(meets(network.goals[index][2], possible) for index in goals):
        return None
    return _Program(network, possible, calendar).solve(goals, order, seconds)


@dataclass
class _Rows:
    """A program as it grows: columns with their upper bounds, rows as sums between two bounds."""

    upper: list[float] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def column(self, upper: float = 1) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, total: Mapping[int, float], low: float, high: float = INFINITY) -> None:
        self.sums.append(dict(total))
        self.low.append(low)
        self.high.append(high)

    def minimise(self, objective: Mapping[int, float], seconds: float) -> int | None:
        """The proven least value of the objective."""
        costs = numpy.zeros(len(self.upper))
        for column, cost in objective.items():
            costs[column] = cost
        entries = [
            (number, column, value)
            for number, total in enumerate(self.sums)
            for column, value in total.items()
        ]
        rows, columns, values = zip(*entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(self.sums), len(self.upper)))
        found = milp(
            costs,
            integrality=numpy.ones(len(self.upper)),
            bounds=Bounds(0, numpy.array(self.upper)),
            constraints=LinearConstraint(matrix.tocsr(), self.low, self.high),
            options={"time_limit": max(seconds, 0.01)},
        )
        return round(float(found.fun)) if found.status == 0 else None


def _plus(*sums: Mapping[int, float]) -> Sum:
    total: Sum = {}
    for one in sums:
        for column, value in one.items():
            total[column] = total.get(column, 0) + value
    return total


def _times(factor: float, total: Mapping[int, float]) -> Sum:
    return {column: factor * value for column, value in total.items()}


class _Program:
    """Columns for tasks, ways, papers, trips and days; sums that say when each task begins and
    ends.
    """

    def __init__(self, network: Network, possible: frozenset[str], calendar: Workdays) -> None:
        self.network, self.possible, self.calendar = network, possible, calendar
        self.rows = _Rows()
        self.far = 2 * calendar.length
        self.present = {key: self.rows.column() for key in sorted(possible)}
        self.begins: dict[str, list[tuple[int, int]]] = {key: [] for key in self.present}
        self.ends: dict[str, list[tuple[int, int]]] = {key: [] for key in self.present}
        self.trips: dict[tuple[int, str], int] = {}
        self.papers: dict[tuple[str, str], int] = {}
        self.end = self.rows.column(calendar.length - 1)
        self.levels: dict[str, Sum] = {
            "assumed": {},
            "late": {},
            "trips": {},
            "finish": {self.end: 1},
            "papers": {},
            "fee": {},
            "items": {},
        }
        for key, present in self.present.items():
            task = network.tasks[key]
            self._task(task, present)
            self.levels["fee"][present] = task.fee or 0
            self.levels["items"][present] = 1
        for key, present in self.present.items():
            self._require(network.tasks[key].needs, {present: 1}, key)
        self.levels["trips"] |= dict.fromkeys(self.trips.values(), 1)
        self.levels["papers"] = dict.fromkeys(self.papers.values(), 1)

    def solve(
        self, goals: Sequence[int], order: Sequence[str], seconds: float
    ) -> tuple[int, ...] | None:
        one = self.rows.column()
        self.rows.row({one: 1}, 1)
        for index in goals:
            self._require(self.network.goals[index][2], {one: 1}, None)
        until, values = time.monotonic() + seconds, []
        for name in order:
            value = self.rows.minimise(self.levels[name], until - time.monotonic())
            if value is None:
                return None
            self.rows.row(self.levels[name] or {one: 0}, -INFINITY, value)
            values.append(value)
        return tuple(values)

    def _task(self, task: Task, present: int) -> None:
        channels = [self.rows.column() for _ in task.visits]
        self.rows.row(_plus(dict.fromkeys(channels, 1), {present: -1}), 0, 0)
        for visit, channel in zip(task.visits, channels, strict=True):
            self._channel(task, visit, channel)
        finish = {column: float(day) for day, column in self.ends[task.key]}
        self.rows.row(_plus({self.end: 1}, _times(-1, finish)), 0)

    def _channel(self, task: Task, visit: Visit, channel: int) -> None:
        starts: list[tuple[int, int, int]] = []
        for day in range(self.calendar.length):
            done = self.calendar.after(day, days=visit.days or 0, working=visit.working)
            if done < self.calendar.length and self._open(task, visit, day):
                starts.append((day, done, self.rows.column()))
        self.rows.row(_plus({column: 1 for _, _, column in starts}, {channel: -1}), 0, 0)
        self.begins[task.key] += [(day, column) for day, _, column in starts]
        if task.due is not None:
            due = self.calendar.index(task.due)
            self.levels["late"] |= {column: 1 for day, _, column in starts if day > due}
        self._go(visit.place, [(day, column) for day, _, column in starts])
        if visit.visits <= 1:
            self.ends[task.key] += [(done, column) for _, done, column in starts]
            return
        self.levels["trips"][channel] = visit.visits - 2
        days = [day for day in range(self.calendar.length) if self.calendar.working[day]]
        fetched = [(day, self.rows.column()) for day in days]
        self.rows.row(_plus({column: 1 for _, column in fetched}, {channel: -1}), 0, 0)
        ready = {column: -float(done) for _, done, column in starts}
        self.rows.row(_plus({column: float(day) for day, column in fetched}, ready), 0)
        self.ends[task.key] += fetched
        self._go(visit.place, fetched)

    def _open(self, task: Task, visit: Visit, day: int) -> bool:
        if visit.place is not None and not self.calendar.working[day]:
            return False
        date = self.calendar.day(day)
        return task.opening is None or any(
            first <= date <= last for first, last in task.opening.spans
        )

    def _go(self, place: str | None, visits: Sequence[tuple[int, int]]) -> None:
        for day, column in visits if place is not None else ():
            where = (day, str(place))
            if where not in self.trips:
                self.trips[where] = self.rows.column()
            self.rows.row({self.trips[where]: 1, column: -1}, 0)

    def _require(self, requirement: Requirement, active: Sum, task: str | None) -> None:
        if isinstance(requirement, All):
            for member in requirement.members:
                self._require(member, active, task)
        elif isinstance(requirement, Need):
            ways = [way for way in requirement.ways if not way.task or way.task in self.possible]
            for way, chosen in zip(ways, self._one_of(len(ways), active), strict=True):
                self._way(requirement, way, chosen, task)
        else:
            members = [one for one in requirement.members if meets(one, self.possible)]
            for member, chosen in zip(members, self._one_of(len(members), active), strict=True):
                self._require(member, {chosen: 1}, task)

    def _one_of(self, number: int, active: Sum) -> list[int]:
        chosen = [self.rows.column() for _ in range(number)]
        self.rows.row(_plus(dict.fromkeys(chosen, 1), _times(-1, active)), 0, 0)
        return chosen

    def _way(self, need: Need, way: Way, chosen: int, task: str | None) -> None:
        self.levels["assumed"][chosen] = way.cost
        paper = own_paper(need, way)
        if paper is not None:
            if paper not in self.papers:
                self.papers[paper] = self.rows.column()
            self.rows.row({self.papers[paper]: 1, chosen: -1}, 0)
        begins = _days(self.begins[task]) if task else {self.end: 1.0}
        if way.since is not None:
            self._not_before(begins, {}, chosen, self.calendar.index(way.since))
        if way.task is None:
            return
        self.rows.row({self.present[way.task]: 1, chosen: -1}, 0)
        ends = self.ends[way.task]
        if way.within is not None:
            self._not_before(_days(ends), begins, chosen, -way.within)
        if way.slack and task:
            ahead = [(self.calendar.before(day, days=way.slack), column) for day, column in ends]
            self._not_before(begins, _days(ahead), chosen, 0)
            self._not_before(_days(self.ends[task]), _days(ends), chosen, 0)
        else:
            ready = [(self.calendar.months_after(day, way.lag), column) for day, column in ends]
            self._not_before(begins, _days(ready), chosen, 0)

    def _not_before(self, later: Sum, sooner: Sum, chosen: int, gap: int) -> None:
        """later >= sooner + gap where the way is chosen."""
        far = self.far + abs(gap) + max((abs(value) for value in sooner.values()), default=0)
        self.rows.row(_plus(later, _times(-1, sooner), {chosen: -far}), gap - far)


def _days(columns: Sequence[tuple[int, int]]) -> Sum:
    """The day on which something is, as a sum over the columns of its possible days."""
    total: Sum = {}
    for day, column in columns:
        total[column] = total.get(column, 0) + day
    return total
