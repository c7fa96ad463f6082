"""What is known about a household, typed, on the day it was said.

Keys are "<person>.<fact>" ("本人.户籍所在地", "子女1.出生日期", "家庭.在莞有房产"). A missing key is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import HOUSEHOLD, Derivation, Fact
from knowledge.model.value import Range, Value, as_range

SELF = "本人"
_NUMBERED = re.compile(r"^(?P<role>.+?)(?P<number>\d+)$")
_SPAN = re.compile(r"^(\d+)\s*[-~至到]\s*(\d+)$")


class FactError(ValueError):
    """A fact that does not fit the register; the message is Chinese and says how to mend it."""


@dataclass(frozen=True)
class Household:
    """Typed facts as of `on`. Build with `read_household`."""

    values: Mapping[str, Value]
    on: date

    @cached_property
    def persons(self) -> tuple[str, ...]:
        """Everyone spoken of, 本人 first."""
        spoken = {key.partition(".")[0] for key in self.values} - {HOUSEHOLD, SELF}
        return (SELF, *sorted(spoken))

    def of_role(self, role: str) -> tuple[str, ...]:
        """The persons in a role: 子女 gives 子女1, 子女2; nobody known gives the first of them."""
        found = tuple(person for person in self.persons if role_of(person) == role)
        if found or role in (SELF, HOUSEHOLD):
            return found or (role,)
        return (role,)


def role_of(person: str) -> str:
    """子女2 -> 子女."""
    match = _NUMBERED.match(person)
    return match["role"] if match else person


def person_name(role: str, *, several: bool, number: int = 1) -> str:
    return f"{role}{number}" if several else role


def read_household(raw: Mapping[str, Any], shared: Shared, *, on: date) -> Household:
    """JSON facts as a household. Raises FactError naming the key that does not fit.

    A derived fact may be given instead of what it derives from (年龄 6 gives a range of birthdays).
    """
    values: dict[str, Value] = {}
    for key, given in raw.items():
        person, _, name = key.rpartition(".")
        fact = shared.facts_by_name.get(name)
        if fact is None:
            raise FactError(f"情形要素「{name}」没有登记,见 shared/facts.yml。")
        if role_of(person) not in shared.persons_by_name:
            raise FactError(f"「{key}」没有写清是谁的,写成「本人.{name}」这样。")
        if given is None or given == "不知道":
            continue
        person = _numbered(person, shared)
        value = read_value(fact, given)
        if fact.derived:
            source = f"{person}.{fact.derived.of}"
            values.setdefault(source, _source(fact.derived, as_range(value), on=on))  # type: ignore[arg-type]
        if fact.derived is None or fact.derived.by != "周岁":
            values[f"{person}.{name}"] = value
    return Household(values, on)


def _numbered(person: str, shared: Shared) -> str:
    role = shared.persons_by_name.get(person)
    return f"{person}1" if role and role.several else person


def read_value(fact: Fact, given: Any) -> Value:
    """One JSON value by the fact's type: true/是, 36, [36, 47], "54-59", "2019-05-06", a choice, a place."""
    try:
        return _READERS[fact.kind](fact, given)
    except (ValueError, TypeError, KeyError):
        raise FactError(
            f"「{fact.name}」不能是「{given}」,{_EXPECTED[fact.kind](fact)}。"
        ) from None


def _yes_no(fact: Fact, given: Any) -> Value:
    return {"True": True, "False": False, "是": True, "否": False, "true": True, "false": False}[
        str(given)
    ]


def _choice(fact: Fact, given: Any) -> Value:
    if given not in fact.options:
        raise ValueError(given)
    return str(given)


def _number(fact: Fact, given: Any) -> Value:
    if isinstance(given, bool):
        raise ValueError(given)
    if isinstance(given, (list, tuple)):
        low, high = given
        return Range(None if low is None else int(low), None if high is None else int(high))
    if isinstance(given, str) and (span := _SPAN.match(given)):
        return Range(int(span[1]), int(span[2]))
    if isinstance(given, float) and given != int(given):
        raise ValueError(given)
    return int(given)


def _date(fact: Fact, given: Any) -> Value:
    if isinstance(given, (list, tuple)):
        low, high = given
        return Range(
            date.fromisoformat(low) if low else None, date.fromisoformat(high) if high else None
        )
    return date.fromisoformat(str(given))


def _place(fact: Fact, given: Any) -> Value:
    if not isinstance(given, str) or not given.strip():
        raise ValueError(given)
    return given.strip()


_READERS = {"yes_no": _yes_no, "choice": _choice, "number": _number, "date": _date, "place": _place}
_EXPECTED = {
    "yes_no": lambda fact: "要写「是」或「否」",
    "choice": lambda fact: f"只能是:{'、'.join(fact.options)}",
    "number": lambda fact: (
        f"要写整数{f'({fact.unit})' if fact.unit else ''},不确定写成两个数的范围"
    ),
    "date": lambda fact: "要写日期,比如「2019-05-06」",
    "place": lambda fact: "要写一个地名",
}


def _source(derivation: Derivation, value: Range, *, on: date) -> Range:
    """Birthdays that give this age today, or this year of starting school."""
    if derivation.by == "周岁":
        return birthdays(value, on=on)
    low, high = value.low, value.high
    return Range(
        None if low is None else date(int(low) - 7, 9, 1),  # type: ignore[arg-type]
        None if high is None else date(int(high) - 6, 8, 31),  # type: ignore[arg-type]
    )


def birthdays(age: Range, *, on: date) -> Range:
    """Birthdays of someone whose age in whole years lies in this range on that day."""
    low = None if age.high is None else _shift_years(on, -int(age.high) - 1, extra=1)  # type: ignore[arg-type]
    high = None if age.low is None else _shift_years(on, -int(age.low))  # type: ignore[arg-type]
    return Range(low, high)


def derive(derivation: Derivation, source: Value, *, on: date) -> Range | int:
    """The derived number (whole years, or a calendar year) from a birthday or a range of birthdays."""
    span = as_range(source)  # type: ignore[arg-type]
    compute = _age if derivation.by == "周岁" else _school_year
    bounds = [None if day is None else compute(day, on) for day in (span.low, span.high)]  # type: ignore[arg-type]
    known = [bound for bound in bounds if bound is not None]
    if len(known) == 2:
        low, high = min(known), max(known)
        return low if low == high else Range(low, high)
    rising = derivation.by != "周岁"
    return Range(*(bounds if rising else reversed(bounds)))


def _age(birthday: date, on: date) -> int:
    return on.year - birthday.year - ((on.month, on.day) < (birthday.month, birthday.day))


def _school_year(birthday: date, on: date) -> int:
    """The year in which the child is six by 31 August (义务教育法第十一条: six years old)."""
    return birthday.year + (6 if (birthday.month, birthday.day) <= (8, 31) else 7)


def _shift_years(day: date, years: int, *, extra: int = 0) -> date:
    try:
        moved = day.replace(year=day.year + years)
    except ValueError:
        moved = day.replace(year=day.year + years, day=28)
    return date.fromordinal(moved.toordinal() + extra)


def months_between(start: date, end: date) -> int:
    """Whole months from start to end, 0 when end is not after start."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(months, 0)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where there is no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    for candidate in range(day.day, 27, -1):
        try:
            return date(year, month, candidate)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))
