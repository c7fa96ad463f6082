"""Who yields what: items in force, by the facts and papers that doing them brings about.

Holding a paper is a fact where the register says so; then whoever issues it yields the fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledge.model.household import Household, person_name, role_of
from knowledge.model.inquiry_list import Item, YieldedFact
from knowledge.model.judgement import typed_constant
from knowledge.model.knowledge_base import Shared
from knowledge.model.value import Value


@dataclass(frozen=True)
class Yielded:
    """An item, and the value that a fact of somebody in the role `of` has once it is done."""

    item_id: str
    item: Item
    of: str
    value: Value


@dataclass(frozen=True)
class Maker:
    """An item, and the role `of` whose paper it issues."""

    item_id: str
    item: Item
    of: str


class Yields:
    """Everything that the items yield."""

    def __init__(self, shared: Shared, items: Mapping[str, Item]) -> None:
        self.shared, self.items = shared, items

    @cached_property
    def facts(self) -> Mapping[str, tuple[Yielded, ...]]:
        """By the fact's name."""
        found: dict[str, list[Yielded]] = {}
        for item_id, item in self.items.items():
            for name, of, value in self._facts_of(item):
                found.setdefault(name, []).append(Yielded(item_id, item, of, value))
        return {name: tuple(those) for name, those in found.items()}

    @cached_property
    def papers(self) -> Mapping[str, tuple[Maker, ...]]:
        """By the material's id."""
        found: dict[str, list[Maker]] = {}
        for item_id, item in self.items.items():
            for one in item.yields:
                if not isinstance(one, YieldedFact):
                    found.setdefault(one.material, []).append(Maker(item_id, item, one.of))
        return {material: tuple(those) for material, those in found.items()}

    @cached_property
    def holding(self) -> Mapping[str, str]:
        """Material -> the name of the fact that one holds it."""
        return {fact.material: fact.name for fact in self.shared.facts.values() if fact.material}

    def _facts_of(self, item: Item) -> Iterator[tuple[str, str, Value]]:
        for one in item.yields:
            if isinstance(one, YieldedFact):
                fact = self.shared.facts_by_name[one.fact]
                yield one.fact, one.of, typed_constant(fact, one.value)
            elif one.material in self.holding:
                yield self.holding[one.material], one.of, True

    def of_fact(self, name: str, owner: str) -> Iterator[Yielded]:
        """What can bring about values of this fact for this person."""
        role = role_of(owner)
        return (one for one in self.facts.get(name, ()) if one.of == role)

    def of_paper(self, material: str, owner: str) -> Iterator[Maker]:
        """What can issue this paper for this person."""
        role = role_of(owner)
        return (one for one in self.papers.get(material, ()) if one.of == role)

    def whom(self, item: Item, owner: str, household: Household) -> str:
        """For whom the item is done when it yields something of `owner`'s."""
        return owner if item.whose == role_of(owner) else self.first(item.whose, household)

    def first(self, role: str, household: Household) -> str:
        """The person meant by a role: the first of several."""
        person = household.of_role(role)[0]
        several = self.shared.persons_by_name[role].several
        return person_name(person, several=True) if several and person == role else person
