"""Expands goals backward into a network: for every clause, how it could come true; for every
paper, from where.

What is expanded notes which facts it read. So the network of a household that differs in a few
facts takes over all that read none of them.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from knowledge.model.household import Household
from knowledge.model.inquiry_list import Item
from knowledge.model.judgement import Judge
from knowledge.model.value import Range, number_bounds
from knowledge.routes.clauses import About, Aim, Clauses
from knowledge.routes.counting import Counting
from knowledge.routes.memory import Memory, Trail
from knowledge.routes.network import All, Need, Network, Requirement, Task, Way
from knowledge.routes.papers import Papers
from knowledge.routes.request import PlanRequest
from knowledge.routes.terms import department_title, fee_of, opening_of, visits_of
from knowledge.routes.yields import Yields

SCHOOL_YEAR_ENDS = (8, 31)


class Expansion:
    """The network of everything that could serve a request's goals.

    `like` is the expansion of a request that differs from it in facts alone.
    """

    def __init__(self, request: PlanRequest, *, like: Expansion | None = None) -> None:
        self.request = request
        shared = request.knowledge.shared
        if like is None:
            self.memory = Memory(request.household)
            self.yields = Yields(shared, request.knowledge.items(request.today))
        else:
            self.memory = Memory(request.household, like=like.memory)
            self.yields = like.yields
        self.judge = Judge(shared, Household(self.memory.facts, request.today))
        self.clauses = Clauses(request, self.judge, self.yields, self.memory)
        self.papers = Papers(self.clauses)
        self.counting = Counting(self.judge, self.yields)
        self.network = self._network()

    def _network(self) -> Network:
        goals, wanted, held = [], dict[str, None](), dict[str, str]()
        for wish in self.request.goals:
            reach, trail = self._goal(wish.goal, wish.person)
            goals.append((wish.goal, wish.person, reach))
            wanted |= trail.leads
            held |= trail.held
        tasks: dict[str, Task] = {}
        while wanted:
            key = next(iter(wanted))
            del wanted[key]
            tasks[key], trail = self._recalled(key)
            wanted |= {other: None for other in trail.leads if other not in tasks}
            held = trail.held | held
        failed = frozenset(self.request.failed)
        return Network(tuple(goals), tasks, held, failed, self.request.before)

    def _goal(self, goal: str, person: str) -> tuple[Requirement, Trail]:
        reach = self.request.knowledge.shared.goals[goal].reach
        about = About(person, aim=Aim.GOAL)
        return self.memory.recall(
            ("goal", goal, person), lambda: self.clauses.requirement(reach, about)
        )

    def _recalled(self, key: str) -> tuple[Task, Trail]:
        return self.memory.recall(("task", key), lambda: self._task(key))

    def _task(self, key: str) -> Task:
        item_id, _, person = key.rpartition("@")
        item, knowledge, today = (
            self.yields.items[item_id],
            self.request.knowledge,
            self.request.today,
        )
        year = self._year(item, person)
        needs: list[Requirement] = [
            self.clauses.requirement(item.when, About(person, year)),
            self.papers.of_item(item_id, item, person),
        ]
        opening, assumed = opening_of(item, person, year=year, judge=self.judge, today=today)
        begun = self.counting.begun(item, person)
        needs += [one for one in (assumed, begun) if one]
        leads = (way.task for way in begun.ways if way.task) if begun else ()
        self.memory.trail.leads.update(dict.fromkeys(leads))
        if item.until is not None:
            needs.append(Need((Way(until=item.until),), f"「{item.title}」只办到 {item.until}"))
        return Task(
            key=key,
            item_id=item_id,
            person=person,
            item=item,
            department=department_title(knowledge, item_id, item),
            needs=All(tuple(needs)),
            visits=visits_of(item, person, judge=self.judge),
            opening=opening,
            due=self.counting.due_on(item, person),
            fee=fee_of(item, knowledge.shared, today),
            due_after=self.counting.due_after(item, person),
            decided=item_id in self._decided,
        )

    @cached_property
    def _decided(self) -> frozenset[str]:
        """Items that whoever names the goals has chosen."""
        goals = self.request.knowledge.shared.goals
        return frozenset(name for wish in self.request.goals for name in goals[wish.goal].decided)

    def _year(self, item: Item, person: str) -> int | None:
        """The year that the item's yearly window is about; of several the first whose window may
        still open.
        """
        if item.window is None or item.window.year is None:
            return None
        value = self.judge.value(f"{person}.{item.window.year}", on=self.request.today)
        if isinstance(value, Range):
            today = self.request.today
            next_one = today.year + (today > date(today.year, *SCHOOL_YEAR_ENDS))
            low, high = number_bounds(value)
            value = next_one if low is None else max(low, next_one)
            value = value if high is None else min(value, high)
        return value if isinstance(value, int) and not isinstance(value, bool) else None
