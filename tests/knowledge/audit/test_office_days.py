"""Days on which offices work: holidays, working weekends, and years not announced yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from knowledge.audit.office_days import is_open, later, open_days_between, unpublished_years


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2025, 10, 1), False),  # National Day, a Wednesday
        (date(2025, 9, 28), True),  # the Sunday worked for it
        (date(2025, 10, 11), True),  # the Saturday worked for it
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 11, 23), True),
        (date(2035, 10, 1), True),  # a Monday of a year not announced
        (date(2035, 10, 6), False),
    ],
)
def test_is_open(day: date, open_: bool) -> None:
    assert is_open(day) is open_


def test_the_first_day_is_not_counted() -> None:
    assert later(date(2026, 11, 20), 1, working=True) == date(2026, 11, 23)
    assert later(date(2026, 11, 20), 0, working=True) == date(2026, 11, 20)
    assert later(date(2026, 11, 22), 2, working=True) == date(2026, 11, 24)
    assert later(date(2026, 11, 20), 15, working=False) == date(2026, 12, 5)


def test_open_days_between_undoes_later() -> None:
    for start in (date(2025, 9, 26), date(2026, 2, 10), date(2026, 11, 22)):
        for days in range(1, 12):
            assert open_days_between(start, later(start, days, working=True)) == days
    assert open_days_between(date(2026, 11, 23), date(2026, 11, 23)) == 0
    assert open_days_between(date(2026, 11, 24), date(2026, 11, 23)) == 0


def test_unpublished_years() -> None:
    assert unpublished_years(date(2024, 12, 31), date(2025, 1, 1)) == ()
    assert unpublished_years(date(2034, 12, 31), date(2035, 1, 1) + timedelta(days=400)) == (
        2034,
        2035,
        2036,
    )
