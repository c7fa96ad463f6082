"""An exhaustive planner for small networks: the measure of knowledge/routes/schedule.py.

It shares the data model (network.py) and nothing else: days are counted one by one, constraints
are plain comparisons, levels come from their definitions. It tries every choice of ways, then of
channels, then every day of every visit.

Three cuts, each of which loses nothing: - A task that no chosen way needs is left out: without
it every constraint still holds and no level rises. - Tasks are placed so that whatever serves
another comes first; a partial placement is given up once its levels, which can only rise as more
is placed, are no better than the best plan found. - Days cannot clash between tasks that no way
joins, directly or through others: if such a group has no placement at all, neither has the
whole. It refuses nothing, and does not end in reasonable time beyond some six tasks and sixty
days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from knowledge.routes.network import All, Any, Need, Network, Requirement, Task, Visit, Way
from knowledge.routes.schedule import Plan
from tests.knowledge.routes.counted_days import CountedDays

Levels = dict[str, int]


@dataclass(frozen=True)
class Link:
    """A need of a task (None: of a goal), and the way chosen to meet it."""

    holder: str | None
    need: Need
    way: Way


@dataclass(frozen=True)
class Placed:
    """One task on its days: by which channel, begun and finished when (indices)."""

    visit: Visit
    start: int
    finish: int


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
            elif not network.tasks[way.task].item.decision:
                new: list[tuple[str | None, Requirement]] = [
                    (way.task, network.tasks[way.task].needs)
                ]
                yield from _chosen(network, [*new, *rest], tuple(more), tasks | {way.task})


def in_order(links: Sequence[Link]) -> list[str] | None:
    """The chosen tasks, each after those that serve it; None when some wait for each other."""
    serves = {link.way.task: set[str]() for link in links if link.way.task}
    for link in links:
        if link.holder and link.way.task:
            serves[link.holder].add(link.way.task)
    ordered: list[str] = []
    while len(ordered) < len(serves):
        ready = sorted(key for key in serves if key not in ordered and serves[key] <= set(ordered))
        if not ready:
            return None
        ordered.append(ready[0])
    return ordered


def chosen_levels(network: Network, links: Sequence[Link]) -> Levels:
    """The levels that the choice of ways alone decides, by their definitions."""
    tasks = {link.way.task for link in links if link.way.task}
    papers = {
        (link.need.paper.material, link.need.paper.of)
        for link in links
        if link.need.paper
        and link.way.task is None
        and not (link.need.paper.waived or link.need.paper.doubtful)
    }
    return {
        "assumed": sum(link.way.cost for link in links),
        "papers": len(papers),
        "fee": sum(network.tasks[key].fee or 0 for key in tasks),
        "items": len(tasks),
    }


def dated_levels(
    network: Network, links: Iterable[Link], placed: Mapping[str, Placed], days: CountedDays
) -> Levels:
    """The levels that the days decide, of a plan or of the part of one that is placed. `links` of
    goals.
    """
    late = [key for key, one in placed.items() if is_late(network.tasks[key], one.start, days)]
    ends = [one.finish for one in placed.values()]
    ends += [_from_day(link, placed, days) for link in links]
    extra = sum(max(one.visit.visits - 2, 0) for one in placed.values())
    return {
        "late": len(late),
        "trips": len(trips_of(placed)) + extra,
        "finish": max(ends, default=0),
    }


def trips_of(placed: Mapping[str, Placed]) -> set[tuple[int, str]]:
    """On which day one has to be where: at the first visit, and at the last where there are
    several.
    """
    return {
        (day, one.visit.place)
        for one in placed.values()
        if one.visit.place is not None
        for day in ((one.start, one.finish) if one.visit.visits > 1 else (one.start,))
    }


def is_late(task: Task, start: int, days: CountedDays) -> bool:
    return task.due is not None and days.day(start) > task.due


def may_begin(task: Task, visit: Visit, start: int, days: CountedDays) -> bool:
    """Whether offices work (where one has to go) and the item is open on that day."""
    day = days.day(start)
    if visit.place is not None and not days.works(start):
        return False
    return task.opening is None or any(first <= day <= last for first, last in task.opening.spans)


def may_finish(visit: Visit, start: int, finish: int, days: CountedDays) -> bool:
    """Done when its time has run; where one comes back for it, on that or any later working day."""
    done = days.later(start, visit.days or 0, working=visit.working)
    if visit.visits <= 1:
        return finish == done
    return finish >= done and days.works(finish)


def keeps(link: Link, placed: Mapping[str, Placed], end: int, days: CountedDays) -> bool:
    """Whether the way chosen for a need is kept by the days of its task and of the one it
    serves.
    """
    way = link.way
    begins = placed[link.holder].start if link.holder else end
    if way.since is not None and days.day(begins) < way.since:
        return False
    if way.task is None:
        return True
    finish = placed[way.task].finish
    if way.within is not None and begins > finish + way.within:
        return False
    if way.slack and link.holder:
        deadline = days.later(begins, way.slack, working=True)
        return finish <= deadline and finish <= placed[link.holder].finish
    return begins >= _from_day(link, placed, days)


def _from_day(link: Link, placed: Mapping[str, Placed], days: CountedDays) -> int:
    """The day from which a way serves a goal, or a task to which nothing may follow later."""
    way = link.way
    if way.task is None:
        return max(days.index(way.since), 0) if way.since else 0
    if way.task not in placed:
        return 0
    finish = placed[way.task].finish
    return days.months_later(finish, way.lag) if way.lag else finish


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
        if all(self.days_of.values()) and not self._given_up({}) and self._each_group_fits():
            self._place({}, self.tasks)
        return self.best

    def _place(self, placed: dict[str, Placed], left: list[str]) -> None:
        if not left:
            levels = self._levels(placed)
            if all(keeps(link, placed, levels["finish"], self.days) for link in self.links):
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
                min(is_late(self.network.tasks[key], one.start, self.days) for one in days),
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


def faults(network: Network, plan: Plan, goals: Sequence[int], days: CountedDays) -> list[str]:
    """What is wrong with a plan: a rule it breaks, or a level it states wrongly. Empty for a sound
    plan.
    """
    links = [Link(met.task, met.need, met.way) for met in plan.met]
    placed = {key: Placed(one.visit, one.start, one.finish) for key, one in plan.planned.items()}
    goal_links = [link for link in links if link.holder is None]
    levels = chosen_levels(network, links) | dated_levels(network, goal_links, placed, days)
    wrong = []
    if in_order(links) is None:
        wrong.append("some tasks wait for each other")
    for index in goals:
        if not _met(network.goals[index][2], None, links):
            wrong.append(f"goal {index} is not reached")
    for key, one in placed.items():
        task = network.tasks[key]
        if not _met(task.needs, key, links):
            wrong.append(f"{key} lacks something")
        if one.visit not in task.visits or not may_begin(task, one.visit, one.start, days):
            wrong.append(f"{key} begins on a closed day")
        if not may_finish(one.visit, one.start, one.finish, days):
            wrong.append(f"{key} is done on no possible day")
    wrong += [
        f"{link.holder} does not wait for {link.way.task or link.way.since}"
        for link in links
        if not keeps(link, placed, levels["finish"], days)
    ]
    wrong += [
        f"{level.name} is {levels[level.name]}, stated {level.value}"
        for level in plan.levels
        if level.value != levels[level.name]
    ]
    if set(placed) != {link.way.task for link in links if link.way.task}:
        wrong.append("it does what nothing needs")
    if set(plan.trips) != trips_of(placed):
        wrong.append("the trips are not those of its steps")
    return wrong


def _met(requirement: Requirement, holder: str | None, links: Sequence[Link]) -> bool:
    if isinstance(requirement, All):
        return all(_met(member, holder, links) for member in requirement.members)
    if isinstance(requirement, Any):
        return any(_met(member, holder, links) for member in requirement.members)
    return any(
        link.holder == holder and link.need == requirement and link.way in requirement.ways
        for link in links
    )
