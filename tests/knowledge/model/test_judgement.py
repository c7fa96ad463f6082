"""Judging conditions over a household. judgement.yml is the documentation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from knowledge.model.condition import Condition, clauses, parse_clause
from knowledge.model.household import add_months
from knowledge.model.judgement import Judge, role_meant, typed_constant
from knowledge.model.value import Range, Truth
from tests.knowledge.model.register import TODAY, documented, household, shared

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
EXAMPLES = documented("judgement.yml")


def judge(facts: dict[str, Any] | None = None) -> Judge:
    return Judge(shared(), household(facts))


def plain(value: Any) -> Any:
    """A value of the examples as JSON gives it: `null` in a list is an open end."""
    if isinstance(value, list):
        return [None if bound == "null" else bound for bound in value]
    return value


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["title"] for one in EXAMPLES])
def test_example(example: dict[str, Any]) -> None:
    facts = {key: plain(value) for key, value in example.get("facts", {}).items()}
    verdict = judge(facts).judge(
        CONDITION.validate_python(example["when"]),
        person=example.get("for", "本人"),
        on=date.fromisoformat(example.get("on", str(TODAY))),
        year=int(example["year"]) if "year" in example else None,
    )
    assert verdict.truth is Truth(example["is"])
    if "asks" in example:
        assert verdict.unknown == tuple(example["asks"])
    assert verdict.findings


def test_titles_are_said_once() -> None:
    titles = [one["title"] for one in EXAMPLES]
    assert len(titles) == len(set(titles))


def test_no_condition_is_true() -> None:
    verdict = judge().judge(None, person="本人", on=TODAY)
    assert (verdict.truth, verdict.findings) == (Truth.TRUE, ())


def test_findings_say_what_they_rest_on() -> None:
    condition = CONDITION.validate_python(
        {"all": ["正在参保", "年龄 >= 18", "社保累计月数 >= 参数.没核实的数"]}
    )
    verdict = judge({"本人.正在参保": "是", "本人.年龄": 40}).judge(
        condition, person="本人", on=TODAY
    )
    assert [(one.key, one.truth, one.value, one.parameter) for one in verdict.findings] == [
        ("本人.正在参保", Truth.TRUE, True, None),
        ("本人.年龄", Truth.TRUE, 40, None),
        ("本人.社保累计月数", Truth.UNKNOWN, None, "没核实的数"),
    ]


@given(st.integers(0, 60), st.integers(0, 48), st.sampled_from(["是", "否", None]))
def test_growth(months: int, later: int, insured: str | None) -> None:
    """A growing number never shrinks, and grows by at most the months gone by."""
    found = judge({"本人.社保累计月数": months, "本人.正在参保": insured})
    value = found.value("本人.社保累计月数", on=add_months(TODAY, later))
    if insured == "是":
        assert value == months + later
    elif insured == "否" or later == 0:
        assert value == months
    else:
        assert value == Range(months, months + later)


def test_ranges_grow_at_both_ends() -> None:
    found = judge({"本人.社保累计月数": [54, 59], "本人.正在参保": "是"})
    assert found.value("本人.社保累计月数", on=date(2026, 5, 1)) == Range(56, 61)
    open_above = judge({"本人.社保累计月数": [54, None], "本人.正在参保": "是"})
    assert open_above.value("本人.社保累计月数", on=date(2026, 5, 1)) == Range(56, None)


def test_the_past_does_not_shrink_it() -> None:
    found = judge({"本人.在莞居住月数": 5})
    assert found.value("本人.在莞居住月数", on=date(2025, 1, 1)) == 5


@given(st.integers(0, 30), st.integers(0, 30))
def test_the_day_from_which_time_alone_is_enough(known: int, wanted: int) -> None:
    found = judge({"本人.在莞居住月数": known})
    condition = parse_clause(f"在莞居住月数 >= {wanted}")
    day = found.from_day(condition, person="本人", on=TODAY, months=24)
    missing = max(wanted - known, 0)
    assert day == (add_months(TODAY, missing) if missing <= 24 else None)


def test_time_alone_never_moves_a_house() -> None:
    found = judge({"本人.户籍所在地": "湖南"})
    condition = parse_clause("户籍所在地 属于 东莞")
    assert found.from_day(condition, person="本人", on=TODAY, months=24) is None


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("正在参保", "否", False),
        ("年龄", "6", 6),
        ("出生日期", "2020-09-01", date(2020, 9, 1)),
        ("户籍所在地", "东莞", "东莞"),
    ],
)
def test_typed_constant(name: str, text: str, value: Any) -> None:
    assert typed_constant(shared().facts_by_name[name], text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("正在参保", "有"),
        ("年龄", "010"),
        ("年龄", "６"),
        ("年龄", "1_0"),
        ("年龄", "六"),
        ("出生日期", "20200901"),
        ("出生日期", "2020-9-1"),
    ],
)
def test_typed_constant_refuses(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        typed_constant(shared().facts_by_name[name], text)


@pytest.mark.parametrize(
    ("text", "whose", "role"),
    [
        ("年龄 >= 6", "子女2", "子女"),
        ("本人.年龄 >= 6", "子女2", "本人"),
        ("任一子女.年龄 >= 6", "本人", "子女"),
        ("每个子女.年龄 >= 6", "本人", "子女"),
        ("在莞有房产", "子女1", "家庭"),
    ],
)
def test_role_meant(text: str, whose: str, role: str) -> None:
    clause = parse_clause(text)
    assert role_meant(clause, shared().facts_by_name[clause.fact], whose=whose) == role


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["title"] for one in EXAMPLES])
def test_the_role_meant_is_the_role_judged(example: dict[str, Any]) -> None:
    facts = {key: plain(value) for key, value in example.get("facts", {}).items()}
    person = example.get("for", "本人")
    for clause in clauses(CONDITION.validate_python(example["when"])):
        role = role_meant(clause, shared().facts_by_name[clause.fact], whose=person)
        for key in judge(facts).subject(clause, person):
            assert key.startswith(role)
