"""Everything a release knows, in memory: shared entries by id and name, the lists, the phrasings.

Built by the compiler from YAML and by a release from its database; both give the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, partial
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from knowledge.model.inquiry_list import Catalog, CatalogRow, Goal, InquiryList, Item, Question
from knowledge.model.shape import Id, Shape, Text
from knowledge.model.shared import (
    Department,
    Fact,
    Law,
    Material,
    Parameter,
    Person,
    Place,
    Situation,
)

DAYS_KEPT = 16
InForce = tuple[Mapping[str, Item], Mapping[str, Question]]


@dataclass(frozen=True)
class Shared:
    """The shared files, each entry under its id."""

    persons: dict[str, Person]
    facts: dict[str, Fact]
    parameters: dict[str, Parameter]
    goals: dict[str, Goal]
    situations: dict[str, Situation]
    materials: dict[str, Material]
    places: dict[str, Place]
    departments: dict[str, Department]
    laws: dict[str, Law]

    @cached_property
    def facts_by_name(self) -> dict[str, Fact]:
        return {fact.name: fact for fact in self.facts.values()}

    @cached_property
    def parameters_by_name(self) -> dict[str, Parameter]:
        return {parameter.name: parameter for parameter in self.parameters.values()}

    @cached_property
    def places_by_name(self) -> dict[str, Place]:
        names = {place.name: place for place in self.places.values()}
        spoken = {word: place for place in self.places.values() for word in place.spoken}
        return spoken | names

    @cached_property
    def persons_by_name(self) -> dict[str, Person]:
        return {person.name: person for person in self.persons.values()}

    def contains(self, outer: str, inner: str) -> bool | None:
        """Whether the place named `inner` lies in the place named `outer`.

        None when a name is not registered, or when `inner` is the wider one: 广东 may mean 东莞.
        """
        if outer not in self.places_by_name or inner not in self.places_by_name:
            return True if outer == inner else None
        if self.places_by_name[outer].name in self._around(inner):
            return True
        return None if self.places_by_name[inner].name in self._around(outer) else False

    def _around(self, name: str) -> tuple[str, ...]:
        """The place's own name and the names of all that contain it, from small to large."""
        names: list[str] = []
        place: Place | None = self.places_by_name[name]
        while place is not None and place.name not in names:
            names.append(place.name)
            place = self.places_by_name[place.within] if place.within else None
        return tuple(names)


@dataclass(frozen=True)
class Phrasings:
    """How citizens say it: `sayings` of each list as a whole, and of each "list/question"; and
    whole `messages` with several wishes.
    """

    sayings: dict[str, tuple[str, ...]]
    questions: dict[str, tuple[str, ...]]
    acts: dict[str, Act] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()


class Message(Shape):
    """A message with several wishes: the lists it wants, and those spoken of but not wanted."""

    text: Annotated[Text, Field(title="市民的话")]
    lists: Annotated[tuple[Id, ...], Field(title="要办的清单", min_length=2)]
    aside: Annotated[tuple[Id, ...], Field(title="提到但不用办的清单")] = ()


@dataclass(frozen=True)
class Act:
    """A dialogue act and the kind of message it is (DESIGN section 7), with examples."""

    name: str
    kind: str
    says: tuple[str, ...]


@dataclass(frozen=True)
class KnowledgeBase:
    """Catalog, shared entries, written lists and phrasings."""

    catalog: Catalog
    shared: Shared
    lists: dict[str, InquiryList]
    phrasings: Phrasings

    @cached_property
    def _in_force(self) -> Callable[[date], InForce]:
        """What is in force on a day, kept for the last few days that were asked about."""
        return lru_cache(maxsize=DAYS_KEPT)(partial(_in_force, tuple(self.lists.values())))

    @cached_property
    def rows(self) -> dict[str, CatalogRow]:
        return {row.id: row for row in self.catalog.lists}

    def items(self, day: date) -> Mapping[str, Item]:
        """Items in force on that day, by "list/id". Outside all periods an item is absent."""
        return self._in_force(day)[0]

    def questions(self, day: date) -> Mapping[str, Question]:
        """Questions in force on that day, by "list/id"."""
        return self._in_force(day)[1]

    def all_items(self) -> Iterator[tuple[str, Item]]:
        """Every period of every item."""
        for found in self.lists.values():
            for item in found.items:
                yield f"{found.id}/{item.id}", item


def _in_force(lists: Iterable[InquiryList], day: date) -> InForce:
    items = {
        f"{found.id}/{item.id}": item
        for found in lists
        for item in found.items
        if item.in_force(day, found.effective)
    }
    questions = {
        f"{found.id}/{question.id}": question
        for found in lists
        for question in found.questions
        if question.in_force(day, found.effective)
    }
    return MappingProxyType(items), MappingProxyType(questions)
