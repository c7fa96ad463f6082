"""Chinese numerals, ages and spoken lengths of time, as ranges.

"三年" is taken as 36 to 47 months (people round down), "三年多" the same, "快五年" as 54 to 59,
"半年" as 6 to 8, "十几年" as 132 to 239, "好多年" as 36 to 240. Nothing here knows about today.
"""

from __future__ import annotations

import re

_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
NUMERAL = r"(?:\d+|[零〇一二两三四五六七八九十百]+)"
_NEARLY = r"快要|快到|就快|快|差不多|将近|接近|不到|未到|没到|近|马上|成"
_SPAN = re.compile(
    rf"(?P<nearly>{_NEARLY})?(?P<many>好多|很多|许多|好几|多)年(?!前|级|龄|以后)"
    rf"|(?P<close>{_NEARLY})?(?P<part>大半|半)年(?P<over>多)?(?!前|级)"
    rf"|(?P<about>{_NEARLY})?(?P<number>{NUMERAL})(?P<loose>几|多)?"
    r"(?P<unit>个半月|个多月|个月|年半|年|天|周|个星期)(?!级|龄|前|代|以上|以后)(?P<more>多)?"
    rf"(?:零?(?P<months>{NUMERAL})个月)?"
)
_TWO = re.compile(r"[一二两三四五六七八九]{2}")


def read_numeral(text: str) -> int | None:
    """十五 -> 15, 2027 -> 2027, 二零一九 -> 2019; None for anything else."""
    if text.isdecimal():
        return int(text)
    if len(text) == 4 and all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
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


def read_count(text: str, *, loose: bool = False) -> tuple[int, int] | None:
    """A number or two neighbours: 六 -> 6 to 6, 三四 -> 3 to 4, 六十(多) -> 60 to 69 if loose."""
    if _TWO.fullmatch(text):
        low, high = _DIGITS[text[0]], _DIGITS[text[1]]
        return (low, high) if high == low + 1 else None
    number = read_numeral(text)
    if number is None:
        return None
    return (number, number + 9) if loose and number and number % 10 == 0 else (number, number)


def read_months(text: str) -> tuple[int, int] | None:
    """The first length of time in the text, in months (low, high); None when there is none."""
    for match in _SPAN.finditer(text):
        span = _months(match)
        if span is not None:
            return span
    return None


def is_vague(text: str) -> bool:
    """Whether the first length of time in the text is a mere many."""
    match = _SPAN.search(text)
    return bool(match and match["many"])


def _months(match: re.Match[str]) -> tuple[int, int] | None:
    if match["many"]:
        return (36, 240)
    if match["part"]:
        if match["close"]:
            return (4, 5)
        return (7, 11) if match["part"] == "大半" else (6, 11) if match["over"] else (6, 8)
    counted = read_count(match["number"])
    if counted is None:
        return None
    if match["unit"].startswith("年"):
        return _years(match, counted)
    if match["unit"] in ("天", "周", "个星期"):
        return (0, 0) if match["unit"] == "天" and counted[1] < 28 else None
    if match["about"]:
        return (max(counted[0] - 1, 0), max(counted[1] - 1, 0))
    return (10 + 1, 19) if match["loose"] and counted[0] == 10 else counted


def _years(match: re.Match[str], counted: tuple[int, int]) -> tuple[int, int] | None:
    low, high = counted
    if high > 80:
        return None
    if match["months"]:
        months = read_numeral(match["months"]) or 0
        return (12 * low + months, 12 * low + months)
    if match["loose"]:
        return (12 * (low + 1), 12 * low + 119)
    if match["about"] == "成":
        return (12 * low - 6, 12 * high + 5)
    if match["about"]:
        return (12 * low - 6, 12 * high - 1)
    if match["unit"] == "年半":
        return (12 * low + 6, 12 * high + 8)
    return (12 * low, 12 * high + 11)
