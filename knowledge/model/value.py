"""Truth with three values, and what a fact may be worth.

Unknown is never false, 0 or "": a comparison with an unknown or a too-wide range answers UNKNOWN.
Source of the connectives: Kleene's strong three-valued logic (Introduction to Metamathematics,
section 64).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Truth(Enum):
    """真、假、还不知道。"""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def negated(self) -> Truth:
        """Unknown stays unknown."""
        return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(self, self)

    @staticmethod
    def of(value: bool) -> Truth:
        return Truth.TRUE if value else Truth.FALSE


def all_of(truths: Iterable[Truth]) -> Truth:
    """False beats unknown beats true."""
    seen = set(truths)
    if Truth.FALSE in seen:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.TRUE


def any_of(truths: Iterable[Truth]) -> Truth:
    """True beats unknown beats false."""
    return all_of(truth.negated() for truth in truths).negated()


Bound = int | date


@dataclass(frozen=True)
class Range:
    """A whole number or day known only to lie between two bounds, both included.

    快五年 is 54 to 59 months. A bound of None is open. Raises ValueError when nothing lies between.
    """

    low: Bound | None
    high: Bound | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and _order(self.low) > _order(self.high):
            raise ValueError("range is empty")


Value = bool | str | int | date | Range


def as_range(value: Bound | Range) -> Range:
    """An exact value as the range that holds only it."""
    return value if isinstance(value, Range) else Range(value, value)


def number_bounds(value: Value) -> tuple[int | None, int | None]:
    """The least and greatest number a value may be. Raises TypeError where it is no number."""
    low, high = _bounds(value)
    if isinstance(low, date) or isinstance(high, date):
        raise TypeError("a day is no number")
    return low, high


def day_bounds(value: Value) -> tuple[date | None, date | None]:
    """The first and last day a value may be. Raises TypeError where it is no day."""
    low, high = _bounds(value)
    if isinstance(low, int) or isinstance(high, int):
        raise TypeError("a number is no day")
    return low, high


def _bounds(value: Value) -> tuple[Bound | None, Bound | None]:
    if isinstance(value, (bool, str)):
        raise TypeError("neither a number nor a day")
    span = as_range(value)
    return span.low, span.high


def compare(value: Bound | Range, op: str, constant: Bound) -> Truth:
    """value `op` constant, where value may be a range and `op` is one of >= <= > < = !=.

    Numbers and days are whole, so that "more than 5" is "at least 6". Raises ValueError for any
    other op.
    """
    span, mark = as_range(value), _order(constant)
    reached, passed = _at_least(span, mark), _at_least(span, mark + 1)
    equal = all_of((reached, passed.negated()))
    answers = {
        ">=": reached,
        "<": reached.negated(),
        ">": passed,
        "<=": passed.negated(),
        "=": equal,
        "!=": equal.negated(),
    }
    if op not in answers:
        raise ValueError(op)
    return answers[op]


def _at_least(span: Range, mark: int) -> Truth:
    if span.low is not None and _order(span.low) >= mark:
        return Truth.TRUE
    if span.high is not None and _order(span.high) < mark:
        return Truth.FALSE
    return Truth.UNKNOWN


def _order(bound: Bound) -> int:
    """Numbers and days on one scale of whole steps."""
    return bound.toordinal() if isinstance(bound, date) else bound
