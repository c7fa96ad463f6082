"""Reads the answer to an ask by the type of the fact that was asked."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from assistant.hearing.amounts import read_day
from assistant.hearing.hearing import said_value
from assistant.hearing.numerals import read_months, read_numeral
from knowledge.model.household import FactError, birthdays, read_value
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import Fact
from knowledge.model.value import Range

UNSURE = re.compile(
    r"不知道|不清楚|不太清|不大清|不是很清|不晓得|不确定|唔知|唔清楚|忘了|忘记|记不|没印象|说不准|不太懂|搞不清|不详"
)
_NO = re.compile(
    r"^(否|不(?![知清晓确详太大])|没|冇|无|唔|未|木有|还没|都不|不是|没有|别)|没有?(过|办|有)?[。!了呢啊]?$"
)
_YES = re.compile(
    r"^(是|有|对|嗯|系|办了|办过|好|可以|当然|没错|确实|yes|ok|需要|会|愿意|同意|肯)", re.IGNORECASE
)
_DONE = re.compile(
    r"(?:我们?|他|她|都|全部?|已经|早已|早就|早|刚刚|刚|昨天|也)*(?P<deed>[一-鿿]{1,3}?)"
    r"(?:好|完|到|清|成|上|掉|齐|下来|出来|过来|回来)?(?:了|过了?)[啊呀的呢啦]?"
)


def confirms(text: str) -> bool | None:
    """Whether the words say yes or no; None when they say neither."""
    words = text.strip()
    if _NO.search(words):
        return False
    return True if _YES.search(words) else None


def read_answer(fact: Fact, text: str, *, shared: Shared, today: date) -> Any | None:
    """The JSON value an answer gives, or None when the words do not answer this ask.

    Words that say one does not know are no answer; see UNSURE.
    """
    if UNSURE.search(text):
        return None
    words = text.strip().rstrip("。.!~ ")
    if not words:
        return None
    value, _ = said_value(fact, words)
    if value is not None:
        return value
    reader = {
        "yes_no": _yes_no,
        "choice": _choice,
        "number": _number,
        "place": _place,
        "date": _date,
    }
    return reader[fact.kind](fact, words, shared, today)


def _yes_no(fact: Fact, words: str, shared: Shared, today: date) -> Any | None:
    confirmed = confirms(words)
    if confirmed is None:
        return "是" if _did(fact.ask or "", words) else None
    return "是" if confirmed else "否"


def _did(ask: str, words: str) -> bool:
    """交了, 早就离了: the deed the question asks for is done. What asks for something not done, or
    names the deed only on the way to its question (问过派出所没有，说能办吗), is left.
    """
    match = _DONE.fullmatch(words)
    question = re.split("[，,]", ask.partition("？")[0])[-1]
    question = re.sub(r"有没有|(\w)不\1", "", question)
    return bool(match and match["deed"] in question and not re.search("[没不未]", question))


def _choice(fact: Fact, words: str, shared: Shared, today: date) -> Any | None:
    if words.isdecimal() and 1 <= int(words) <= len(fact.options):
        return fact.options[int(words) - 1]
    named = [option for option in fact.options if option in words or words in option]
    return named[0] if len(named) == 1 else None


def _number(fact: Fact, words: str, shared: Shared, today: date) -> Any | None:
    if fact.unit and "月" in fact.unit:
        span = read_months(words)
        if span:
            return span[0] if span[0] == span[1] else list(span)
    if fact.unit == "年" and words[:2] in ("今年", "明年", "后年"):
        return today.year + ("今年", "明年", "后年").index(words[:2])
    match = re.search(r"\d+|[零一二两三四五六七八九十百]+", words)
    return read_numeral(match[0]) if match else None


def _place(fact: Fact, words: str, shared: Shared, today: date) -> Any | None:
    for name in sorted(shared.places_by_name, key=len, reverse=True):
        place = shared.places_by_name[name]
        if name in words and place.kind not in ("office", "online"):
            return place.name
    return None


def _date(fact: Fact, words: str, shared: Shared, today: date) -> Any | None:
    """A day, a month or a year as its days; an age as the days one may have been born on."""
    aged = re.search(r"(?P<age>\d+|[一二两三四五六七八九十]+)\s*(?:周)?岁", words)
    age = read_numeral(aged["age"]) if aged else None
    if age is not None:
        span = birthdays(Range(age, age), on=today)
        return [str(span.low), str(span.high)]
    match = re.search(r"(?P<year>20\d\d|19\d\d)\D+(?P<month>\d{1,2})\D+(?P<day>\d{1,2})", words)
    if match is None and (day := read_day(words, today)):
        return str(day)
    given = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}" if match else words
    try:
        read_value(fact, given)
    except FactError:
        return _month_span(words)
    return given


def _month_span(words: str) -> list[str] | None:
    """2020年5月 as the range of its days; 2020 as the whole year."""
    match = re.search(r"(?P<year>20\d\d|19\d\d)(?:\D+(?P<month>\d{1,2}))?", words)
    if match is None:
        return None
    year = int(match["year"])
    month = int(match["month"]) if match["month"] else None
    if month is None or not 1 <= month <= 12:
        return [f"{year}-01-01", f"{year}-12-31"]
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return [f"{year}-{month:02}-01", f"{year}-{month:02}-{last:02}"]
