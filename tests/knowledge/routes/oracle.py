"""An exhaustive planner for small networks: the measure of knowledge/routes/schedule.py.

It shares the data model (network.py) and nothing else; what a plan may do is in rules.py. It
tries every choice of ways, then of channels, then every day of every visit.

Three cuts, each of which loses nothing: - A task that no chosen way needs is left out: without
it every constraint still holds and no level rises. - Tasks are placed so that whatever serves
another comes first; a partial placement is given up once its levels, which can only rise as more
is placed, are no better than the best plan found. - Days cannot clash between tasks that no way
joins, directly or through others: if such a group has no placement at all, neither has the
whole. It refuses nothing, and does not end in reasonable time beyond some six tasks and sixty
days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product

from knowledge.routes.network import All, Any, Network, Requirement, Visit
from tests.knowledge.routes.counted_days import CountedDays
from tests.knowledge.routes.rules import (
    Levels,
    Link,
    Placed,
    by_channel,
    chosen_levels,
    dated_levels,
    in_order,
    is_late,
    keeps,
    may_begin,
    may_finish,
    none_undone,
    trips_of,
)

__all__ = ["best_levels", "in_order", "selections"]


def best_levels(
    network: Network, goals: Sequence[int], *, days: CountedDays, order: Sequence[str]
) -> tuple[int, ...] | None:
    """The lexicographically least levels of any plan, in this order; None when there is no plan at
    all.
    """
    best: tuple[int, ...] | None = None
    choices = sorted(
        selections(network, goals), key=lambda links: chosen_levels(network, links)["assumed"]
    )
    for links in choices:
        tasks = in_order(links)
        if tasks is None:
            continue
        for visits in product(*(network.tasks[key].visits for key in tasks)):
            search = _Search(network, links, dict(zip(tasks, visits, strict=True)), days, order)
            best = search.better_than(best)
    return best


def selections(network: Network, goals: Sequence[int]) -> Iterator[tuple[Link, ...]]:
    """Every choice of one member of each `any` and of one way for each need that is then active."""
    wanted: list[tuple[str | None, Requirement]] = [(None, network.goals[g][2]) for g in goals]
    yield from _chosen(network, wanted, (), frozenset())


def _chosen(
    network: Network,
    wanted: list[tuple[str | None, Requirement]],
    links: tuple[Link, ...],
    tasks: frozenset[str],
) -> Iterator[tuple[Link, ...]]:
    if not wanted:
        yield links
        return
    (holder, requirement), rest = wanted[0], wanted[1:]
    if isinstance(requirement, All):
        yield from _chosen(
            network, [*((holder, one) for one in requirement.members), *rest], links, tasks
        )
    elif isinstance(requirement, Any):
        for member in requirement.members:
            yield from _chosen(network, [(holder, member), *rest], links, tasks)
    else:
        for way in requirement.ways:
            more = [*links, Link(holder, requirement, way)]
            if way.task is None or way.task in tasks:
                yield from _chosen(network, rest, tuple(more), tasks)
            elif not network.tasks[way.task].own_choice:
                new: list[tuple[str | None, Requirement]] = [
                    (way.task, network.tasks[way.task].needs)
                ]
                yield from _chosen(network, [*new, *rest], tuple(more), tasks | {way.task})


class _Search:
    """Every placement of one choice of ways and channels."""

    def __init__(
        self,
        network: Network,
        links: tuple[Link, ...],
        visits: dict[str, Visit],
        days: CountedDays,
        order: Sequence[str],
    ) -> None:
        self.network, self.links, self.visits = network, links, visits
        self.days, self.order = days, order
        self.tasks = list(visits)
        self.held_by: dict[str | None, list[Link]] = {}
        for link in links:
            self.held_by.setdefault(link.holder, []).append(link)
        self.best: tuple[int, ...] | None = None
        self.chosen = chosen_levels(network, links)
        self.tails = {key: self._tail(key) for key in visits}

    def better_than(self, best: tuple[int, ...] | None) -> tuple[int, ...] | None:
        """The better of this and the best placement here."""
        self.best = best
        fewest = len({visit.place for visit in self.visits.values()} - {None})
        levels = self._levels({})
        if best is not None and self._vector(levels | {"trips": fewest}) >= best:
            return best
        chosen = {key: Placed(visit, 0, 0) for key, visit in self.visits.items()}
        if not all(by_channel(self.network, link, chosen) for link in self.links):
            return self.best
        if all(self.days_of.values()) and not self._given_up({}) and self._each_group_fits():
            self._place({}, self.tasks)
        return self.best

    def _place(self, placed: dict[str, Placed], left: list[str]) -> None:
        if not left:
            levels = self._levels(placed)
            kept = all(keeps(link, placed, levels["finish"], self.days) for link in self.links)
            if kept and none_undone(self.links, placed):
                self.best = self._vector(levels)
            return
        for one in self._placements(left[0], placed):
            further = {**placed, left[0]: one}
            if not self._given_up(further):
                self._place(further, left[1:])

    def _placements(self, key: str, placed: Mapping[str, Placed]) -> Iterator[Placed]:
        """All days of a task that keep what it needs of tasks already placed."""
        for one in self.days_of[key]:
            trial = {**placed, key: one}
            if all(keeps(link, trial, 0, self.days) for link in self.held_by.get(key, ())):
                yield one

    @cached_property
    def days_of(self) -> dict[str, list[Placed]]:
        """For each task, its days but those with which no day of some task that serves it goes
        together, or that go together with no day of some task it serves.
        """
        days = {key: self._alone(key) for key in self.tasks}
        for key in (*self.tasks, *reversed(self.tasks)):
            for link in self.links:
                if key == link.holder and link.way.task:
                    days[key] = [one for one in days[key] if self._served(link, one, days)]
                if key == link.way.task and link.holder:
                    days[key] = [one for one in days[key] if self._serves(link, one, days)]
        return days

    def _served(self, link: Link, one: Placed, days: dict[str, list[Placed]]) -> bool:
        key = str(link.way.task)
        finishes = {other.finish: other for other in days[key]}
        return any(
            keeps(link, {str(link.holder): one, key: other}, 0, self.days)
            for other in finishes.values()
        )

    def _serves(self, link: Link, one: Placed, days: dict[str, list[Placed]]) -> bool:
        key = str(link.holder)
        return any(
            keeps(link, {str(link.way.task): one, key: other}, 0, self.days) for other in days[key]
        )

    def _alone(self, key: str) -> list[Placed]:
        """All days of a task when nothing else is looked at."""
        every, visit = range(self.days.length), self.visits[key]
        return [
            Placed(visit, start, finish)
            for start in every
            if may_begin(self.network.tasks[key], visit, start, self.days)
            for finish in every
            if may_finish(visit, start, finish, self.days)
        ]

    @cached_property
    def least(self) -> dict[str, tuple[int, int]]:
        """For each task, how late and how long at the least the plan is because of it."""
        return {
            key: (
                min(is_late(self.network.tasks[key], {key: one}, self.days) for one in days),
                min(one.finish for one in days) + self.tails[key],
            )
            for key, days in self.days_of.items()
        }

    def _levels(self, placed: Mapping[str, Placed]) -> Levels:
        goals = self.held_by.get(None, ())
        return self.chosen | dated_levels(self.network, goals, placed, self.days)

    def _vector(self, levels: Levels) -> tuple[int, ...]:
        return tuple(levels[name] for name in self.order)

    def _given_up(self, placed: dict[str, Placed]) -> bool:
        """Whether no completion is better: every place still to be gone to is one more trip, and
        what waits for a task ends no sooner than its own days after it.
        """
        levels = self._levels(placed)
        least = [self.least[key] for key in self.tasks if key not in placed]
        levels["late"] += sum(late for late, _ in least)
        ends = [end for _, end in least]
        ends += [levels["finish"], *(one.finish + self.tails[key] for key, one in placed.items())]
        levels["finish"] = max(ends)
        if levels["finish"] >= self.days.length:
            return True
        seen = {place for _, place in trips_of(placed)}
        levels["trips"] += len(
            {self.visits[key].place for key in self.tasks if key not in placed} - seen - {None}
        )
        return self.best is not None and self._vector(levels) >= self.best

    def _tail(self, key: str) -> int:
        """How many days at least the plan goes on after this task: a working day takes a day, a
        month 28.
        """
        tails = [0]
        for link in self.links:
            if link.way.task != key or link.way.slack:
                continue
            wait = 28 * link.way.lag
            if link.holder is not None:
                wait += (self.visits[link.holder].days or 0) + self._tail(link.holder)
            tails.append(wait)
        return max(tails)

    def _each_group_fits(self) -> bool:
        groups: list[set[str]] = []
        for key in self.tasks:
            joined = {key} | {link.way.task for link in self.held_by.get(key, ()) if link.way.task}
            touched = [group for group in groups if group & joined]
            groups = [group for group in groups if not group & joined]
            groups.append(joined.union(*touched))
        return all(self._fits({}, [key for key in self.tasks if key in group]) for group in groups)

    def _fits(self, placed: dict[str, Placed], left: list[str]) -> bool:
        return not left or any(
            self._fits({**placed, left[0]: one}, left[1:])
            for one in self._placements(left[0], placed)
        )
