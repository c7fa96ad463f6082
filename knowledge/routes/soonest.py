"""How soon each task can begin and end at the best, whatever is chosen.

Where there are alternatives, the soonest of them counts; so no plan is sooner, and the model may
start from these days. They rise from the first day until nothing moves them any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledge.routes.days import (
    TODAY,
    Bound,
    begins,
    bounds_of_visit,
    bounds_of_way,
    earliest,
)
from knowledge.routes.delays import Plus
from knowledge.routes.network import All, Need, Requirement, Task, Visit, Way
from knowledge.routes.workdays import Workdays


class Soonest:
    """`visits[key]` are the soonest days of a task by each of its channels: (start, finish).

    Days are indices; the length of the calendar stands for never. `uses` are the ways by which
    tasks (None: goals) may be met.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        uses: Iterable[tuple[str | None, Way]],
        calendar: Workdays,
    ) -> None:
        self.calendar, self.never = calendar, calendar.length
        self.tasks = {task.key: task for task in tasks}
        self.visits = {task.key: [(0, 0)] * len(task.visits) for task in tasks}
        self._begun: dict[tuple[str, int], list[tuple[int, int]]] = {}
        users: dict[str, dict[str, None]] = {}
        for task, way in uses:
            if task and way.task:
                users.setdefault(way.task, {})[task] = None
        self._rise(users)

    def _rise(self, users: Mapping[str, Mapping[str, None]]) -> None:
        waiting = dict.fromkeys(self.tasks)
        while waiting:
            key, _ = waiting.popitem()
            days = self._visits(key, self._of(self.tasks[key].needs, key))
            if days != self.visits[key]:
                self.visits[key] = days
                waiting |= users.get(key, {})

    def by(self, way: Way, key: str) -> int:
        """The day on which the task can begin when this way meets one of its needs."""
        return min(start for start, _ in self._visits(key, self._by(way, key)))

    def _of(self, requirement: Requirement, key: str) -> int:
        """The day from which the requirement can be met."""
        if isinstance(requirement, Need):
            if any(way.task is None and way.since is None for way in requirement.ways):
                return 0
            return min((self._by(way, key) for way in requirement.ways), default=self.never)
        days = (self._of(member, key) for member in requirement.members)
        if isinstance(requirement, All):
            return max(days, default=0)
        return min(days, default=self.never)

    def _by(self, way: Way, key: str) -> int:
        """The day from which the way serves."""
        if way.task is None and way.since is None:
            return 0
        if way.task is not None and way.task not in self.visits:
            return self.never
        done = min(finish for _, finish in self.visits[way.task]) if way.task else 0
        if done >= self.never:
            return self.never
        bounds = (one for one in bounds_of_way(way, key, self.calendar) if one.later == begins(key))
        days = (bound.step(0 if bound.sooner == TODAY else done) for bound in bounds)
        return min(max(days, default=0), self.never)

    def _visits(self, key: str, begun: int) -> list[tuple[int, int]]:
        """The days by each channel when the task cannot begin before this day."""
        if (key, begun) not in self._begun:
            task = self.tasks[key]
            self._begun[key, begun] = [self._visit(task, visit, begun) for visit in task.visits]
        return self._begun[key, begun]

    def _visit(self, task: Task, visit: Visit, begun: int) -> tuple[int, int]:
        start = ("start", task.key)
        bounds = bounds_of_visit(task, visit, self.calendar, held_back=False)
        bounds.append(Bound(start, TODAY, Plus(begun), begun))
        days = earliest(list(enumerate(bounds)), length=self.calendar.length)
        if days.broken:
            return self.never, self.never
        return days.of[start], days.of["finish", task.key]
