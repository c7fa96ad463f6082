"""What the planner is asked, and the refusal of what cannot be planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from knowledge.model.household import Household, read_household, role_of
from knowledge.model.knowledge_base import KnowledgeBase

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
    """`facts` are JSON values by "<person>.<fact>"; `held` papers are "<material>@<person>" or "<material>";
    `done` items are "<list>/<item>@<person>" or "<list>/<item>". `prefer` is the first thing to minimise."""

    knowledge: KnowledgeBase
    release: str
    facts: Mapping[str, Any]
    goals: tuple[Wish, ...]
    today: date
    held: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    prefer: Preference = "trips"
    household: Household = field(init=False)

    def __post_init__(self) -> None:
        household = read_household(self.facts, self.knowledge.shared, on=self.today)
        object.__setattr__(self, "household", household)
        for wish in self.goals:
            _refuse_unknown(self.knowledge, wish)


def _refuse_unknown(knowledge: KnowledgeBase, wish: Wish) -> None:
    goals = knowledge.shared.goals
    if wish.goal not in goals:
        raise RequestError(f"没有「{wish.goal}」这个办事目标,可用的有:{'、'.join(goals)}。")
    if role_of(wish.person) != goals[wish.goal].whose:
        raise RequestError(
            f"目标「{goals[wish.goal].title}」是给{goals[wish.goal].whose}的,不是给「{wish.person}」。"
        )
