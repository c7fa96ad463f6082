"""What holds of the household on any day of a route: facts given, what grows, what steps yield.

An event is an item done for a person. The world on a day is asked for with the steps to count, so
that a check can leave out steps that a step does not wait for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from knowledge.model.household import Household, person_name, role_of
from knowledge.model.inquiry_list import Item, YieldedFact, YieldedMaterial
from knowledge.model.judgement import Judge, typed_constant
from knowledge.model.knowledge_base import Shared
from knowledge.model.value import Value

BEFORE = ""


@dataclass(frozen=True)
class Event:
    """An item done for a person; `step` is BEFORE for what was done before the route began."""

    step: str
    day: date
    item: Item
    person: str


@dataclass(frozen=True)
class World:
    """The household as given on `household.on`, and all that happens to it."""

    shared: Shared
    household: Household
    events: tuple[Event, ...]

    def judge(self, day: date, *, steps: Collection[str]) -> Judge:
        """A judge of the household on that day, after the given steps that are finished by then."""
        state = _State(self.shared, dict(self.household.values), {}, self.household.on)
        for event in sorted(self._counted(day, steps), key=lambda event: event.day):
            for key, value in self.facts_from(event).items():
                state.learn(key, value, event)
        return Judge(self.shared, Household(state.on(day), day))

    def papers(self, day: date, *, steps: Collection[str]) -> frozenset[tuple[str, str]]:
        """(material, of) of every paper issued by then."""
        return frozenset(
            paper for event in self._counted(day, steps) for paper in self.papers_from(event)
        )

    def _counted(self, day: date, steps: Collection[str]) -> list[Event]:
        return [
            event
            for event in self.events
            if event.day <= day and (event.step == BEFORE or event.step in steps)
        ]

    def facts_from(self, event: Event) -> dict[str, Value]:
        """Facts that hold once it is done; holding a paper is one where a fact says so."""
        holding = {fact.material: fact for fact in self.shared.facts.values() if fact.material}
        found: dict[str, Value] = {}
        for one in event.item.yields:
            owner = self._owner(one, event)
            if isinstance(one, YieldedFact):
                fact = self.shared.facts_by_name[one.fact]
                found[f"{owner}.{fact.name}"] = typed_constant(fact, one.value)
            elif one.material in holding:
                found[f"{owner}.{holding[one.material].name}"] = True
        return found

    def papers_from(self, event: Event) -> tuple[tuple[str, str], ...]:
        """(material, of) of the papers it issues."""
        return tuple(
            (one.material, self._owner(one, event))
            for one in event.item.yields
            if isinstance(one, YieldedMaterial)
        )

    def _owner(self, one: YieldedFact | YieldedMaterial, event: Event) -> str:
        return event.person if one.of == event.item.whose else self.person_in(one.of)

    def person_in(self, role: str) -> str:
        """The person meant by a role: the first of several."""
        return self.numbered(self.household.of_role(role)[0])

    def numbered(self, person: str) -> str:
        """子女 -> 子女1, where a role may be several."""
        role = self.shared.persons_by_name.get(role_of(person))
        if role is None or person != role.name:
            return person
        return person_name(person, several=role.several)


@dataclass
class _State:
    """Values by key, each with the day it was known on; `today` where `since` says nothing."""

    shared: Shared
    values: dict[str, Value]
    since: dict[str, date]
    today: date

    def learn(self, key: str, value: Value, event: Event) -> None:
        """A fact becomes so on the event's day; what grows while it holds starts to grow then."""
        person, _, name = key.rpartition(".")
        if value is True:
            for fact in self.shared.facts.values():
                if fact.grows and fact.grows.whilst == name and fact.grows.starts is not None:
                    self._start(f"{person}.{fact.name}", fact.grows.starts, key, event)
                begun = event.step != BEFORE and self.values.get(key) is not True
                if fact.day_of == name and begun:
                    self.values.setdefault(f"{person}.{fact.name}", event.day)
        self.values[key] = value
        self.since[key] = event.day

    def _start(self, key: str, starts: int, whilst: str, event: Event) -> None:
        """From its first value, unless it grew already or the facts given say how far it is."""
        before, running = self._value(key, event.day), self._value(whilst, event.day)
        if event.step == BEFORE:
            self.values.setdefault(key, starts)
        elif running is not True:
            self.values[key] = starts if running is False or before is None else before
            self.since[key] = event.day

    def _value(self, key: str, day: date) -> Value | None:
        """The value on a later day. Each key is carried forward from the day it was known on."""
        known = Household(self.values, self.since.get(key, self.today))
        return Judge(self.shared, known).value(key, on=day)

    def on(self, day: date) -> dict[str, Value]:
        return {key: value for key in self.values if (value := self._value(key, day)) is not None}
