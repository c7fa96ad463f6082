"""Which answers to an unknown fact could make a difference, and how likely each is.

Only what the items of a network compare the fact with can make one: between two such places,
numbers or days every answer does the same. Likely by the priors of shared/facts.yml; answers
without one share what is left evenly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from knowledge.model.condition import Clause, clauses
from knowledge.model.household import birthdays, role_of
from knowledge.model.inquiry_list import Item
from knowledge.model.judgement import typed_constant
from knowledge.model.shared import Fact
from knowledge.model.value import Range, Truth, Value, compare, day_bounds
from knowledge.routes.counting import earlier
from knowledge.routes.network import Network
from knowledge.routes.request import PlanRequest
from knowledge.routes.terms import lapse_of

ELSEWHERE = "外地"
YEARS_AHEAD = 3
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    """A JSON value, how it is shown, and how likely it is (0 to 1)."""

    shown: str
    value: Any
    chance: float


class Answers:
    """Answers to the facts that the items of one network rest on."""

    def __init__(self, request: PlanRequest, network: Network) -> None:
        self.shared, self.today = request.knowledge.shared, request.today
        self._tasks = network.tasks.values()

    def to(self, fact: Fact, key: str, *, within: Value | None = None) -> tuple[Answer, ...]:
        """One answer for each set of answers that do the same; empty when all do.

        `key` is "<person>.<fact>"; `within` is the range that the fact is known to lie in.
        """
        if fact.kind == "choice":
            return tuple(self._choices(fact))
        if fact.kind == "date":
            known = within if isinstance(within, Range) else self._within_life(fact, key)
            return tuple(self._days(fact, known))
        span = within if isinstance(within, Range) else Range(None, None)
        raw: list[tuple[str, Any]] = [("是", "是"), ("否", "否")]
        if fact.kind == "number":
            numbers = [one for one in self._numbers(fact) if _inside(one, span)]
            raw = [(f"{one} {fact.unit or ''}".strip(), one) for one in numbers]
        elif fact.kind == "place":
            raw = [(place, place) for place in self._places(fact)]
        stated = fact.prior
        left = max(100 - sum(stated.get(shown, 0) for shown, _ in raw), 0)
        silent = sum(shown not in stated for shown, _ in raw) or 1
        return tuple(
            Answer(shown, value, stated.get(shown, left / silent) / 100) for shown, value in raw
        )

    @cached_property
    def _clauses(self) -> Mapping[str, list[Clause]]:
        """Every clause of the items' conditions, by the fact it is about."""
        found: dict[str, list[Clause]] = {}
        for item in {id(task.item): task.item for task in self._tasks}.values():
            for clause in _clauses_of(item):
                found.setdefault(clause.fact, []).append(clause)
        return found

    def _constants(self, fact: Fact) -> Iterator[str]:
        """What the fact is compared with; a parameter stands for its values."""
        for clause in self._clauses.get(fact.name, ()):
            if clause.parameter:
                yield from self.shared.parameters_by_name[clause.parameter].figures
            else:
                yield clause.constant

    def _choices(self, fact: Fact) -> Iterator[Answer]:
        """The options that some clause names, and one that stands for all the others."""
        even = 100 / len(fact.options)
        every = [Answer(one, one, fact.prior.get(one, even) / 100) for one in fact.options]
        named = set(self._constants(fact))
        if any(one.derived and one.derived.per == fact.name for one in self.shared.facts.values()):
            named = set(fact.options)
        yield from (one for one in every if one.value in named)
        others = [one for one in every if one.value not in named]
        if others:
            likeliest = max(others, key=lambda one: one.chance)
            yield replace(likeliest, chance=sum(one.chance for one in others))

    def _numbers(self, fact: Fact) -> list[int]:
        """Just below, at and just above every number that the fact is compared with."""
        marks = [typed_constant(fact, text) for text in self._constants(fact)]
        near = {mark + by for mark in marks if isinstance(mark, int) for by in (-1, 0, 1)}
        if self._names_a_year(fact):
            near |= {self.today.year + ahead for ahead in range(YEARS_AHEAD)}
        return sorted(number for number in near if number >= 0)

    def _names_a_year(self, fact: Fact) -> bool:
        """Whether the fact says in which year something may be applied for."""
        windows = (task.item.window for task in self._tasks)
        return any(window is not None and window.year == fact.name for window in windows)

    def _places(self, fact: Fact) -> list[str]:
        """Places the fact is compared with, but none that contains another; and somewhere else."""
        named = list(dict.fromkeys(self._constants(fact)))
        contains = self.shared.contains
        smallest = [
            place
            for place in named
            if not any(other != place and contains(place, other) for other in named)
        ]
        return [*smallest, ELSEWHERE]

    def _within_life(self, fact: Fact, key: str) -> Range:
        """Birthdays at an age at which people come with such matters."""
        person = self.shared.persons_by_name.get(role_of(key.rpartition(".")[0]))
        derived = (one.derived for one in self.shared.facts.values() if one.derived)
        if person is None or not any(d.of == fact.name and d.by == "周岁" for d in derived):
            return Range(None, None)
        return birthdays(Range(person.youngest, person.oldest), on=self.today)

    def _days(self, fact: Fact, known: Range) -> Iterator[Answer]:
        """Spans of days: the longer the likelier; even where one has no end."""
        spans = self._spans(fact, known)
        lengths = [(last - first).days + 1 for first, last in spans if first and last]
        even = len(lengths) < len(spans)
        for number, span in enumerate(spans):
            chance = 1 / len(spans) if even else lengths[number] / sum(lengths)
            yield Answer(_shown(span), [_text(day) for day in span], chance)

    def _spans(self, fact: Fact, known: Range) -> list[tuple[date | None, date | None]]:
        """Spans of days, within what is known, between which it makes a difference when it is."""
        first, last = day_bounds(known)
        turns = {day for day in self._turning_days(fact) if _inside(day, known) and day != first}
        if not turns:
            return []
        ends = [day - ONE_DAY for day in sorted(turns)]
        return list(zip([first, *sorted(turns)], [*ends, last], strict=True))

    def _turning_days(self, fact: Fact) -> Iterator[date]:
        """Days from which on an answer does otherwise: as such, or as an age or a school year."""
        for day in (typed_constant(fact, text) for text in self._constants(fact)):
            if isinstance(day, date):
                yield from (day, day + ONE_DAY)
        for span in (task.item.not_before for task in self._tasks):
            lapse = lapse_of(span, self.shared, self.today) if span else None
            if span and lapse and span.after == fact.name:
                yield earlier(self.today, lapse) + ONE_DAY
        for other in self.shared.facts.values():
            if other.derived is None or other.derived.of != fact.name:
                continue
            if other.derived.by == "周岁":
                ages = [typed_constant(other, text) for text in self._constants(other)]
                spans = [birthdays(Range(a, a), on=self.today) for a in ages if isinstance(a, int)]
                yield from (one.high + ONE_DAY for one in spans if isinstance(one.high, date))
            elif self._names_a_year(other):
                years = range(self.today.year, self.today.year + YEARS_AHEAD + 1)
                yield from (date(year - 7, 9, 1) for year in years)


def _clauses_of(item: Item) -> Iterator[Clause]:
    uses = [*item.materials, *(use for one in item.channels for use in one.materials or ())]
    for condition in (item.when, *(use.when for use in uses)):
        yield from clauses(condition)


def _inside(one: int | date, span: Range) -> bool:
    return compare(span, "<", one) is not Truth.TRUE and compare(span, ">", one) is not Truth.TRUE


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)


def _shown(span: tuple[date | None, date | None]) -> str:
    """2020-09-01 至 2021-08-31, 2014-08-31 及以前, 2021-09-01 及以后."""
    first, last = span
    if first is None:
        return f"{last} 及以前"
    return f"{first} 及以后" if last is None else f"{first} 至 {last}"
