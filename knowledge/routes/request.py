"""What the planner is asked, and the refusal of what cannot be planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from knowledge.model.household import Household, person_name, read_household, role_of
from knowledge.model.inquiry_list import YieldedFact
from knowledge.model.judgement import typed_constant
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.value import Value

Preference = Literal["trips", "finish"]


class RequestError(ValueError):
    """A request that names what does not exist; the message is Chinese and says how to mend it."""


@dataclass(frozen=True)
class Wish:
    """A goal for one person of the household (子女1)."""

    goal: str
    person: str


@dataclass(frozen=True)
class PlanRequest:
    """`facts` are JSON values by "<person>.<fact>"; `held` papers are "<material>@<person>" or
    "<material>"; `done` items are "<list>/<item>@<person>" or "<list>/<item>". `prefer` is the
    first thing to minimise. Facts in `inferred` count as known but are confirmed once where they
    decide the route.
    """

    knowledge: KnowledgeBase
    release: str
    facts: Mapping[str, Any]
    goals: tuple[Wish, ...]
    today: date
    held: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    prefer: Preference = "trips"
    inferred: tuple[str, ...] = ()
    household: Household = field(init=False)

    def __post_init__(self) -> None:
        goals = tuple(
            Wish(wish.goal, _numbered(self.knowledge, wish.person)) for wish in self.goals
        )
        object.__setattr__(self, "goals", goals)
        for wish in goals:
            _refuse_unknown(self.knowledge, wish)
        household = read_household(self.facts, self.knowledge.shared, on=self.today)
        values = dict(household.values)
        for key in self.done:
            values.update(_brought_about(self.knowledge, key, self.today, values))
        object.__setattr__(self, "household", Household(values, self.today))


def _numbered(knowledge: KnowledgeBase, person: str) -> str:
    """子女 -> 子女1: a role that may be several means its first."""
    role = knowledge.shared.persons_by_name.get(person)
    return person_name(person, several=True) if role and role.several else person


def _brought_about(
    knowledge: KnowledgeBase, key: str, today: date, known: Mapping[str, Value]
) -> dict[str, Value]:
    """Facts that hold because the item is done; what grows from then on starts today."""
    item_id, _, person = key.partition("@")
    item = knowledge.items(today).get(item_id)
    if item is None:
        raise RequestError(
            f"没有「{item_id}」这个事项,写成「清单/事项」,比如「residence-permit/first-permit」。"
        )
    shared, values = knowledge.shared, dict[str, Value]()
    holding = {fact.material: fact for fact in shared.facts.values() if fact.material}
    for one in item.yields:
        owner = person if person and one.of == item.whose else _numbered(knowledge, one.of)
        if isinstance(one, YieldedFact):
            fact = shared.facts_by_name[one.fact]
            values[f"{owner}.{fact.name}"] = typed_constant(fact, one.value)
        elif one.material in holding:
            values[f"{owner}.{holding[one.material].name}"] = True
    for fact in shared.facts.values():
        if fact.grows is None or fact.grows.whilst is None or fact.grows.starts is None:
            continue
        for name in [name for name, value in values.items() if value is True]:
            owner, _, done = name.rpartition(".")
            if done == fact.grows.whilst and f"{owner}.{fact.name}" not in known:
                values[f"{owner}.{fact.name}"] = fact.grows.starts
    return values


def _refuse_unknown(knowledge: KnowledgeBase, wish: Wish) -> None:
    goals = knowledge.shared.goals
    if wish.goal not in goals:
        raise RequestError(f"没有「{wish.goal}」这个办事目标,可用的有:{'、'.join(goals)}。")
    if role_of(wish.person) != goals[wish.goal].whose:
        raise RequestError(
            f"目标「{goals[wish.goal].title}」是给{goals[wish.goal].whose}的,不是给「{wish.person}」。"
        )
