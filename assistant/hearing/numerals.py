"""Chinese numerals and spoken lengths of time, as ranges.

"三年" is taken as 36 to 47 months (people round down), "三年多" the same, "快五年" as 54 to 59,
"半年" as 6 to 8, "刚" or "几天" as 0. Nothing here knows about today.
"""

from __future__ import annotations

import re

_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
_NUMERAL = r"(?:\d+|[零〇一二两三四五六七八九十百]+)"
_SPAN = re.compile(
    rf"(?P<nearly>快|差不多|将近|接近|不到)?(?P<half>半)?(?P<number>{_NUMERAL})?"
    rf"(?P<unit>个?月|个多月|个半月|年半|年多|年|天|周|个星期)(?P<more>多|几个月|以上|左右|了)?"
)


def read_numeral(text: str) -> int | None:
    """十五 -> 15, 2027 -> 2027; None for anything else. Up to 999."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            return None
    return total + digit if text else None


def read_months(text: str) -> tuple[int, int] | None:
    """The first length of time in the text, in months (low, high); None when there is none."""
    for match in _SPAN.finditer(text):
        span = _months(match)
        if span is not None:
            return span
    return None


def _months(match: re.Match[str]) -> tuple[int, int] | None:
    unit, nearly = match["unit"], match["nearly"]
    number = read_numeral(match["number"]) if match["number"] else None
    if unit.startswith("年"):
        if match["half"]:
            return (4, 5) if nearly else (6, 8)
        if number is None or number > 80:
            return None
        if nearly:
            return (12 * number - 6, 12 * number - 1)
        return (
            (12 * number + 6, 12 * number + 8)
            if unit == "年半"
            else (12 * number, 12 * number + 11)
        )
    if unit in ("天", "周", "个星期"):
        return (0, 0) if number is not None and unit == "天" and number < 28 else None
    if number is None:
        return None
    return (max(number - 1, 0), number - 1) if nearly else (number, number)
