"""Reading a household: what fits the register, what is refused, what follows from birthdays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.household import (
    FactError,
    add_months,
    birthdays,
    derive,
    months_between,
    read_household,
    role_of,
)
from knowledge.model.shared import Derivation
from knowledge.model.value import Range, Truth, compare
from tests.knowledge.model.register import TODAY, household, shared

AGE = Derivation(by="周岁", of="出生日期")
SCHOOL_YEAR = Derivation(by="入学年份", of="出生日期")
days = st.dates(date(1930, 1, 1), date(2030, 12, 31))
MESSY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@pytest.mark.parametrize(
    ("key", "given_value", "value"),
    [
        ("本人.户籍所在地", " 清远 ", "清远"),
        ("本人.正在参保", True, True),
        ("本人.正在参保", "否", False),
        ("本人.社保累计月数", 36, 36),
        ("本人.社保累计月数", "36", 36),
        ("本人.社保累计月数", 36.0, 36),
        ("本人.社保累计月数", [54, 59], Range(54, 59)),
        ("本人.社保累计月数", "54-59", Range(54, 59)),
        ("本人.社保累计月数", "54至59", Range(54, 59)),
        ("本人.社保累计月数", [60, None], Range(60, None)),
        ("本人.出生日期", "1990-02-28", date(1990, 2, 28)),
        ("本人.出生日期", ["1990-01-01", None], Range(date(1990, 1, 1), None)),
        ("子女1.入读年级", "小学一年级", "小学一年级"),
        ("家庭.在莞有房产", "是", True),
    ],
)
def test_read(key: str, given_value: Any, value: Any) -> None:
    assert household({key: given_value}).values[key] == value


@pytest.mark.parametrize(
    ("key", "given_value", "says"),
    [
        ("本人.身高", 170, "没有登记"),
        ("户籍所在地", "清远", "写成「本人.户籍所在地」"),
        ("在莞有房产", True, "写成「家庭.在莞有房产」"),
        ("邻居.户籍所在地", "清远", "写清是谁的"),
        ("本人1.户籍所在地", "清远", "只有一位"),
        ("本人.在莞有房产", True, "写成「家庭.在莞有房产」"),
        ("配偶.入读年级", "小学一年级", "不是「配偶」会有的"),
        ("本人.正在参保", "有", "要写「是」或「否」"),
        ("本人.正在参保", 1, "要写「是」或「否」"),
        ("子女1.入读年级", "二年级", "小学一年级、初中一年级"),
        ("子女1.入读年级", ["小学一年级"], "小学一年级、初中一年级"),
        ("本人.社保累计月数", "三年", "整数(个月)"),
        ("本人.社保累计月数", True, "整数"),
        ("本人.社保累计月数", -1, "不小于 0"),
        ("本人.社保累计月数", 36.5, "整数"),
        ("本人.社保累计月数", float("nan"), "整数"),
        ("本人.社保累计月数", float("inf"), "整数"),
        ("本人.社保累计月数", [59, 54], "整数"),
        ("本人.社保累计月数", [1, 2, 3], "整数"),
        ("本人.社保累计月数", 10**12, "整数"),
        ("本人.出生日期", "1990-02-30", "2019-05-06"),
        ("本人.出生日期", 1990, "2019-05-06"),
        ("本人.年龄", 5000, "整数(周岁)"),
        ("子女1.入学年份", 3, "整数(年)"),
        ("本人.户籍所在地", "", "地名"),
        ("本人.户籍所在地", 5, "地名"),
    ],
)
def test_refused(key: str, given_value: Any, says: str) -> None:
    with pytest.raises(FactError, match=says.replace("(", r"\(").replace(")", r"\)")):
        household({key: given_value})


@given(st.sampled_from(sorted(shared().facts_by_name)), MESSY)
def test_anything_is_read_or_refused(name: str, value: Any) -> None:
    fact = shared().facts_by_name[name]
    try:
        household({f"{fact.whose[0]}.{name}": value})
    except FactError as error:
        assert len(str(error)) < 200


def test_unknown_is_left_out() -> None:
    assert household({"本人.正在参保": None, "子女1.年龄": "不知道"}).values == {}


def test_what_a_fact_implies_is_known_too() -> None:
    values = household({"子女1.入读年级": "小学一年级"}).values
    assert values == {
        "子女1.入读年级": "小学一年级",
        **household({"子女1.年龄": [5, 8]}).values,
    }


def test_what_was_said_counts_more_than_what_is_implied() -> None:
    told = household({"子女1.入读年级": "小学一年级", "子女1.年龄": 9}).values
    assert told == {**household({"子女1.年龄": 9}).values, "子女1.入读年级": "小学一年级"}


def test_implications_go_on_and_may_be_about_somebody_else() -> None:
    values = household({"子女2.入读年级": "初中一年级"}).values
    assert values["本人.已办居住登记"] is True
    assert values["本人.户籍所在地"] == "湖南"
    assert "本人.户籍所在地" not in household({"本人.已办居住登记": "否"}).values


def test_persons() -> None:
    found = household(
        {f"子女{n}.已办居住登记": "是" for n in (10, 2, 1)} | {"家庭.在莞有房产": "是"}
    )
    assert found.persons == ("本人", "子女1", "子女2", "子女10")
    assert found.of_role("子女") == ("子女1", "子女2", "子女10")
    assert found.of_role("配偶") == ("配偶",)
    assert household({"子女.已办居住登记": "是"}).persons == ("本人", "子女1")
    assert (role_of("子女10"), role_of("本人")) == ("子女", "本人")


@given(st.integers(0, 110), days)
def test_age_and_birthdays_round_trip(age: int, on: date) -> None:
    span = birthdays(Range(age, age), on=on)
    assert isinstance(span.low, date)
    assert isinstance(span.high, date)
    assert derive(AGE, span, on=on) == age
    assert derive(AGE, span.low - timedelta(days=1), on=on) == age + 1
    assert derive(AGE, span.high + timedelta(days=1), on=on) == age - 1


@given(days, days)
def test_a_birthday_lies_among_the_birthdays_of_its_age(birthday: date, on: date) -> None:
    age = derive(AGE, birthday, on=on)
    assert isinstance(age, int)
    span = birthdays(Range(age, age), on=on)
    assert compare(birthday, ">=", span.low or birthday) is Truth.TRUE
    assert compare(birthday, "<=", span.high or birthday) is Truth.TRUE


@given(st.integers(2000, 2040))
def test_school_year_round_trip(year: int) -> None:
    source = household({"子女1.入学年份": year}).values["子女1.出生日期"]
    assert derive(SCHOOL_YEAR, source, on=TODAY) == year


@pytest.mark.parametrize(
    ("birthday", "year"),
    [("2020-08-31", 2026), ("2020-09-01", 2027), ("2020-01-01", 2026), ("2019-12-31", 2026)],
)
def test_school_begins_with_six_by_the_end_of_august(birthday: str, year: int) -> None:
    assert derive(SCHOOL_YEAR, date.fromisoformat(birthday), on=TODAY) == year


def test_ranges_derive_ranges() -> None:
    span = Range(date(2019, 9, 1), date(2020, 12, 31))
    assert derive(SCHOOL_YEAR, span, on=TODAY) == Range(2026, 2027)
    assert derive(AGE, span, on=TODAY) == Range(5, 6)
    assert derive(AGE, Range(None, date(2020, 1, 1)), on=TODAY) == Range(6, None)
    assert derive(AGE, Range(date(2020, 1, 1), None), on=TODAY) == Range(None, 6)


def test_an_age_that_was_said_grows_with_the_calendar() -> None:
    found = household({"子女1.年龄": [5, 6]})
    assert found.values == {"子女1.出生日期": Range(date(2019, 3, 2), date(2021, 3, 1))}


def test_a_birthday_stands_against_an_age_in_any_order() -> None:
    facts = {"子女1.年龄": 9, "子女1.出生日期": "2020-05-01"}
    for ordered in (facts, dict(reversed(facts.items()))):
        assert household(ordered).values["子女1.出生日期"] == date(2020, 5, 1)


def test_two_derived_facts_narrow_the_birthday_in_any_order() -> None:
    facts = {"子女1.年龄": 5, "子女1.入学年份": 2027}
    for ordered in (facts, dict(reversed(facts.items()))):
        values = household(ordered).values
        assert values["子女1.出生日期"] == Range(date(2020, 9, 1), date(2021, 3, 1))


@given(days, st.integers(0, 600))
def test_months_added_are_months_between(day: date, months: int) -> None:
    later = add_months(day, months)
    assert months_between(day, later) == months
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_months_between_counts_whole_months() -> None:
    """A month without the day is whole on its last day (民法典第二百零二条)."""
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 1
    assert months_between(date(2026, 1, 31), date(2026, 2, 27)) == 0
    assert months_between(date(2026, 1, 15), date(2026, 2, 15)) == 1
    assert months_between(date(2026, 2, 15), date(2026, 1, 15)) == 0


def test_on_is_the_day_it_was_said() -> None:
    assert read_household({}, shared(), on=date(2026, 5, 1)).on == date(2026, 5, 1)
