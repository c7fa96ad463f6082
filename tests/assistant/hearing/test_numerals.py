"""Numerals and lengths of time as people say them."""

import pytest

from assistant.hearing.numerals import read_months, read_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十五", 15),
        ("二十", 20),
        ("两", 2),
        ("一百零八", 108),
        ("36", 36),
        ("好", None),
        ("", None),
    ],
)
def test_numeral(text: str, value: int | None) -> None:
    assert read_numeral(text) == value


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("上班三年多了", (36, 47)),
        ("社保交了快五年", (54, 59)),
        ("三年半", (42, 44)),
        ("住了半年", (6, 8)),
        ("两个月", (2, 2)),
        ("15个月", (15, 15)),
        ("快半年了", (4, 5)),
        ("10年", (120, 131)),
        ("2027年入学", None),
        ("没说多久", None),
        ("十几年", (132, 239)),
        ("二十多年", (252, 359)),
        ("好多年了", (36, 240)),
        ("两三年", (24, 47)),
        ("三年零八个月", (44, 44)),
        ("大半年", (7, 11)),
        ("九月开学", None),
        ("三年级", None),
    ],
)
def test_months(text: str, span: tuple[int, int] | None) -> None:
    assert read_months(text) == span
