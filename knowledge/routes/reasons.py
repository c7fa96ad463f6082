"""Why a plan is as it is: why each step, why not the other items, on what it all rests.

Sentences here are about routes in general; what a list says (an item's title, an `else`) is quoted
as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from knowledge.model.inquiry_list import Item
from knowledge.model.route import Considered
from knowledge.routes.network import Opening, failures
from knowledge.routes.outlines import Outline
from knowledge.routes.request import PlanRequest
from knowledge.routes.schedule import UNITS, Level, Met, Plan, Planned
from knowledge.routes.terms import from_month
from knowledge.routes.workdays import unpublished

BETTER = "可以办,但有更省的办法,见「其他办法」"
UNCLEAR_SHOWN = 3
OWN_CHOICE = "这是您自己要拿的主意,不替您选"
FAILED = "上次没办成"
MORE = {
    "again": "要再办一次没办成的,多",
    "assumed": "要假定的事更多",
    "late": "误了期限的多",
    "trips": "多跑",
    "finish": "晚",
    "papers": "多带",
    "fee": "多花",
    "items": "多办",
}
COUNTED = {
    "again": "再办没办成的事",
    "assumed": "要假定的事",
    "late": "误了期限的事",
    "trips": "跑的趟数",
    "finish": "办完要的时间",
    "papers": "自带的材料",
    "fee": "费用",
    "items": "要办的事",
}


class Reasons:
    """The reasons of one outline. Every method is pure."""

    def __init__(self, request: PlanRequest, outline: Outline) -> None:
        self.request, self.network, self.plan = request, outline.network, outline.plan
        self.calendar = outline.calendar

    def why(self, one: Planned) -> tuple[str, ...]:
        """What a step is for, and on what it rests."""
        return tuple(dict.fromkeys((*self._serves(one), *self._rests_on(one))))

    def _serves(self, one: Planned) -> Iterator[str]:
        for met in self.plan.met:
            if met.way.task == one.task and met.task:
                grown = f",还要满 {met.way.lag} 个月" if met.way.lag else ""
                yield f"「{self._title(met.task)}」要用到它{grown}"
            elif met.way.task == one.task:
                yield "办成它,目标就达到了"
        for first, then in self.plan.apart:
            if first == one.task:
                yield f"要在「{self._title(then)}」办成之前办,办成以后就不符合条件了"

    def _rests_on(self, one: Planned) -> Iterator[str]:
        for met in self.plan.met:
            if met.task != one.task:
                continue
            if met.way.task and met.way.wait:
                yield f"要等「{self._title(met.way.task)}」办好,再{met.way.said}"
            elif met.way.task and met.way.lag:
                done = self.plan.planned[met.way.task].finish
                day = self.calendar.day(self.calendar.months_after(done, met.way.lag))
                title = self._title(met.way.task)
                yield f"要等「{title}」办好满 {met.way.lag} 个月:{from_month(day)}"
            elif met.need.finding and met.way.said:
                yield f"条件符合:{met.way.said}"
            elif met.way.assumption:
                yield f"先假定:{met.way.assumption}"

    def _title(self, key: str) -> str:
        return self.network.tasks[key].item.title

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        return self.request.knowledge.items(self.request.today)

    def considered(self) -> tuple[Considered, ...]:
        """Every item that could have played a part: taken, held, or rejected with the reason."""
        found: dict[str, tuple[str, str]] = {
            key: ("held", said) for key, said in self.network.held.items()
        }
        for key in self.network.tasks:
            if key in self.plan.planned:
                found[key] = ("taken", self._taken(key))
            elif key not in found:
                found[key] = ("rejected", self._rejected(key))
        return tuple(
            Considered.model_validate(
                {
                    "item": item_id,
                    "title": self._items[item_id].title,
                    "list": item_id.partition("/")[0],
                    "person": person,
                    "outcome": outcome,
                    "because": because,
                }
            )
            for key, (outcome, because) in found.items()
            for item_id, _, person in [key.partition("@")]
        )

    def _taken(self, key: str) -> str:
        again = [f"{FAILED},别的办法都到不了,只能再办一次"] if key in self.network.failed else []
        return ";".join((*again, *self.why(self.plan.planned[key]))) or "在路线里"

    def _rejected(self, key: str) -> str:
        task, possible = self.network.tasks[key], self.network.possible()
        below = list(dict.fromkeys(failures(task.needs, possible)))
        if task.own_choice and not below:
            return OWN_CHOICE
        if key not in possible:
            return ";".join(below)
        if key in self.network.failed:
            return f"{FAILED},不再选它"
        return BETTER

    def lost(self, plan: Plan | None) -> str:
        """On which level another plan loses to this one."""
        if plan is None:
            return "在能算到的时间里排不进去"
        for mine, other in zip(self.plan.levels, plan.levels, strict=True):
            if other.value > mine.value:
                if mine.name == "assumed":
                    return self._assumes_more(plan)
                unit = UNITS[mine.name].partition("(")[0]
                return f"{MORE[mine.name]} {other.value - mine.value} {unit}"
        return "和选中的办法一样,任选其一"

    def _assumes_more(self, plan: Plan) -> str:
        mine = {met.way.assumption for met in self.plan.met}
        more = [met for met in plan.met if met.way.assumption and met.way.assumption not in mine]
        unclear = list(dict.fromkeys(self._unclear(met) for met in more))
        others = f"等 {len(unclear)} 样" if len(unclear) > UNCLEAR_SHOWN else ""
        return "要先弄清:" + "、".join(unclear[:UNCLEAR_SHOWN]) + others

    def _unclear(self, met: Met) -> str:
        if met.need.finding is None:
            return str(met.way.assumption)
        owner, _, name = met.need.finding.key.rpartition(".")
        return f"{self.request.household.call(owner)}的{met.need.finding.parameter or name}"

    def assumptions(self) -> tuple[str, ...]:
        """What the route takes for granted, and what about it is not proven."""
        found = [met.way.assumption for met in self.plan.met if met.way.assumption]
        steps = sorted(self.plan.planned.values(), key=lambda one: one.start)
        for one in steps:
            task = self.network.tasks[one.task]
            if not one.visit.settled:
                found.append(
                    f"「{task.item.title}」办多久没有核实,这里只算到最早可能的一天,以窗口为准"
                )
            day = self.calendar.day(one.start)
            if task.opening and not task.opening.known_on(day):
                found.append(_unknown_opening(task.item, task.opening, day))
        last = self.calendar.day(max((one.finish for one in steps), default=0))
        for year in unpublished(self.request.today, last):
            found.append(f"{year} 年的放假调休还没有公布,按周一至周五上班推算")
        found += [_gap(level) for level in self.plan.levels if level.bound < level.value]
        return tuple(dict.fromkeys(found))


def _unknown_opening(item: Item, opening: Opening, start: date) -> str:
    return (
        f"「{item.title}」的{opening.text}还没有公布或没有核实:前面的手续最早 {start} 办齐,"
        "如果在这之前就截止便赶不上,请先备好其余材料并留意公布"
    )


def _gap(level: Level) -> str:
    """What is not proven, because the search was stopped."""
    unit = UNITS[level.name].partition("(")[0]
    return (
        f"没有算到底:{COUNTED[level.name]}现在是 {level.value} {unit},"
        f"只证明了少不过 {level.bound} {unit}"
    )
