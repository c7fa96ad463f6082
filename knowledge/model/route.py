"""A route as data (DESIGN section 5 and 7): what the planner returns and the pages show.

Days are ISO dates in 东莞; `start` and `finish` are the earliest that the stated assumptions allow;
`open` marks a duration or window whose figure nobody could verify: the date is then a lower bound.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from knowledge.model.shape import Shape


class RouteGoal(Shape):
    goal: str
    title: str
    person: str = Field(alias="for")


class StepPaper(Shape):
    material: str
    title: str
    of: str
    form: str
    copies: int
    source: str


class Step(Shape):
    """One item for one person, done on one day at one place (or online)."""

    id: str
    item: str
    title: str
    list: str
    person: str
    department: str
    channel: str
    place: str | None
    start: date
    finish: date
    open: bool
    visits: int
    present: tuple[str, ...]
    duration: str
    fee: str
    after: tuple[str, ...]
    why: tuple[str, ...]
    basis: tuple[str, ...]
    materials: tuple[StepPaper, ...]
    note: str | None = None


class Trip(Shape):
    id: str
    date: date
    place: str
    steps: tuple[str, ...]


class Considered(Shape):
    item: str
    title: str
    list: str
    person: str
    outcome: Literal["taken", "held", "rejected"]
    because: str


class RouteMaterial(Shape):
    id: str
    title: str
    of: str
    steps: tuple[str, ...] = Field(alias="for")
    source: str


class Alone(Shape):
    departments: int
    items: int
    materials: int
    trips: int
    days: int


class Measures(Shape):
    """`days` are working days from today to the last finish.

    `alone` sums each planned item done by itself.
    """

    departments: int
    items: int
    materials: int
    trips: int
    days: int
    alone: Alone
    formula: str


class Proof(Shape):
    """value = bound: nothing better exists under the stated assumptions; else the gap is open."""

    value: int
    bound: int
    unit: str


class Blocked(Shape):
    goal: str
    person: str
    because: str
    earliest: date | None = None


class Alternative(Shape):
    goal: str
    item: str
    title: str
    because: str


class Branch(Shape):
    """What the route would be for one answer to an unknown fact, and what that `changes`."""

    fact: str
    value: str
    items: tuple[str, ...]
    finish: date | None
    changes: tuple[str, ...] = ()


class Ask(Shape):
    """追问: only facts whose value would change the route or an answer."""

    fact: str
    ask: str
    why: str
    options: tuple[str, ...] = ()
    effect: float = 0.0


class Route(Shape):
    release: str
    today: date
    goals: tuple[RouteGoal, ...]
    assumptions: tuple[str, ...]
    trips: tuple[Trip, ...]
    steps: tuple[Step, ...]
    considered: tuple[Considered, ...]
    materials: tuple[RouteMaterial, ...]
    measures: Measures
    proof: dict[str, Proof]
    blocked: tuple[Blocked, ...]
    alternatives: tuple[Alternative, ...]
    branches: tuple[Branch, ...]
    asks: tuple[Ask, ...]
