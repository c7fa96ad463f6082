"""Judges conditions over a household on a day: true, false or unknown, and by which clauses.

A number that grows is carried forward from the day it was said; a parameter without a verified
value makes its clause unknown, never false.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.model.condition import Clause, Condition, Group, Operator
from knowledge.model.household import (
    Household,
    add_months,
    derive,
    months_between,
    role_of,
)
from knowledge.model.knowledge_base import Shared
from knowledge.model.shape import read_day, read_whole_number
from knowledge.model.shared import HOUSEHOLD, Derivation, Fact, Parameter
from knowledge.model.value import (
    Range,
    Truth,
    Value,
    all_of,
    any_of,
    compare,
    day_bounds,
    number_bounds,
)

ANY, EVERY = "任一", "每个"


@dataclass(frozen=True)
class Finding:
    """One clause judged for one person: `key` is the fact it rests on, `value` what is known of it.

    `parameter` names the parameter that had no value, where that left the clause unknown.
    """

    clause: Clause
    key: str
    truth: Truth
    value: Value | None
    parameter: str | None = None


@dataclass(frozen=True)
class Verdict:
    """A condition's truth and the findings that make it up, in reading order."""

    truth: Truth
    findings: tuple[Finding, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Keys of facts that are missing or too wide.

        Where a parameter has no value, knowing the fact would not help: such keys are left out.
        """
        return tuple(
            dict.fromkeys(
                finding.key
                for finding in self.findings
                if finding.truth is Truth.UNKNOWN and finding.parameter is None
            )
        )


@dataclass(frozen=True)
class Judge:
    """Judges conditions for one household. Pure: the same question gives the same verdict."""

    shared: Shared
    household: Household

    def judge(
        self, condition: Condition | None, *, person: str, on: date, year: int | None = None
    ) -> Verdict:
        """Judge for `person`, whom unprefixed facts are about.

        `year` is the year concerned, for clauses with `on`; without it the year of the day `on`.
        """
        if condition is None:
            return Verdict(Truth.TRUE, ())
        if isinstance(condition, Clause):
            return self._clause(condition, person=person, on=on, year=year)
        verdicts = [
            self.judge(member, person=person, on=on, year=year) for member in condition.members
        ]
        truths = [verdict.truth for verdict in verdicts]
        findings = tuple(finding for verdict in verdicts for finding in verdict.findings)
        return Verdict(_combine(condition, truths), findings)

    def value(self, key: str, *, on: date) -> Value | None:
        """The fact's value on that day, grown or derived as registered; None if unknown."""
        person, _, name = key.rpartition(".")
        fact = self.shared.facts_by_name[name]
        known = self.household.values.get(key)
        if fact.derived and (known is None or fact.derived.by == "已到"):
            found = self._derived(fact.derived, person, on=on)
            return known if found is None else found
        return self._grown(fact, person, known, on=on) if fact.grows else known

    def _derived(self, derivation: Derivation, person: str, *, on: date) -> Value | None:
        source = self.value(f"{person}.{derivation.of}", on=on)
        if source is None:
            return None
        if derivation.by == "已到":
            return {Truth.TRUE: True, Truth.FALSE: False}.get(compare(source, "<=", on))  # type: ignore[arg-type]
        if derivation.by == "满龄日":
            per = self.value(f"{person}.{derivation.per}", on=on)
            return self._reached(derivation, source, per, on=on)
        return derive(derivation, source, on=on)

    def _reached(
        self, derivation: Derivation, source: Value, per: Value | None, *, on: date
    ) -> Value | None:
        """The day on which the age is reached, or the span of days; of all classes while which it
        is is not known.
        """
        classes = tuple(derivation.ages) if per is None else (str(per),)
        low, high = (
            [None if day is None else self._of_age(derivation, day, one, on=on) for one in classes]
            for day in day_bounds(source)
        )
        first = None if None in low else min(day for day in low if day)
        last = None if None in high else max(day for day in high if day)
        if first is None and last is None:
            return None
        return first if first is not None and first == last else Range(first, last)

    def _of_age(self, derivation: Derivation, born: date, per: str, *, on: date) -> date | None:
        """The day on which somebody of this birthday and class reaches the age."""
        age = derivation.ages.get(per)
        if age is None:
            return None
        table = self.shared.parameters_by_name[age.plus] if age.plus else None
        more = table.look_up(born, on) if table else 0
        return None if more is None else add_months(born, 12 * age.years + more)

    def subject(self, clause: Clause, person: str) -> tuple[str, ...]:
        """The fact keys a clause speaks of when its item is for this person."""
        fact = self.shared.facts_by_name[clause.fact]
        named = clause.person.removeprefix(ANY).removeprefix(EVERY)
        if named != clause.person:
            return tuple(f"{each}.{clause.fact}" for each in self._instances(named))
        if not clause.person:
            owner = HOUSEHOLD if fact.whose == (HOUSEHOLD,) else person
        elif clause.person == role_of(person):
            owner = person
        else:
            owner = self._instances(clause.person)[0]
        return (f"{owner}.{clause.fact}",)

    def _instances(self, role: str) -> tuple[str, ...]:
        found = self.household.of_role(role)
        several = self.shared.persons_by_name[role].several
        return tuple(f"{each}1" if several and each == role else each for each in found)

    def _clause(self, clause: Clause, *, person: str, on: date, year: int | None) -> Verdict:
        day = date.fromisoformat(f"{year or on.year:04}-{clause.on}") if clause.on else on
        findings = tuple(self._finding(clause, key, day) for key in self.subject(clause, person))
        truths = [finding.truth for finding in findings]
        return Verdict(
            any_of(truths) if clause.person.startswith(ANY) else all_of(truths), findings
        )

    def _finding(self, clause: Clause, key: str, day: date) -> Finding:
        value = self.value(key, on=day)
        constant, missing = self.constant(clause, on=day, owner=key.rpartition(".")[0])
        if constant is None or value is None:
            return Finding(clause, key, Truth.UNKNOWN, value, missing)
        fact = self.shared.facts_by_name[clause.fact]
        truth = compared(fact, value, op=clause.op, constant=constant, shared=self.shared)
        return Finding(clause, key, truth, value)

    def constant(self, clause: Clause, *, on: date, owner: str) -> tuple[Value | None, str | None]:
        """The clause's constant typed by its fact; of a table what it says for `owner`, on the day
        `on` while the fact that it goes by is not known.

        (None, the parameter's name) when it stands for a parameter without value on that day.
        """
        fact = self.shared.facts_by_name[clause.fact]
        text: str | None = clause.constant
        if clause.parameter:
            parameter = self.shared.parameters_by_name[clause.parameter]
            current = parameter.at(on)
            text = current.value if current else None
            if parameter.by:
                text = self.looked_up(parameter, owner, on)
            if text is None:
                return None, clause.parameter
        return typed_constant(fact, str(text)), None

    def looked_up(self, parameter: Parameter, owner: str, on: date) -> str | None:
        """What a table says for this person; None where it says nothing."""
        position = self.value(f"{owner}.{parameter.by}", on=on)
        if not isinstance(position, (int, date)) or isinstance(position, bool):
            by = self.shared.facts_by_name[str(parameter.by)]
            position = on if by.kind == "date" else None
        found = None if position is None else parameter.look_up(position, on)
        return None if found is None else str(found)

    def _grown(self, fact: Fact, person: str, known: Value | None, *, on: date) -> Value | None:
        growth = fact.grows
        assert growth is not None
        running = Truth.TRUE if growth.whilst is None else self._holds(f"{person}.{growth.whilst}")
        if known is None:
            return growth.starts if running is Truth.FALSE else None
        months = months_between(self.household.on, on)
        grown = months if growth.per == "月" else months // 12
        if running is Truth.FALSE or grown == 0:
            return known
        low, high = number_bounds(known)
        low = _plus(low, 0 if running is Truth.UNKNOWN else grown)
        high = _plus(high, grown)
        return low if low is not None and low == high else Range(low, high)

    def _holds(self, key: str) -> Truth:
        known = self.household.values.get(key)
        return Truth.UNKNOWN if known is None else Truth.of(known is True)

    def from_day(
        self, condition: Condition | None, *, person: str, on: date, months: int
    ) -> date | None:
        """The first day from `on`, by whole months, when time alone makes the condition true.

        None when it is not true at any monthly step within `months`.
        """
        for step in range(months + 1):
            day = add_months(on, step)
            if self.judge(condition, person=person, on=day).truth is Truth.TRUE:
                return day
        return None


def compared(fact: Fact, value: Value, *, op: Operator, constant: Value, shared: Shared) -> Truth:
    """The fact's value `op` the constant, both typed by the fact; a place is in all around it."""
    if isinstance(value, (str, bool)):
        if fact.kind == "place":
            inside = shared.contains(str(constant), str(value))
            truth = Truth.UNKNOWN if inside is None else Truth.of(inside)
            return truth.negated() if op == "!=" else truth
        return Truth.of((value == constant) == (op == "="))
    return compare(value, op, constant)  # type: ignore[arg-type]


def typed_constant(fact: Fact, text: str) -> Value:
    """A constant by the type of its fact. Raises ValueError when it is not of that type at all."""
    if fact.kind == "yes_no":
        if text not in ("是", "否"):
            raise ValueError(text)
        return text == "是"
    if fact.kind == "number":
        return read_whole_number(text)
    return read_day(text) if fact.kind == "date" else text


def role_meant(clause: Clause, fact: Fact, *, whose: str) -> str:
    """The role whose fact a clause speaks of when its item or question is for `whose`."""
    if clause.person:
        return clause.person.removeprefix(ANY).removeprefix(EVERY)
    return HOUSEHOLD if fact.whose == (HOUSEHOLD,) else role_of(whose)


def _combine(group: Group, truths: list[Truth]) -> Truth:
    if group.kind == "all":
        return all_of(truths)
    met = any_of(truths)
    return met if group.kind == "any" else met.negated()


def _plus(bound: int | None, grown: int) -> int | None:
    return None if bound is None else bound + grown
