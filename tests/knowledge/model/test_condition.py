"""Conditions: what can be read, and what is refused. conditions.yml is the documentation."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from knowledge.model.condition import Clause, Condition, Group, clauses, parse_clause
from tests.knowledge.model.register import documented

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
EXAMPLES = documented("conditions.yml")


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["clause"] or "empty" for one in EXAMPLES])
def test_clause(example: dict[str, Any]) -> None:
    if "refused" in example:
        with pytest.raises(PydanticCustomError):
            parse_clause(example["clause"])
        return
    clause = parse_clause(example["clause"])
    assert [clause.person, clause.fact, clause.op, clause.constant] == example["reads"]
    assert clause.text == example["clause"].strip()


def test_parameter_is_named_without_its_prefix() -> None:
    assert parse_clause("社保累计月数 >= 参数.最低月数").parameter == "最低月数"
    assert parse_clause("社保累计月数 >= 36").parameter is None


def test_need_carries_what_to_say_and_the_day() -> None:
    found = CONDITION.validate_python({"need": "年龄 >= 6", "else": "还没满。", "on": "08-31"})
    assert isinstance(found, Clause)
    assert (found.otherwise, found.on) == ("还没满。", "08-31")


def test_clauses_come_in_reading_order() -> None:
    found = CONDITION.validate_python(
        {"all": ["甲", {"any": ["乙", {"none": ["丙"]}]}, {"need": "丁", "else": "没有丁。"}]}
    )
    assert [clause.fact for clause in clauses(found)] == ["甲", "乙", "丙", "丁"]
    assert clauses(None) == ()


@pytest.mark.parametrize(
    "raw",
    [
        {"all": ["甲"], "any": ["乙"]},
        {"all": []},
        {"else": "没有。"},
        {"both": ["甲"]},
        {"need": "甲 乙"},
        {"need": "甲", "if": "乙"},
        {"need": "甲", "on": "02-29"},
        {"need": "甲", "on": "8-31"},
        {"need": "甲", "else": "  "},
        ["甲", "乙"],
        6,
    ],
)
def test_refused(raw: Any) -> None:
    with pytest.raises(ValidationError):
        CONDITION.validate_python(raw)


def test_a_condition_survives_being_stored() -> None:
    found = CONDITION.validate_python(
        {"any": ["甲", {"need": "年龄 >= 6", "on": "08-31"}], "else": "都没有。"}
    )
    assert isinstance(found, Group)
    assert CONDITION.validate_json(CONDITION.dump_json(found)) == found
