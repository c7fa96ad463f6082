"""Random journeys for the benchmarks: so many items on eight places, 45 of 100 channels online.
Seeded.

Every item serves a later one or is a goal, so all of them are planned; some can be had in two
ways.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from knowledge.model.inquiry_list import Channel, Item, TimeLimit
from knowledge.routes.network import (
    All,
    Any,
    Need,
    Network,
    Opening,
    Paper,
    Requirement,
    Task,
    Visit,
    Way,
)

TODAY = date(2026, 3, 2)
PLACES = tuple(f"办事大厅{number}" for number in range(1, 9))
ONLINE = 0.45
DAYS = (0, 0, 1, 3, 5, 7, 10, 15, 20)


def journey(size: int, seed: int) -> Network:
    """A network of `size` tasks, of which each waits for up to three earlier ones."""
    chance = Random(f"{size}/{seed}")
    keys = [f"t{number:02}" for number in range(size)]
    needs: dict[str, list[Requirement]] = {key: _own_papers(chance) for key in keys}
    served: set[str] = set()
    for number, key in enumerate(keys):
        earlier = keys[max(number - 12, 0) : number]
        for other in chance.sample(earlier, k=min(len(earlier), chance.choice((0, 1, 1, 2, 3)))):
            served.add(other)
            needs[key].append(_served_by(other, earlier, chance))
    tasks = {key: _task(key, tuple(needs[key]), chance) for key in keys}
    goals = tuple(
        (key, "本人", Need((Way(task=key),)))
        for key in keys
        if key not in served or chance.random() < 0.1
    )
    return Network(goals, tasks)


def _served_by(other: str, earlier: list[str], chance: Random) -> Requirement:
    paper = Paper(f"paper-{other}", other, "本人", "原件", 1, "办成相关事项后取得")
    within = chance.choice((90, 180)) if chance.random() < 0.04 else None
    slack = chance.choice((5, 10)) if chance.random() < 0.05 else 0
    lag = chance.choice((1, 6)) if chance.random() < 0.01 else 0
    need = Need((Way(task=other, within=within, slack=0 if lag else slack, lag=lag),), paper=paper)
    if chance.random() < 0.1:
        return Any((need, Need((Way(task=chance.choice(earlier)),))))
    return need


def _own_papers(chance: Random) -> list[Requirement]:
    names = chance.sample([f"own-{number}" for number in range(12)], k=chance.choice((0, 1, 2)))
    return [
        Need((Way(said="手里有"),), paper=Paper(name, name, "本人", "原件", 1, "手里有"))
        for name in names
    ]


def _task(key: str, needs: tuple[Requirement, ...], chance: Random) -> Task:
    item = Item(
        id=f"item-{key}",
        title=key,
        whose="本人",
        channels=(Channel(mode="online"),),
        time_limit=TimeLimit(),
        basis=(),
    )
    visits = tuple(_visit(chance) for _ in range(chance.choice((1, 1, 1, 2))))
    return Task(
        key=key,
        item_id=f"list/item-{key}",
        person="本人",
        item=item,
        department="某局",
        needs=All(needs),
        visits=visits,
        opening=_opening(chance) if chance.random() < 0.03 else None,
        due=TODAY + timedelta(days=chance.randrange(30, 200)) if chance.random() < 0.1 else None,
        fee=chance.choice((0, 0, 0, 10, 25)),
    )


def _visit(chance: Random) -> Visit:
    online = chance.random() < ONLINE
    return Visit(
        channel="网上办" if online else "窗口",
        place=None if online else chance.choice(PLACES),
        visits=0 if online else chance.choice((1, 1, 1, 1, 2)),
        present=("本人",),
        days=chance.choice(DAYS),
        working=chance.random() < 0.8,
        duration="",
    )


def _opening(chance: Random) -> Opening:
    """Once a year, for about a month."""
    month = chance.randrange(4, 11)
    spans = tuple((date(year, month, 1), date(year, month, 28)) for year in (2026, 2027, 2028))
    return Opening(spans, True, "办理时间")
