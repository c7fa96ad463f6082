"""Three values: Kleene's laws, and comparisons of ranges against brute force over their members."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.value import (
    Range,
    Truth,
    all_of,
    any_of,
    as_range,
    compare,
    day_bounds,
    number_bounds,
)

OPERATORS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}
DAY_ONE = date(2026, 1, 1)
truths = st.sampled_from(Truth)
several = st.lists(truths, max_size=4)
numbers = st.integers(-8, 8)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    low = draw(numbers)
    return low, draw(st.integers(low, 10))


@given(truths, truths, truths)
def test_kleene_laws(a: Truth, b: Truth, c: Truth) -> None:
    assert a.negated().negated() is a
    assert all_of((a, b)) is all_of((b, a))
    assert all_of((a, all_of((b, c)))) is all_of((a, b, c))
    assert all_of((a, any_of((b, c)))) is any_of((all_of((a, b)), all_of((a, c))))
    assert all_of((a, b)).negated() is any_of((a.negated(), b.negated()))
    assert all_of((a, Truth.TRUE)) is a
    assert any_of((a, Truth.FALSE)) is a
    assert all_of((a, Truth.FALSE)) is Truth.FALSE
    assert any_of((a, Truth.TRUE)) is Truth.TRUE


@given(several)
def test_unknown_is_what_either_value_could_change(members: list[Truth]) -> None:
    """The strong connectives: unknown exactly if filling in the unknowns can give both answers."""
    fillings: list[list[Truth]] = [[]]
    for truth in members:
        options = [Truth.TRUE, Truth.FALSE] if truth is Truth.UNKNOWN else [truth]
        fillings = [[*filling, option] for filling in fillings for option in options]
    for connective, plain in ((all_of, all), (any_of, any)):
        possible = {plain(one is Truth.TRUE for one in filling) for filling in fillings}
        expected = Truth.of(possible.pop()) if len(possible) == 1 else Truth.UNKNOWN
        assert connective(members) is expected


@given(spans(), st.sampled_from(sorted(OPERATORS)), numbers)
def test_compare_is_brute_force_over_the_members(
    span: tuple[int, int], op: str, constant: int
) -> None:
    low, high = span
    answers = {OPERATORS[op](member, constant) for member in range(low, high + 1)}
    expected = Truth.of(answers.pop()) if len(answers) == 1 else Truth.UNKNOWN
    assert compare(Range(low, high), op, constant) is expected
    days = Range(DAY_ONE + timedelta(days=low), DAY_ONE + timedelta(days=high))
    assert compare(days, op, DAY_ONE + timedelta(days=constant)) is expected


@given(numbers, st.sampled_from(sorted(OPERATORS)), numbers)
def test_an_exact_value_is_never_unknown(value: int, op: str, constant: int) -> None:
    assert compare(value, op, constant) is Truth.of(OPERATORS[op](value, constant))


@given(numbers, st.sampled_from(sorted(OPERATORS)), numbers)
def test_open_ranges(bound: int, op: str, constant: int) -> None:
    """An open end is like one far beyond every constant."""
    assert compare(Range(bound, None), op, constant) is compare(Range(bound, 999), op, constant)
    assert compare(Range(None, bound), op, constant) is compare(Range(-999, bound), op, constant)
    assert compare(Range(None, None), op, constant) is Truth.UNKNOWN


def test_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Range(2, 1)
    with pytest.raises(ValueError, match="empty"):
        Range(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(ValueError, match="属于"):
        compare(1, "属于", 1)
    with pytest.raises(TypeError):
        day_bounds(6)
    with pytest.raises(TypeError):
        number_bounds(date(2026, 1, 1))
    with pytest.raises(TypeError):
        number_bounds("六")


def test_bounds() -> None:
    assert number_bounds(6) == (6, 6)
    assert number_bounds(Range(None, 6)) == (None, 6)
    assert day_bounds(Range(DAY_ONE, None)) == (DAY_ONE, None)
    assert as_range(Range(1, 2)) == Range(1, 2)
