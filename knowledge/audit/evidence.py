"""What an audit has before it: the route, the lists, the facts given, what the route assumes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from knowledge.audit.world import World
from knowledge.model.condition import Condition, Group
from knowledge.model.household import role_of
from knowledge.model.inquiry_list import Item
from knowledge.model.judgement import ANY, Finding, Judge
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route, Step
from knowledge.model.shared import Fact
from knowledge.model.value import Truth, all_of, any_of

OPENINGS = ("持有", "正在", "有", "已")


@dataclass(frozen=True)
class Asked:
    """A condition, about whom, on which day, in which year (None: the year of that day)."""

    condition: Condition | None
    person: str
    on: date
    year: int | None = None


@dataclass(frozen=True)
class Evidence:
    """`told`: facts came with the route; else what is unknown counts in the route's favour.

    `refused`: (item, person, material) of papers that a window asked for besides.
    """

    route: Route
    knowledge: KnowledgeBase
    world: World
    held: frozenset[str]
    done: frozenset[str]
    told: bool
    refused: frozenset[tuple[str, str, str]] = frozenset()

    @cached_property
    def items(self) -> Mapping[str, Item]:
        return self.knowledge.items(self.route.today)

    @cached_property
    def steps(self) -> dict[str, Step]:
        return {step.id: step for step in self.route.steps}

    def item_of(self, step: Step) -> Item:
        return self.items[step.item]

    @cached_property
    def known_steps(self) -> tuple[Step, ...]:
        """Steps whose item is in force: the others are found once and not judged further."""
        return tuple(step for step in self.route.steps if step.item in self.items)

    @property
    def last_day(self) -> date:
        return max((step.finish for step in self.route.steps), default=self.route.today)

    def waited_for(self, step: Step) -> frozenset[str]:
        """Steps that this one waits for, directly or not."""
        found: set[str] = set()
        ahead = list(step.after)
        while ahead:
            name = ahead.pop()
            if name in self.steps and name not in found and name != step.id:
                found.add(name)
                ahead += self.steps[name].after
        return frozenset(found)

    def done_before(self, step: Step) -> frozenset[str]:
        """Steps surely finished when this one starts: on an earlier day, or waited for."""
        return self.waited_for(step) | {
            other.id for other in self.route.steps if other.finish < step.start
        }

    def may_be_for(self, person: str, item: Item) -> bool:
        """Whether the item is for that role, and the person is one of the household or a goal's."""
        wished = {wish.person for wish in self.route.goals}
        household = {*self.world.household.persons, self.world.person_in(item.whose)}
        return role_of(person) == item.whose and person in household | wished

    def year_of(self, item: Item, person: str) -> int | None:
        """The year the item's yearly window is about, where a fact names one."""
        if item.window is None or item.window.year is None:
            return None
        today = self.route.today
        value = self.world.judge(today, steps=()).value(f"{person}.{item.window.year}", on=today)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def says(self, words: Iterable[str]) -> bool:
        """Whether one of the route's assumptions has all these words."""
        wanted = tuple(words)
        return any(all(word in text for word in wanted) for text in self.route.assumptions)

    def truth(self, asked: Asked, judge: Judge, *, assuming: bool) -> Truth:
        """The condition's truth; with `assuming`, what the route assumes counts as favourable."""
        return self._settle(asked.condition, asked, judge, Truth.TRUE if assuming else None)

    def _settle(
        self, condition: Condition | None, asked: Asked, judge: Judge, favoured: Truth | None
    ) -> Truth:
        if not isinstance(condition, Group):
            verdict = judge.judge(condition, person=asked.person, on=asked.on, year=asked.year)
            if condition is None:
                return Truth.TRUE
            truths = [self._taken(finding, favoured) for finding in verdict.findings]
            return any_of(truths) if condition.person.startswith(ANY) else all_of(truths)
        below = favoured.negated() if favoured and condition.kind == "none" else favoured
        members = [self._settle(member, asked, judge, below) for member in condition.members]
        if condition.kind == "all":
            return all_of(members)
        met = any_of(members)
        return met if condition.kind == "any" else met.negated()

    def _taken(self, finding: Finding, favoured: Truth | None) -> Truth:
        if finding.truth is not Truth.UNKNOWN or favoured is None or not self._assumed(finding):
            return finding.truth
        return favoured

    def _assumed(self, finding: Finding) -> bool:
        if not self.told:
            return True
        if finding.parameter:
            return self.says([finding.parameter])
        person, _, name = finding.key.rpartition(".")
        fact = self.knowledge.shared.facts_by_name[name]
        return any(
            (self.world.household.call(person) in text or person in text)
            and self._names(text, fact)
            for text in self.route.assumptions
        )

    def _names(self, text: str, fact: Fact) -> bool:
        """Whether the text speaks of this fact, and not of one with a longer name around it."""
        stem = next(
            (fact.name.removeprefix(word) for word in OPENINGS if fact.name.startswith(word)),
            fact.name,
        )
        longer = [
            other
            for other in self.knowledge.shared.facts_by_name
            if stem in other and other != fact.name and len(other) > len(stem)
        ]
        return fact.name in text or (stem in text and not any(name in text for name in longer))
