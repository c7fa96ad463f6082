"""What is known about a household, typed, on the day it was said.

Keys are "<person>.<fact>": 本人.户籍所在地, 子女1.出生日期, 家庭.在莞有房产. A missing key is
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import HOUSEHOLD, Derivation, Fact
from knowledge.model.value import Range, Value, day_bounds, number_bounds

SELF = "本人"
UNKNOWN = "不知道"
_NUMBERED = re.compile(r"(?P<role>.+?)(?P<number>\d+)")
_SPAN = re.compile(r"(\d+)\s*[-~至到]\s*(\d+)")


class FactError(ValueError):
    """A fact that does not fit the register; the message is Chinese and says how to mend it."""


@dataclass(frozen=True)
class Household:
    """Typed facts as of `on`. Build with `read_household`."""

    values: Mapping[str, Value]
    on: date

    @cached_property
    def persons(self) -> tuple[str, ...]:
        """Everyone spoken of, 本人 first; 子女2 stands before 子女10."""
        spoken = {key.partition(".")[0] for key in self.values} - {HOUSEHOLD, SELF}
        return (SELF, *sorted(spoken, key=lambda person: (role_of(person), len(person), person)))

    def call(self, person: str) -> str:
        """How to speak of a person: 子女 while only one child is spoken of, else 子女1."""
        role = role_of(person)
        return role if len(self.of_role(role)) <= 1 else person

    def of_role(self, role: str) -> tuple[str, ...]:
        """The persons in a role (子女 gives 子女1, 子女2), or the role when nobody is spoken of."""
        return tuple(person for person in self.persons if role_of(person) == role) or (role,)


def role_of(person: str) -> str:
    """子女2 -> 子女."""
    match = _NUMBERED.fullmatch(person)
    return match["role"] if match else person


def person_name(role: str, *, several: bool, number: int = 1) -> str:
    """子女, several -> 子女1."""
    return f"{role}{number}" if several else role


def read_household(raw: Mapping[str, Any], shared: Shared, *, on: date) -> Household:
    """JSON facts as a household. Raises FactError naming the key that does not fit.

    A derived fact may be given instead of what it derives from (年龄 6 gives a range of birthdays);
    what it derives from, where given too, stands. What facts imply is known as well, unless
    something else was said.
    """
    said: dict[str, Value] = {}
    implied: dict[str, Range] = {}
    waiting = [(*_read_key(key, shared), given) for key, given in raw.items()]
    waiting = [one for one in waiting if one[2] is not None and one[2] != UNKNOWN]
    told = {f"{person}.{fact.name}" for person, fact, _ in waiting}
    for person, fact, given in waiting:
        value = read_value(fact, given)
        if fact.derived and fact.kind == "number":
            source, days = f"{person}.{fact.derived.of}", _source(fact, given, value, on=on)
            implied[source] = _narrowed(implied.get(source), days)
        if fact.derived is None or fact.derived.by != "周岁":
            said[f"{person}.{fact.name}"] = value
        for key, other in _implied(person, fact, value, shared):
            if key not in told:
                told.add(key)
                waiting.append((*_read_key(key, shared), other))
    return Household({**implied, **said}, on)


def _read_key(key: str, shared: Shared) -> tuple[str, Fact]:
    """The person (numbered where there may be several) and the fact that a key names."""
    person, _, name = key.rpartition(".")
    fact, role = shared.facts_by_name.get(name), shared.persons_by_name.get(role_of(person))
    if fact is None:
        raise FactError(f"情形要素「{name}」没有登记,见 shared/facts.yml。")
    example = f"{fact.whose[0]}.{name}"
    if role is None:
        raise FactError(f"「{key}」没有写清是谁的,写成「{example}」这样。")
    if person != role.name and not role.several:
        raise FactError(f"「{role.name}」只有一位,「{key}」写成「{role.name}.{name}」。")
    if role.name not in fact.whose:
        raise FactError(f"「{name}」不是「{role.name}」会有的情形,写成「{example}」这样。")
    return (person_name(person, several=role.several) if person == role.name else person), fact


def _implied(person: str, fact: Fact, value: Value, shared: Shared) -> Iterator[tuple[str, str]]:
    """(key, value) of what is known when this is."""
    shown = {True: "是", False: "否"}.get(value, value) if isinstance(value, bool) else value
    for one in fact.implies:
        if one.when == shown:
            several = one.of is not None and shared.persons_by_name[one.of].several
            owner = person_name(one.of, several=several) if one.of else person
            yield f"{owner}.{one.fact}", one.value


def _narrowed(known: Range | None, days: Range) -> Range:
    """The days that two derived facts allow together; those of the first where they contradict."""
    if known is None:
        return days
    (low, high), (later, earlier) = day_bounds(known), day_bounds(days)
    try:
        return Range(
            max((day for day in (low, later) if day is not None), default=None),
            min((day for day in (high, earlier) if day is not None), default=None),
        )
    except ValueError:
        return known


def read_value(fact: Fact, given: Any) -> Value:
    """One JSON value by the fact's type: true, 是, 36, [36, 47], "54-59", "2019-05-06", a place.

    Raises FactError saying what is expected.
    """
    try:
        return _READERS[fact.kind](fact, given)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise _misfit(fact, given) from None


def _misfit(fact: Fact, given: Any) -> FactError:
    return FactError(f"「{fact.name}」不能是「{str(given)[:30]}」,{_EXPECTED[fact.kind](fact)}。")


def _yes_no(fact: Fact, given: Any) -> Value:
    return {"True": True, "False": False, "是": True, "否": False, "true": True, "false": False}[
        str(given)
    ]


def _choice(fact: Fact, given: Any) -> Value:
    if given not in fact.options:
        raise ValueError(given)
    return str(given)


def _number(fact: Fact, given: Any) -> Value:
    if isinstance(given, (list, tuple)):
        low, high = (None if bound is None else _whole(bound) for bound in given)
        return Range(low, high)
    if isinstance(given, str) and (span := _SPAN.fullmatch(given.strip())):
        return Range(_whole(span[1]), _whole(span[2]))
    return _whole(given)


def _whole(given: Any) -> int:
    """A count: whole and not below zero, of at most nine digits."""
    number = int(given)
    if isinstance(given, bool) or (isinstance(given, float) and number != given):
        raise ValueError(given)
    if not 0 <= number < 10**9:
        raise ValueError(given)
    return number


def _date(fact: Fact, given: Any) -> Value:
    if isinstance(given, (list, tuple)):
        low, high = (date.fromisoformat(day) if day else None for day in given)
        return Range(low, high)
    return date.fromisoformat(str(given))


def _place(fact: Fact, given: Any) -> Value:
    if not isinstance(given, str) or not given.strip():
        raise ValueError(given)
    return given.strip()


_READERS: dict[str, Callable[[Fact, Any], Value]] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "number": _number,
    "date": _date,
    "place": _place,
}
_EXPECTED: dict[str, Callable[[Fact], str]] = {
    "yes_no": lambda fact: "要写「是」或「否」",
    "choice": lambda fact: f"只能是:{'、'.join(fact.options)}",
    "number": lambda fact: (
        f"要写不小于 0 的整数{f'({fact.unit})' if fact.unit else ''},不确定写成两个数的范围"
    ),
    "date": lambda fact: "要写日期,比如「2019-05-06」",
    "place": lambda fact: "要写一个地名",
}


def _source(fact: Fact, given: Any, value: Value, *, on: date) -> Range:
    """Birthdays that give this age on the day, or this year of starting school."""
    if not isinstance(value, (int, Range)) or fact.derived is None:
        raise _misfit(fact, given)
    try:
        if fact.derived.by == "周岁":
            return birthdays(Range(value, value) if isinstance(value, int) else value, on=on)
        low, high = number_bounds(value)
        return Range(
            None if low is None else date(low - 7, 9, 1),
            None if high is None else date(high - 6, 8, 31),
        )
    except (ValueError, OverflowError):
        raise _misfit(fact, given) from None


def birthdays(age: Range, *, on: date) -> Range:
    """Birthdays of someone whose age in whole years lies in this range on that day.

    Raises ValueError for ages older than the calendar.
    """
    youngest, oldest = number_bounds(age)
    low = None if oldest is None else _years_before(on, oldest + 1) + timedelta(days=1)
    high = None if youngest is None else _years_before(on, youngest)
    return Range(low, high)


def derive(derivation: Derivation, source: Value, *, on: date) -> Range | int:
    """Whole years, or the calendar year of starting school, from a birthday or a range of them."""
    compute = _age if derivation.by == "周岁" else _school_year
    bounds = [None if day is None else compute(day, on) for day in day_bounds(source)]
    low, high = reversed(bounds) if derivation.by == "周岁" else bounds
    return low if low is not None and low == high else Range(low, high)


def _age(birthday: date, on: date) -> int:
    return on.year - birthday.year - ((on.month, on.day) < (birthday.month, birthday.day))


def _school_year(birthday: date, on: date) -> int:
    """The year in which the child is six by 31 August (义务教育法第十一条: six years old)."""
    return birthday.year + (6 if (birthday.month, birthday.day) <= (8, 31) else 7)


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for 29 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_between(start: date, end: date) -> int:
    """Whole months from start to end, 0 when end is not after start.

    A month is whole on the same day of a later month, or on its last day where it has no such day
    (民法典第二百零二条).
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(months - (add_months(start, months) > end), 0) if months > 0 else 0


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
