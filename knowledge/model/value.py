"""Truth with three values, and what a fact may be worth.

Unknown is never false, 0 or "": a comparison with an unknown or a too-wide range answers UNKNOWN.
Source of the connectives: Kleene's strong three-valued logic (Introduction to Metamathematics, section 64).
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


@dataclass(frozen=True)
class Range:
    """A number or day known only to lie between two bounds, both included (快五年 = 54 to 59 months).

    A bound of None is open.
    """

    low: int | date | None
    high: int | date | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:  # type: ignore[operator]
            raise ValueError("range is empty")


Value = bool | str | int | date | Range


def as_range(value: int | date | Range) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


def compare(value: int | date | Range, op: str, constant: int | date) -> Truth:
    """value `op` constant, where value may be a range. `op` is one of >= <= > < = !=."""
    span = as_range(value)
    low, high = span.low, span.high
    if op == ">=":
        if low is not None and low >= constant:  # type: ignore[operator]
            return Truth.TRUE
        if high is not None and high < constant:  # type: ignore[operator]
            return Truth.FALSE
        return Truth.UNKNOWN
    if op == ">":
        return compare(span, "<=", constant).negated()
    if op == "<=":
        return compare(Range(_flip(high), _flip(low)), ">=", _flip(constant))  # type: ignore[arg-type]
    if op == "<":
        return compare(span, ">=", constant).negated()
    equal = all_of((compare(span, ">=", constant), compare(span, "<=", constant)))
    return equal if op == "=" else equal.negated()


def _flip(bound: int | date | None) -> int | None:
    """Mirror an order so that `<=` is `>=` of the mirror image."""
    if bound is None:
        return None
    return -(bound.toordinal() if isinstance(bound, date) else bound)
