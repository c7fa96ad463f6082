"""What the planner is asked, and the refusal of what cannot be planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from knowledge.model.household import Household, person_name, read_household, role_of
from knowledge.model.inquiry_list import Item, YieldedFact
from knowledge.model.judgement import typed_constant
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route
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
class Refusal:
    """A paper that the window asked for besides, at "<list>/<item>" for this person."""

    item: str
    person: str
    material: str


@dataclass(frozen=True)
class PlanRequest:
    """`facts` are JSON values by "<person>.<fact>"; `held` papers are "<material>@<person>" or
    "<material>"; `done` and `failed` items are "<list>/<item>@<person>" or "<list>/<item>".
    `prefer` is the first thing to minimise. Facts in `inferred` count as known but are confirmed
    once where they decide the route. What `failed` is offered again only where nothing else
    reaches the goal; among equal routes the one nearest to `previous` is chosen. At most `weighed`
    unknown facts are tried for what their answers would change, which takes most of the time.
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
    refused: tuple[Refusal, ...] = ()
    failed: tuple[str, ...] = ()
    previous: Route | None = None
    weighed: int = 24
    household: Household = field(init=False)

    def __post_init__(self) -> None:
        goals = tuple(Wish(one.goal, _numbered(self.knowledge, one.person)) for one in self.goals)
        for wish in goals:
            _refuse_unknown(self.knowledge, wish)
        household = read_household(self.facts, self.knowledge.shared, on=self.today)
        values, held = dict(household.values), list(self.held)
        for item, person in map(self._doing, self.done):
            values.update(_brought_about(self.knowledge, item, person, values))
            held += _issued(self.knowledge, item, person)
        said = {
            "goals": goals,
            "household": Household(values, self.today),
            "held": tuple(dict.fromkeys(held)),
            "failed": tuple(self._key(name) for name in self.failed),
            "refused": tuple(self._refusal(one) for one in self.refused),
        }
        for name, value in said.items():
            object.__setattr__(self, name, value)

    @cached_property
    def before(self) -> Mapping[str, tuple[str, str | None]]:
        """By which channel and where each step of the previous route was to be done."""
        steps = self.previous.steps if self.previous else ()
        return {f"{one.item}@{one.person}": (one.channel, one.place) for one in steps}

    def _doing(self, name: str) -> tuple[Item, str]:
        """The item of "<list>/<item>@<person>" and the person; without one, whom it is for."""
        item_id, _, person = name.partition("@")
        item = self.knowledge.items(self.today).get(item_id)
        if item is None:
            raise RequestError(
                f"没有「{item_id}」这个事项,写成「清单/事项」,比如「residence-permit/first-permit」。"
            )
        return item, _numbered(self.knowledge, person or item.whose)

    def _key(self, name: str) -> str:
        return f"{name.partition('@')[0]}@{self._doing(name)[1]}"

    def _refusal(self, one: Refusal) -> Refusal:
        person = self._doing(f"{one.item}@{one.person}")[1]
        if one.material not in self.knowledge.shared.materials:
            raise RequestError(f"没有「{one.material}」这份材料,见 shared/materials.yml。")
        return Refusal(one.item, person, one.material)


def _numbered(knowledge: KnowledgeBase, person: str) -> str:
    """子女 -> 子女1: a role that may be several means its first."""
    role = knowledge.shared.persons_by_name.get(person)
    return person_name(person, several=True) if role and role.several else person


def _owner(knowledge: KnowledgeBase, item: Item, person: str, of: str) -> str:
    """Whose it is what the item yields when it is done for this person."""
    return person if of == item.whose else _numbered(knowledge, of)


def _issued(knowledge: KnowledgeBase, item: Item, person: str) -> list[str]:
    """Papers at hand because the item is done."""
    return [
        f"{one.material}@{_owner(knowledge, item, person, one.of)}"
        for one in item.yields
        if not isinstance(one, YieldedFact)
    ]


def _brought_about(
    knowledge: KnowledgeBase, item: Item, person: str, known: Mapping[str, Value]
) -> dict[str, Value]:
    """Facts that hold because the item is done; what grows from then on starts today."""
    shared, values = knowledge.shared, dict[str, Value]()
    holding = {fact.material: fact for fact in shared.facts.values() if fact.material}
    for one in item.yields:
        owner = _owner(knowledge, item, person, one.of)
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
