"""What was worked out about a household, with the facts it was worked out from.

For a household that differs in a few facts, all that read none of them is taken over as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from knowledge.model.household import Household, role_of
from knowledge.model.value import Value

Result = TypeVar("Result")


@dataclass
class Trail:
    """What is come upon on the way: facts read, tasks that could serve, tasks no longer needed."""

    read: set[str] = field(default_factory=set)
    leads: dict[str, None] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)

    def join(self, other: Trail) -> None:
        self.read |= other.read
        self.leads |= other.leads
        self.held = other.held | self.held


class Facts(dict[str, Value]):
    """A household's facts, which note in `trail` which of them are read."""

    def __init__(self, household: Household, trail: Trail) -> None:
        super().__init__(household.values)
        self.trail = trail

    def get(self, key: str, default: Any = None) -> Any:
        self.trail.read.add(key)
        return super().get(key, default)


class Memory:
    """Results by key; of `like`, the memory of another household, as far as they hold here."""

    def __init__(self, household: Household, *, like: Memory | None = None) -> None:
        self.household = household
        self.trail = Trail()
        self.facts = Facts(household, self.trail)
        self.known: dict[Hashable, tuple[Any, Trail]] = {}
        if like is not None and _several(like.household) == _several(household):
            differ = _differing(like.household, household)
            self.known = {
                key: entry for key, entry in like.known.items() if entry[1].read.isdisjoint(differ)
            }

    def recall(self, key: Hashable, work_out: Callable[[], Result]) -> tuple[Result, Trail]:
        """The result for this key, worked out at most once, and what was come upon for it."""
        if key not in self.known:
            outer, self.trail = self.trail, Trail()
            self.facts.trail = self.trail
            result = work_out()
            self.known[key] = (result, self.trail)
            self.trail = self.facts.trail = outer
        result, trail = self.known[key]
        self.trail.join(trail)
        return result, trail


def _several(household: Household) -> tuple[str, ...]:
    """Those who must be told apart from others in their role: a role's only person is its first."""
    those = [(person, household.of_role(role_of(person))) for person in household.persons]
    return tuple(
        person
        for person, role in those
        if len(role) > 1 or person not in (role_of(person), f"{role_of(person)}1")
    )


def _differing(one: Household, other: Household) -> set[str]:
    keys = one.values.keys() | other.values.keys()
    return {key for key in keys if one.values.get(key) != other.values.get(key)}
