"""What must hold, as a network of alternatives: all, any, and single ways in which a clause can
come true.

A task is one item for one person. `Network` is everything that could play a part in reaching the
goals; which of it does, and when, is for the schedule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from knowledge.model.inquiry_list import Item
from knowledge.model.judgement import Finding


@dataclass(frozen=True)
class Lapse:
    """Time that goes by: whole months, then days, working or calendar ones."""

    days: int = 0
    working: bool = False
    months: int = 0


@dataclass(frozen=True)
class Way:
    """One way a need is met: it holds already, an assumption, time, or a task that yields it.

    It serves what begins from `since` to `until` (None: without limit). `lag` is whole months that
    must pass after the task, `wait` any other time; `within` how many days what it yields stays
    good; `slack` how many working days after the start it may still follow (容缺); `channel` the
    number of the channel by which the task in need is done itself; `cost` how much is assumed.
    """

    task: str | None = None
    lag: int = 0
    wait: Lapse | None = None
    within: int | None = None
    slack: int = 0
    since: date | None = None
    until: date | None = None
    channel: int | None = None
    assumption: str | None = None
    cost: int = 0
    said: str | None = None


@dataclass(frozen=True)
class Need:
    """A need that nothing but its ways can meet; no ways: it cannot be met, `failure` says why.

    `undone_by` are tasks that bring about the opposite: each ends when what is in need has begun,
    or before the task by which the need is met.
    """

    ways: tuple[Way, ...]
    failure: str = ""
    finding: Finding | None = None
    paper: Paper | None = None
    undone_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class All:
    members: tuple[Requirement, ...]


@dataclass(frozen=True)
class Any:
    members: tuple[Requirement, ...]
    failure: str = ""


Requirement = Need | All | Any


@dataclass(frozen=True)
class Paper:
    """A paper to bring: which, whose, in what form, and where it comes from when no task yields it.

    `doubtful`: only needed in a situation that is not known to be the citizen's.
    """

    material: str
    title: str
    of: str
    form: str
    copies: int
    source: str
    waived: bool = False
    later: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class Visit:
    """One channel at one place. `visits` trips; `days` (after whole `months`) until done, None
    while the figure is not known; `open`: it may take longer. `always`: any day will do there, not
    only working days.
    """

    channel: str
    place: str | None
    visits: int
    present: tuple[str, ...]
    days: int | None
    working: bool
    duration: str
    months: int = 0
    open: bool = False
    always: bool = False

    @property
    def takes(self) -> Lapse:
        """The time from the first visit until it is done, as far as it is known."""
        return Lapse(self.days or 0, self.working, self.months)

    @property
    def on_working_days(self) -> bool:
        """Whether one can go there on working days only."""
        return self.place is not None and not self.always

    @property
    def settled(self) -> bool:
        """Whether the day on which it is done is known."""
        return self.days is not None and not self.open


@dataclass(frozen=True)
class Opening:
    """When an item may be done, from-to; `known` is false where the parameter has no verified
    value for some year: `verified` are the spans for which it has.
    """

    spans: tuple[tuple[date, date], ...]
    known: bool
    text: str
    verified: tuple[tuple[date, date], ...] = ()

    def known_on(self, day: date) -> bool:
        """Whether it is published that it is open on this day."""
        return self.known or any(first <= day <= last for first, last in self.verified)


@dataclass(frozen=True)
class Due:
    """In time while it begins no later than this lapse after the end of one of these tasks."""

    after: tuple[str, ...]
    lapse: Lapse


@dataclass(frozen=True)
class Task:
    """One item for one person; `due` is its last day, `due_after` stands in where that follows from
    other tasks. `decided`: who named a goal of the request has chosen it.
    """

    key: str
    item_id: str
    person: str
    item: Item
    department: str
    needs: Requirement
    visits: tuple[Visit, ...]
    opening: Opening | None
    due: date | None
    fee: int | None
    due_after: Due | None = None
    decided: bool = False

    @property
    def own_choice(self) -> bool:
        """Whether it is for the citizen alone to choose, and not chosen by what was wished."""
        return self.item.decision and not self.decided


@dataclass(frozen=True)
class Network:
    """Goals with their requirements, and the tasks that could serve.

    `held` are tasks not needed any more (key -> why); `failed` those that were tried and did not
    succeed; `before` is how each task of the previous route was to be done (channel, place).
    """

    goals: tuple[tuple[str, str, Requirement], ...]
    tasks: dict[str, Task]
    held: dict[str, str] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    before: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)

    def possible(self) -> frozenset[str]:
        """Tasks whose needs can all be met, by ways that end in tasks which can themselves be done.

        Least fixpoint, so that two tasks which only wait for each other are both impossible.
        """
        return self._possible

    @cached_property
    def _possible(self) -> frozenset[str]:
        done: set[str] = set()
        while True:
            more = {
                key
                for key, task in self.tasks.items()
                if key not in done and not task.own_choice and meets(task.needs, done)
            }
            if not more:
                return frozenset(done)
            done |= more


def meets(requirement: Requirement, tasks: set[str] | frozenset[str]) -> bool:
    """Whether the requirement can be met with these tasks available."""
    if isinstance(requirement, All):
        return all(meets(member, tasks) for member in requirement.members)
    if isinstance(requirement, Any):
        return any(meets(member, tasks) for member in requirement.members)
    return any(way.task is None or way.task in tasks for way in requirement.ways)


def free(requirement: Requirement) -> bool:
    """Whether it is met with nothing to do, to wait for or to assume, whatever else is done."""
    if isinstance(requirement, Need):
        return not requirement.undone_by and any(map(_costs_nothing, requirement.ways))
    below = (free(member) for member in requirement.members)
    return all(below) if isinstance(requirement, All) else any(below)


def weightless(requirement: Requirement) -> bool:
    """Whether it is met freely, and without bringing a paper that counts."""
    if isinstance(requirement, Need):
        counted = any(own_paper(requirement, way) for way in requirement.ways)
        return free(requirement) and not counted
    below = (weightless(member) for member in requirement.members)
    return all(below) if isinstance(requirement, All) else any(below)


def _costs_nothing(way: Way) -> bool:
    timed = way.since is not None or way.until is not None
    return way.task is None and way.channel is None and not timed and not way.cost


def needs_of(requirement: Requirement) -> Iterator[Need]:
    """Every single need below a requirement."""
    if isinstance(requirement, Need):
        yield requirement
        return
    for member in requirement.members:
        yield from needs_of(member)


def own_paper(need: Need, way: Way) -> tuple[str, str] | None:
    """The paper to bring from home for this way of meeting the need, if it counts as one."""
    paper = need.paper
    if paper is None or way.task is not None or paper.waived or paper.doubtful:
        return None
    return paper.material, paper.of


def failures(requirement: Requirement, tasks: frozenset[str]) -> list[str]:
    """Why it cannot be met: the sentences of the needs that fail, nearest the goal first."""
    if meets(requirement, tasks):
        return []
    if isinstance(requirement, Need):
        return [requirement.failure] if requirement.failure else []
    below = [reason for member in requirement.members for reason in failures(member, tasks)]
    if isinstance(requirement, Any) and requirement.failure:
        return [requirement.failure]
    return below
