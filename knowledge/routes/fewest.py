"""The fewest asks: over a small set of unknown facts, the order that is expected to settle the
outcome soonest.

Exact, by dynamic programming over what has been answered so far: an outcome is settled when every
way of filling in the rest gives the same one. Source: optimal decision trees (Hyafil and Rivest
1976 show the general problem NP-hard, so this is for small sets only).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod
from typing import Any

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Unknown:
    """A fact that could be asked, the values it may have and how likely each is (sums to 1)."""

    key: str
    values: tuple[Any, ...]
    chances: tuple[float, ...]
    sensitive: bool = False


@dataclass(frozen=True)
class Fewest:
    """The expected number of asks still needed, and which to ask first (None: nothing needs
    asking).
    """

    expected: float
    first: str | None


def combinations(unknowns: Sequence[Unknown]) -> int:
    """How many outcomes have to be computed."""
    return prod(len(unknown.values) for unknown in unknowns)


def fewest_asks(unknowns: Sequence[Unknown], outcome: Callable[[Answers], Hashable]) -> Fewest:
    """The optimal first ask. `outcome` is called once for every full combination of answers.

    A sensitive fact is asked only when no other one is left to ask. Ties go to the earlier unknown.
    """
    table = {
        answers: outcome({one.key: value for one, value in zip(unknowns, answers, strict=True)})
        for answers in product(*(unknown.values for unknown in unknowns))
    }

    @cache
    def expected(known: tuple[tuple[bool, Any], ...]) -> tuple[float, int | None]:
        left = {result for answers, result in table.items() if _fits(answers, known)}
        if len(left) <= 1:
            return 0.0, None
        return min((1 + _after(place, known), place) for place in _allowed(unknowns, known))

    def _after(place: int, known: tuple[tuple[bool, Any], ...]) -> float:
        unknown = unknowns[place]
        return sum(
            chance * expected((*known[:place], (True, value), *known[place + 1 :]))[0]
            for value, chance in zip(unknown.values, unknown.chances, strict=True)
        )

    number, place = expected(tuple((False, None) for _ in unknowns))
    return Fewest(number, None if place is None else unknowns[place].key)


def _fits(answers: tuple[Any, ...], known: tuple[tuple[bool, Any], ...]) -> bool:
    return all(
        not asked or value == answer for (asked, value), answer in zip(known, answers, strict=True)
    )


def _allowed(unknowns: Sequence[Unknown], known: tuple[tuple[bool, Any], ...]) -> list[int]:
    open_places = [place for place, (asked, _) in enumerate(known) if not asked]
    plain = [place for place in open_places if not unknowns[place].sensitive]
    return plain or open_places
