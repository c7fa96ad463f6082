"""Makes the situations in which a condition comes out as wanted, out of its own constants.

Every fact gets the few values that can matter (one below, at and above a number; a place and one
outside it) and the search adds fact after fact, dropping what can no longer come true: unknown
facts only ever narrow a three-valued answer. It does not know which facts exclude each other, so
what it reaches is possible by the conditions alone; what it cannot reach is unreachable for
everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.model.condition import Clause
from knowledge.model.household import Household
from knowledge.model.judgement import Judge, typed_constant
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import HOUSEHOLD, Fact, Parameter
from knowledge.model.value import Truth, Value

LONGEST_SEARCH = 4000
FROM_BIRTHDAY = ("周岁", "入学年份")
Known = Mapping[str, Value]


def person_named(shared: Shared, role: str) -> str:
    """The person of a role in data: 子女 -> 子女1 where there may be several."""
    return f"{role}1" if role != HOUSEHOLD and shared.persons_by_name[role].several else role


@dataclass(frozen=True)
class Space:
    """The values worth trying for every fact that some clauses rest on, for one person, on a day.

    Build with `space_of`.
    """

    shared: Shared
    values: Mapping[str, tuple[Value, ...]]
    on: date

    def contrary(self) -> Space:
        """The same, trying first what speaks against the clauses."""
        values = {key: tuple(reversed(found)) for key, found in self.values.items()}
        return replace(self, values=values)

    def judge(self, known: Known) -> Judge:
        return Judge(self.shared, Household(known, self.on))

    def situations(
        self, wanted: Callable[[Judge], Truth], *, first: tuple[str, ...] = ()
    ) -> Iterator[Known]:
        """Situations in which `wanted` is true, those with the fewest facts of each branch first.

        `first` are the facts to set first. Gives up after LONGEST_SEARCH judgements.
        """
        keys = tuple(dict.fromkeys((*(key for key in first if key in self.values), *self.values)))
        budget = iter(range(LONGEST_SEARCH))
        yield from self._search({}, keys, wanted, budget)

    def _search(
        self,
        known: dict[str, Value],
        keys: tuple[str, ...],
        wanted: Callable[[Judge], Truth],
        budget: Iterator[int],
    ) -> Iterator[Known]:
        if next(budget, None) is None:
            return
        truth = wanted(self.judge(known))
        if truth is Truth.TRUE:
            yield known
        if truth is not Truth.UNKNOWN or not keys:
            return
        for value in self.values[keys[0]]:
            yield from self._search({**known, keys[0]: value}, keys[1:], wanted, budget)
        yield from self._search(known, keys[1:], wanted, budget)


def space_of(shared: Shared, clauses: tuple[Clause, ...], *, person: str, on: date) -> Space:
    """All that the clauses rest on when their question or item is for `person`."""
    values: dict[str, dict[Value, None]] = {}
    asked: dict[str, set[str]] = defaultdict(set)
    nobody = Judge(shared, Household({}, on))
    for clause in clauses:
        fact = shared.facts_by_name[clause.fact]
        constant = _constant(shared, clause, on)
        for key in nobody.subject(clause, person):
            source = told_key(shared, key)
            found = values.setdefault(source, {})
            tried = _any_value(fact, on)
            if constant is not None or open_figure(shared, clause, on) is not None:
                tried = _worth_trying(shared, fact, constant, on)
            found.update(dict.fromkeys(tried))
            if fact.kind == "place":
                asked[source].add(str(constant))
    decided = {
        key: tuple(value for value in found if _decides(shared, value, asked[key]))
        for key, found in values.items()
    }
    return Space(shared, decided, on)


def _decides(shared: Shared, value: Value, places: set[str]) -> bool:
    """Whether it answers all that is asked of a place: 中国 leaves open whether it is 东莞."""
    return all(shared.contains(place, str(value)) is not None for place in places)


def _worth_trying(shared: Shared, fact: Fact, constant: Value | None, on: date) -> Iterator[Value]:
    if fact.kind == "yes_no":
        yield from (True, False)
    elif fact.kind == "choice":
        yield from fact.options
    elif fact.kind == "place":
        yield from _places(shared, str(constant))
    elif isinstance(constant, date):
        yield from (constant + timedelta(days=days) for days in (0, -1, 1))
    elif isinstance(constant, int) and fact.derived:
        yield from _birthdays(constant, by=fact.derived.by, on=on)
    elif isinstance(constant, int):
        yield from (number for number in (constant, constant + 1, constant - 1) if number >= 0)
    else:  # a figure nobody could verify: what is known decides nothing
        yield on if fact.kind == "date" or fact.derived else 1


def _places(shared: Shared, constant: str) -> Iterator[str]:
    """The place, one of every kind that lies in it, and one of every kind that lies outside."""
    yield constant
    told: set[tuple[str, bool]] = set()
    for place in shared.places.values():
        inside = shared.contains(constant, place.name)
        if place.kind in ("office", "online") or inside is None:
            continue
        if (place.kind, inside) not in told:
            told.add((place.kind, inside))
            yield place.name


def _birthdays(years: int, *, by: str, on: date) -> Iterator[date]:
    """Birthdays around an age in whole years (also one just past), or around a year of starting
    school.
    """
    around = (on.year - years) if by == "周岁" else years - 6
    for year in range(around - 2, around + 3):
        yield from (date(year, 3, 1), date(year, 12, 1), date(year, on.month, 1))


def _any_value(fact: Fact, on: date) -> Iterator[Value]:
    """A ladder of values, where the constant is not written in one place (a table says it)."""
    if fact.kind in ("yes_no", "choice", "place"):
        yield from (True, False) if fact.kind == "yes_no" else fact.options
    elif fact.kind == "date" or fact.derived:
        yield from (date(on.year - years, 3, 1) for years in (1, 10, 30, 50, 60, 70))
    else:
        yield from (0, 1, 6, 12, 36, 60, 120, 180, 240, 360)


def told_key(shared: Shared, key: str) -> str:
    """The fact that is really told: a birthday for an age or a year of starting school."""
    person, _, name = key.rpartition(".")
    derived = shared.facts_by_name[name].derived
    return f"{person}.{derived.of}" if derived and derived.by in FROM_BIRTHDAY else key


def open_figure(shared: Shared, clause: Clause, on: date) -> str | None:
    """The parameter that the clause compares with, where it has no value that day."""
    name = clause.parameter
    return name if name and is_open(shared.parameters_by_name[name], on) else None


def is_open(parameter: Parameter, on: date) -> bool:
    """Whether nothing but its period stands in the value of that day."""
    current = parameter.at(on)
    return current is None or not any(
        current.model_dump(exclude={"since", "until", "basis"}).values()
    )


def _constant(shared: Shared, clause: Clause, on: date) -> Value | None:
    """The constant typed by its fact; None where no single value stands for it."""
    text: str | None = clause.constant
    if clause.parameter:
        current = shared.parameters_by_name[clause.parameter].at(on)
        text = current.value if current else None
    return None if text is None else typed_constant(shared.facts_by_name[clause.fact], text)
