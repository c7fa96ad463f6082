"""When a clause is true, false or unknown: spells of days, from today on.

A clause changes with time alone where its fact grows, where it is an age, where it is judged on one
day of each year, and where a parameter has another value from some day on. The days on which that
can happen are known, so only these are judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.model.condition import Clause
from knowledge.model.household import add_months
from knowledge.model.judgement import Finding, Judge, typed_constant
from knowledge.model.shared import Fact
from knowledge.model.value import Truth, day_bounds, number_bounds

MONTHS_AHEAD = 72
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spell:
    """From `first` (None: today) to `last` (None: as far as is looked ahead), both included."""

    truth: Truth
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Subject:
    """Of whom a clause is judged from which day on; `year`: of which year, where one is named."""

    person: str
    today: date
    year: int | None = None


def spells(finding: Finding, subject: Subject, judge: Judge) -> tuple[Spell, ...]:
    """The spells of a finding made for this subject today, the first of them today's."""
    days = set(_turning_days(finding, subject, judge))
    if not days:
        return (Spell(finding.truth),)
    last = add_months(subject.today, MONTHS_AHEAD)
    found = [(subject.today, finding.truth)]
    for day in sorted(day for day in days if subject.today < day <= last):
        truth = _truth(finding, subject, judge, day)
        if truth is not found[-1][1]:
            found.append((day, truth))
    ends = [day - ONE_DAY for day, _ in found[1:]]
    return tuple(
        Spell(truth, day if day > subject.today else None, end)
        for (day, truth), end in zip(found, [*ends, None], strict=True)
    )


def _truth(finding: Finding, subject: Subject, judge: Judge, day: date) -> Truth:
    verdict = judge.judge(finding.clause, person=subject.person, on=day, year=subject.year)
    return next(one.truth for one in verdict.findings if one.key == finding.key)


def _turning_days(finding: Finding, subject: Subject, judge: Judge) -> Iterator[date]:
    """Days from which the clause may be otherwise than on the day before; more do no harm."""
    clause, shared = finding.clause, judge.shared
    if clause.parameter:
        for value in shared.parameters_by_name[clause.parameter].values:
            yield from [value.since] if value.since else []
            yield from [value.until + ONE_DAY] if value.until else []
            yield from (day for row in value.rows for day in row.turns())
    if clause.on:
        if subject.year is None:
            years = range(subject.today.year + 1, subject.today.year + MONTHS_AHEAD // 12 + 1)
            yield from (date(year, 1, 1) for year in years)
        return
    fact = shared.facts_by_name[clause.fact]
    if fact.grows:
        yield from _growing(finding, fact, judge)
    elif fact.derived and fact.derived.by == "周岁":
        yield from _birthdays(finding, fact, judge)
    elif fact.derived and fact.derived.by == "已到":
        source = f"{finding.key.rpartition('.')[0]}.{fact.derived.of}"
        day = judge.value(source, on=subject.today)
        yield from (one for one in day_bounds(day) if one) if day is not None else ()


def _marks(clause: Clause, fact: Fact, judge: Judge) -> Iterator[int]:
    """Numbers that, once reached, may change the truth: what is compared with, and one more."""
    texts: list[str | None] = [clause.constant]
    if clause.parameter:
        texts = [*judge.shared.parameters_by_name[clause.parameter].figures]
    for number in (typed_constant(fact, text) for text in texts if text is not None):
        if isinstance(number, int):
            yield from (number, number + 1)


def _growing(finding: Finding, fact: Fact, judge: Judge) -> Iterator[date]:
    said = judge.household.values.get(finding.key)
    if said is None or fact.grows is None:
        return
    months = 1 if fact.grows.per == "月" else 12
    for mark in _marks(finding.clause, fact, judge):
        for bound in number_bounds(said):
            if bound is not None and bound < mark:
                yield add_months(judge.household.on, months * (mark - bound))


def _birthdays(finding: Finding, fact: Fact, judge: Judge) -> Iterator[date]:
    assert fact.derived is not None
    owner = finding.key.rpartition(".")[0]
    born = judge.household.values.get(f"{owner}.{fact.derived.of}")
    if born is None:
        return
    for age in _marks(finding.clause, fact, judge):
        for day in day_bounds(born):
            if day is not None:
                yield _birthday(day, age)


def _birthday(born: date, age: int) -> date:
    """The day on which somebody becomes so old; 1 March for 29 February where there is none."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
