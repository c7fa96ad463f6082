"""What can be chosen in a model, each with the literal that says so; and one solution of it."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.routes.days import Days, Moment
from knowledge.routes.known_days import Literal
from knowledge.routes.network import Need, Way


@dataclass(frozen=True)
class Used:
    """A need of a task (None: of a goal), one of its ways, and whether the solver chose it."""

    task: str | None
    need: Need
    way: Way
    chosen: Literal


@dataclass(frozen=True)
class Visited:
    """Somebody goes to a place at a moment, if this channel is chosen."""

    task: str
    place: str
    moment: Moment
    chosen: Literal


@dataclass(frozen=True)
class Apart:
    """One task comes before another, if so chosen."""

    first: str
    then: str
    chosen: Literal


@dataclass(frozen=True)
class Choice:
    """One solution of the model, by variable index, and its earliest days."""

    values: tuple[int, ...]
    days: Days

    def holds(self, variable: Literal) -> bool:
        return bool(self.values[variable.index])
