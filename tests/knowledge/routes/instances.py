"""Small random networks: alternatives, persons, places, openings, deadlines, waits, papers.
Seeded, so repeatable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any as Anything

from knowledge.model.inquiry_list import Channel, Item, TimeLimit
from knowledge.routes.network import (
    All,
    Any,
    Due,
    Lapse,
    Need,
    Network,
    Opening,
    Paper,
    Requirement,
    Task,
    Visit,
    Way,
)

PERSONS = ("本人", "配偶", "子女1")
PLACES = ("派出所", "社保窗口", "学校")
FIRST_DAYS = (
    date(2025, 9, 25),  # before the National Day holiday with its two working weekends
    date(2026, 2, 9),  # before the Spring Festival
    date(2026, 4, 28),  # before 1 May
    date(2027, 12, 27),  # into a year whose holidays are not published
)


@dataclass(frozen=True)
class Instance:
    """A network with the goals to reach, from this day on and for so many days."""

    network: Network
    goals: tuple[int, ...]
    first: date
    length: int


def instance(seed: int) -> Instance:
    """The network of this seed: 2 to 6 tasks, of which some may not be needed or not be
    possible.
    """
    return _Maker(Random(seed)).instance()


def unsettled(seed: int) -> Instance:
    """The network of this seed, with much that does not stay as it is: what holds ends some day,
    tasks undo what others rest on, and some papers depend on the channel.
    """
    drawn, chance = instance(seed), Random(f"unsettled {seed}")
    tasks = drawn.network.tasks
    end = drawn.first + timedelta(days=drawn.length)

    def change(requirement: Requirement) -> Requirement:
        if isinstance(requirement, Need):
            return _ending(_undone(requirement, sorted(tasks), chance), end, chance)
        return type(requirement)(tuple(change(member) for member in requirement.members))

    goals = tuple((goal, person, change(needs)) for goal, person, needs in drawn.network.goals)
    changed = {}
    for key, task in tasks.items():
        needs = All((change(task.needs), *_by_channel(task, chance)))
        changed[key] = replace(task, needs=needs)
    return replace(drawn, network=Network(goals, changed))


def counted(seed: int) -> Instance:
    """The network of this seed, with waits and deadlines that count from the end of other tasks."""
    drawn, chance = instance(seed), Random(f"counted {seed}")
    tasks = drawn.network.tasks

    def change(requirement: Requirement) -> Requirement:
        if isinstance(requirement, Need):
            return replace(
                requirement, ways=tuple(_waiting(one, chance) for one in requirement.ways)
            )
        return type(requirement)(tuple(change(member) for member in requirement.members))

    changed = {
        key: replace(task, needs=change(task.needs), **_due(key, sorted(tasks), chance))
        for key, task in tasks.items()
    }
    return replace(drawn, network=Network(drawn.network.goals, changed))


def _waiting(way: Way, chance: Random) -> Way:
    if way.task is None or way.lag or way.slack or way.within is not None or chance.random() < 0.4:
        return way
    return replace(way, wait=Lapse(chance.randrange(1, 6), chance.random() < 0.5))


def _due(key: str, keys: list[str], chance: Random) -> dict[str, Anything]:
    others = [one for one in keys if one != key]
    if chance.random() < 0.3:
        return {}
    after = tuple(chance.sample(others, k=min(len(others), chance.choice((1, 1, 2)))))
    return {
        "due": None,
        "due_after": Due(after, Lapse(chance.randrange(0, 7), chance.random() < 0.5)),
    }


def _undone(need: Need, keys: list[str], chance: Random) -> Need:
    if chance.random() < 0.75:
        return need
    return replace(
        need, undone_by=tuple(chance.sample(keys, k=min(len(keys), chance.choice((1, 2)))))
    )


def _ending(need: Need, end: date, chance: Random) -> Need:
    def ends(way: Way) -> bool:
        return way.task is None and chance.random() < 0.4

    until = end - timedelta(days=chance.randrange(0, 12))
    return replace(
        need, ways=tuple(replace(way, until=until) if ends(way) else way for way in need.ways)
    )


def _by_channel(task: Task, chance: Random) -> list[Requirement]:
    """A paper for each channel of its own."""
    if len(task.visits) < 2 or chance.random() < 0.4:
        return []
    paper = Paper("lease", "lease", task.person, "原件", 1, "手里有")
    members = []
    for number in range(len(task.visits)):
        shown = Need((Way(said="手里有"),), paper=paper)
        papers = (shown,) if chance.random() < 0.5 else ()
        members.append(All((Need((Way(channel=number),)), *papers)))
    return [Any(tuple(members))]


class _Maker:
    """Draws everything from one source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.first = chance.choice(FIRST_DAYS)
        self.monthly = chance.random() < 0.2
        self.size = chance.choice((2, 3) if self.monthly else (2, 3, 3, 4, 4, 4, 5, 5, 6))
        self.length = 44 if self.monthly else chance.choice((10, 14, 18, 22))
        self.keys = tuple(f"t{number}" for number in range(self.size))
        self.places = PLACES[: chance.choice((1, 2, 2, 3))]

    def instance(self) -> Instance:
        tasks = {key: self._task(number, key) for number, key in enumerate(self.keys)}
        wished = self.chance.sample(self.keys, k=min(self.size, self.chance.choice((1, 2, 2, 3))))
        goals = tuple((key, "本人", self._goal(key)) for key in wished)
        return Instance(Network(goals, tasks), tuple(range(len(goals))), self.first, self.length)

    def _often(self, share: float) -> bool:
        return self.chance.random() < share

    def _goal(self, key: str) -> Requirement:
        lag = 1 if self.monthly and self._often(0.3) else 0
        ways = [Way(task=key, lag=lag)]
        if self._often(0.2):
            ways.append(Way(task=self.chance.choice(self.keys)))
        if self._often(0.04):
            ways.append(Way(since=self._day()))
        return Need(tuple(dict.fromkeys(ways)))

    def _task(self, number: int, key: str) -> Task:
        person = self.chance.choice(PERSONS)
        item = Item(
            id=f"item-{number}",
            title=key,
            whose="本人",
            decision=self._often(0.04),
            channels=(Channel(mode="online"),),
            time_limit=TimeLimit(),
            basis=(),
        )
        return Task(
            key=key,
            item_id=f"list/item-{number}",
            person=person,
            item=item,
            department="某局",
            needs=All(tuple(self._needs(number, person))),
            visits=tuple(self._visit(person) for _ in range(self.chance.choice((1, 1, 2)))),
            opening=self._opening() if self._often(0.3) else None,
            due=self._day() if self._often(0.25) else None,
            fee=self.chance.choice((None, 0, 0, 10, 25)),
        )

    def _needs(self, number: int, person: str) -> list[Requirement]:
        """Mostly of earlier tasks; now and then of a later one, so that some wait for each
        other.
        """
        needs: list[Requirement] = []
        for other in range(self.size):
            if other != number and self._often(0.35 if other < number else 0.03):
                needs.append(self._need(self.keys[other], number))
        if self._often(0.3):
            needs.append(Need((Way(said="以前交过"),), paper=self._paper(person)))
        if self._often(0.08):
            needs.append(Need((Way(since=self._day()),)))
        if self._often(0.1):
            needs.append(Need((Way(assumption="先按符合算", cost=self.chance.choice((1, 5))),)))
        return needs

    def _need(self, served: str, number: int) -> Requirement:
        if self._often(0.6):
            return self._need_of_paper(served)
        ways = [Way(task=served, lag=1 if self.monthly and self._often(0.4) else 0)]
        if self._often(0.2):
            ways.append(Way(assumption="先按符合算", cost=self.chance.choice((1, 5))))
        if self._often(0.2):
            ways.append(Way(since=self._day()))
        need = Need(tuple(ways))
        if self._often(0.35):
            other = self.keys[self.chance.randrange(max(number, 1))]
            members: tuple[Requirement, ...] = (need, Need((Way(task=other),)))
            if self._often(0.3):
                members = (All(members), Need((Way(since=self._day()),)))
            return Any(members)
        return need

    def _need_of_paper(self, served: str) -> Need:
        way = Way(
            task=served,
            within=self.chance.randrange(0, 9) if self._often(0.35) else None,
            slack=self.chance.randrange(1, 6) if self._often(0.4) else 0,
        )
        issued = Way(said="向单位取得", cost=1)
        return Need((way, issued) if self._often(0.15) else (way,), paper=self._paper("本人"))

    def _paper(self, person: str) -> Paper:
        material = self.chance.choice(("id-card", "lease", "photo"))
        return Paper(
            material=material,
            title=material,
            of=person,
            form="原件",
            copies=1,
            source="手里有",
            waived=self._often(0.2),
            doubtful=self._often(0.1),
        )

    def _visit(self, person: str) -> Visit:
        online = self._often(0.3)
        return Visit(
            channel="网上办" if online else "窗口",
            place=None if online else self.chance.choice(self.places),
            visits=0 if online else self.chance.choice((1, 1, 1, 1, 2, 3)),
            present=(person,),
            days=self.chance.choice((None, 0, 0, 1, 2, 3, 5)),
            working=self._often(0.7),
            duration="",
        )

    def _opening(self) -> Opening:
        spans = []
        for _ in range(self.chance.choice((1, 2, 2, 3))):
            first = self._day()
            spans.append((first, first + timedelta(days=self.chance.choice((0, 2, 5, 9)))))
        return Opening(tuple(spans), self._often(0.8), "办理时间")

    def _day(self) -> date:
        """Mostly inside the days looked at, sometimes just before or after."""
        return self.first + timedelta(days=self.chance.randrange(-3, self.length + 2))
