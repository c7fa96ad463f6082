"""The scalars of the list format."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from knowledge.compiler.checks.basis import article_number
from knowledge.model.shape import Article, Day, Id, MonthDay, Number, Text, YesNo

GOOD: list[tuple[Any, str, Any]] = [
    (Id, "first-permit", "first-permit"),
    (Id, "a1-2", "a1-2"),
    (Text, " 两边的空白 ", "两边的空白"),
    (Number, "0", 0),
    (Number, "-3", -3),
    (Number, "15", 15),
    (YesNo, "是", True),
    (YesNo, "no", False),
    (MonthDay, "08-31", "08-31"),
    (Article, "第二条", "第二条"),
    (Article, "第一千零四十九条第二款第一项", "第一千零四十九条第二款第一项"),
    (Article, "第一百二十条之一", "第一百二十条之一"),
]
BAD: list[tuple[Any, Any]] = [
    (Id, "First"),
    (Id, "1st"),
    (Id, "a--b"),
    (Id, "a_b"),
    (Id, "编号"),
    (Text, "  "),
    (Text, None),
    (Number, "010"),
    (Number, "12:30"),
    (Number, "1_000"),
    (Number, "８"),
    (Number, "8 "),
    (Number, "1e3"),
    (Number, "9" * 10),
    (YesNo, "有"),
    (YesNo, "Yes"),
    (Day, "2026-02-30"),
    (Day, "2026-2-3"),
    (Day, "20260203"),
    (Day, "2026-W01-1"),
    (Day, "２０２６-01-01"),
    (MonthDay, "02-29"),
    (MonthDay, "13-01"),
    (MonthDay, "8-31"),
    (Article, "2"),
    (Article, "第2条"),
    (Article, "第一一条"),
    (Article, "第十百条"),
    (Article, "第零条"),
    (Article, "第二条和第三条"),
]


@pytest.mark.parametrize(("shape", "text", "value"), GOOD)
def test_read(shape: Any, text: str, value: Any) -> None:
    assert TypeAdapter(shape).validate_python(text) == value


@pytest.mark.parametrize(("shape", "text"), BAD)
def test_refused(shape: Any, text: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(shape).validate_python(text)


@pytest.mark.parametrize(
    ("article", "number"),
    [
        ("第一条", 1),
        ("第十条", 10),
        ("第十二条第二款", 12),
        ("第二十条", 20),
        ("第一百条", 100),
        ("第一百零三条之二", 103),
        ("第一百一十条", 110),
        ("第一千零四十九条", 1049),
        ("第一千二百六十条", 1260),
    ],
)
def test_article_numbers(article: str, number: int) -> None:
    assert TypeAdapter(Article).validate_python(article) == article
    assert article_number(article) == number
