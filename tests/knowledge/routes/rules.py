"""What a plan may do and what it costs, from the definitions: the measure of the schedule's plans.

It shares the data model (network.py) and nothing else: days are counted one by one, constraints are
plain comparisons, levels come from their definitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from knowledge.routes.network import All, Any, Lapse, Need, Network, Requirement, Task, Visit, Way
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
    late = [key for key in placed if is_late(network.tasks[key], placed, days)]
    ends = [one.finish for one in placed.values()]
    ends += [from_day(link, placed, days) for link in links]
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


def is_late(task: Task, placed: Mapping[str, Placed], days: CountedDays) -> bool:
    """Begun after its last day, or too long after a task that it counts from."""
    start = placed[task.key].start
    if task.due_after is None:
        return task.due is not None and days.day(start) > task.due
    ends = [placed[key].finish for key in task.due_after.after if key in placed]
    return any(start > gone_by(end, task.due_after.lapse, days) for end in ends)


def gone_by(index: int, lapse: Lapse, days: CountedDays) -> int:
    """The day when the lapse has gone by."""
    months = days.months_later(index, lapse.months) if lapse.months else index
    return days.later(months, lapse.days, working=lapse.working)


def may_begin(task: Task, visit: Visit, start: int, days: CountedDays) -> bool:
    """Whether offices work (where one has to go) and the item is open on that day."""
    day = days.day(start)
    if visit.place is not None and not visit.always and not days.works(start):
        return False
    return task.opening is None or any(first <= day <= last for first, last in task.opening.spans)


def may_finish(visit: Visit, start: int, finish: int, days: CountedDays) -> bool:
    """Done when its time has run; where one comes back for it, on that or any later working day."""
    done = gone_by(start, visit.takes, days)
    if visit.visits <= 1:
        return finish == done
    return finish >= done and (visit.always or days.works(finish))


def keeps(link: Link, placed: Mapping[str, Placed], end: int, days: CountedDays) -> bool:
    """Whether the way chosen for a need is kept by the days of its task and of the one it
    serves.
    """
    way = link.way
    begins = placed[link.holder].start if link.holder else end
    if way.since is not None and days.day(begins) < way.since:
        return False
    if way.until is not None and days.day(begins) > way.until:
        return False
    if way.task is None:
        return True
    finish = placed[way.task].finish
    if way.within is not None and begins > finish + way.within:
        return False
    if way.slack and link.holder:
        deadline = days.later(begins, way.slack, working=True)
        return finish <= deadline and finish <= placed[link.holder].finish
    return begins >= from_day(link, placed, days)


def by_channel(network: Network, link: Link, placed: Mapping[str, Placed]) -> bool:
    """Whether the task in need is done by the channel that the way asks for."""
    if link.way.channel is None or link.holder is None:
        return True
    task = network.tasks[link.holder]
    return placed[link.holder].visit is task.visits[link.way.channel]


def none_undone(links: Sequence[Link], placed: Mapping[str, Placed]) -> bool:
    """Whether all tasks can be put in a row, so that none comes between what meets a need, which it
    undoes, and what needs it; on any other day but in this row.
    """
    options = []
    for link in links:
        for other in link.need.undone_by:
            if other in placed and other != link.holder:
                options.append(list(_kept_apart(link, other, placed)))
    fixed = [(str(link.way.task), link.holder) for link in links if link.way.task and link.holder]
    return any(_in_a_row([*fixed, *pairs]) for pairs in product(*options))


def _kept_apart(link: Link, other: str, placed: Mapping[str, Placed]) -> Iterator[tuple[str, str]]:
    """(first, then): in which rows the other task does no harm."""
    ended, met = placed[other].finish, link.way.task
    if link.holder is not None and ended >= placed[link.holder].start:
        yield link.holder, other
    if met is not None and met != other and ended <= placed[met].finish:
        yield other, met


def _in_a_row(pairs: Iterable[tuple[str, str]]) -> bool:
    waits = set(pairs)
    while waits:
        later = {then for _, then in waits}
        free = {first for first, _ in waits if first not in later}
        if not free:
            return False
        waits = {pair for pair in waits if pair[0] not in free}
    return True


def from_day(link: Link, placed: Mapping[str, Placed], days: CountedDays) -> int:
    """The day from which a way serves a goal, or a task to which nothing may follow later."""
    way = link.way
    if way.task is None:
        return max(days.index(way.since), 0) if way.since else 0
    if way.task not in placed:
        return 0
    finish = placed[way.task].finish
    if way.wait is not None:
        return gone_by(finish, way.wait, days)
    return days.months_later(finish, way.lag) if way.lag else finish


def faults(network: Network, plan: Plan, goals: Sequence[int], days: CountedDays) -> list[str]:
    """What is wrong with a plan: a rule it breaks, or a level it states wrongly. Empty for a sound
    plan.
    """
    links = [Link(met.task, met.need, met.way) for met in plan.met]
    placed = {key: Placed(one.visit, one.start, one.finish) for key, one in plan.planned.items()}
    goal_links = [link for link in links if link.holder is None]
    levels = chosen_levels(network, links) | dated_levels(network, goal_links, placed, days)
    wrong = [*_not_done(network, placed, links, days)]
    if in_order(links) is None:
        wrong.append("some tasks wait for each other")
    for index in goals:
        if not _met(network.goals[index][2], None, links):
            wrong.append(f"goal {index} is not reached")
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
    wrong += [
        f"{one.holder} is by another channel"
        for one in links
        if not by_channel(network, one, placed)
    ]
    if not none_undone(links, placed):
        wrong.append("something is undone before it is used")
    if set(placed) != {link.way.task for link in links if link.way.task}:
        wrong.append("it does what nothing needs")
    if set(plan.trips) != trips_of(placed):
        wrong.append("the trips are not those of its steps")
    return wrong


def _not_done(
    network: Network, placed: Mapping[str, Placed], links: Sequence[Link], days: CountedDays
) -> Iterator[str]:
    """What is wrong with single tasks."""
    for key, one in placed.items():
        task = network.tasks[key]
        if not _met(task.needs, key, links):
            yield f"{key} lacks something"
        if one.visit not in task.visits or not may_begin(task, one.visit, one.start, days):
            yield f"{key} begins on a closed day"
        if not may_finish(one.visit, one.start, one.finish, days):
            yield f"{key} is done on no possible day"


def _met(requirement: Requirement, holder: str | None, links: Sequence[Link]) -> bool:
    if isinstance(requirement, All):
        return all(_met(member, holder, links) for member in requirement.members)
    if isinstance(requirement, Any):
        return any(_met(member, holder, links) for member in requirement.members)
    return any(
        link.holder == holder and link.need == requirement and link.way in requirement.ways
        for link in links
    )
