"""Tables of working days against counting them one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.routes.workdays import Workdays, is_workday, unpublished, workday_after
from tests.knowledge.routes.counted_days import CountedDays

LENGTH = 60
FIRSTS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
INSIDE = st.integers(0, LENGTH - 1)


@given(FIRSTS, INSIDE, st.integers(0, 30), st.booleans())
def test_after(first: date, index: int, days: int, working: bool) -> None:
    counted = CountedDays(first, LENGTH).later(index, days, working=working)
    assert Workdays(first, LENGTH).after(index, days=days, working=working) == min(counted, LENGTH)


@given(FIRSTS, INSIDE, st.integers(1, 15))
def test_before_is_the_first_day_from_which_so_many_working_days_reach(
    first: date, index: int, days: int
) -> None:
    counted = CountedDays(first, LENGTH)
    reaching = [day for day in range(index + 1) if counted.later(day, days, working=True) >= index]
    assert Workdays(first, LENGTH).before(index, days=days) == reaching[0]


@given(FIRSTS, INSIDE, st.integers(0, 24))
def test_months_after(first: date, index: int, months: int) -> None:
    counted = CountedDays(first, LENGTH).months_later(index, months)
    assert Workdays(first, LENGTH).months_after(index, months) == counted


@given(FIRSTS, INSIDE, INSIDE)
def test_between_counts_working_days_after_the_first(first: date, start: int, end: int) -> None:
    counted = CountedDays(first, LENGTH)
    days = sum(counted.works(day) for day in range(start + 1, end + 1))
    assert Workdays(first, LENGTH).between(start, end) == days


@given(FIRSTS, st.integers(0, 30))
def test_workday_after(first: date, days: int) -> None:
    counted = CountedDays(first, 90)
    assert workday_after(first, days) == counted.day(counted.later(0, days, working=True))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 9, 28), True),  # a Sunday worked before the National Day holiday
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),  # a Saturday worked after it
        (date(2028, 1, 3), True),  # a Monday of a year whose holidays are not published
    ],
)
def test_offices_follow_the_holiday_notices(day: date, working: bool) -> None:
    assert is_workday(day) is working


def test_years_without_a_notice_are_named() -> None:
    assert unpublished(date(2025, 5, 1), date(2025, 8, 1)) == ()
    assert 2035 in unpublished(date(2025, 5, 1), date(2035, 8, 1))
