"""Numbers, days and places of facts that the register tells apart by the words near them (`near`).

医保断了三个月, 房子89平, 10月8号出院, 孩子在深圳出生. A number that is asked for, or that a rule
sets (断几个月才), is nobody's fact; a day without a year is the one nearest to today, a month of a
year its days. Of two places none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assistant.hearing.claim import Claim, Scene
from assistant.hearing.listed import owned, owner_of
from assistant.hearing.numerals import NUMERAL, read_months, read_numeral
from assistant.hearing.phrases import near
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import Fact

_DEMAND = re.compile(
    r"怎么|如何|多久|几年才|才能|才可以|必须|至少|以上|以内|能不能|会不会|想|打算|要[交缴满断]"
)
_AREA = re.compile(rf"(?P<area>{NUMERAL})(?:多)?(?:来)?个?(?:平方米|平方|平米|平|㎡|方)")
_MONEY = re.compile(rf"(?P<money>{NUMERAL})万")
_YEARS = re.compile(rf"(?P<years>{NUMERAL})年(?![级前])")
_FULL = re.compile(
    r"(?P<year>20\d\d|[二两][零〇一二三四五六七八九]{3}|去年|今年|明年)[年\-./]"
    rf"(?P<month>{NUMERAL})[月\-./](?P<day>{NUMERAL})"
)
_SHORT = re.compile(
    rf"(?:(?P<before>上个?月)|(?P<this>这个月|本月)|(?P<month>{NUMERAL})月(?:份)?)(?P<day>{NUMERAL})[日号]"
)
_MONTH = re.compile(rf"(?P<year>20\d\d|去年|今年|明年)[年\-./]?(?P<month>{NUMERAL})月(?:份)?")
_AGO = (("大前天", 3), ("前天", 2), ("昨天", 1), ("昨晚", 1), ("昨日", 1), ("今天", 0), ("今早", 0))
_BACK = {"去年": -1, "今年": 0, "明年": 1}


@dataclass(frozen=True)
class Amounts:
    """The facts with words of their own near a number or a day, ready to be read."""

    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, shared: Shared) -> Amounts:
        """Made once for a release."""
        return cls(tuple(fact for fact in shared.facts.values() if fact.near))

    def read(self, scene: Scene) -> Iterator[Claim]:
        """What the segment says of these facts."""
        segment = scene.segment
        if segment.asked or _DEMAND.search(segment.text):
            return
        for fact in self.facts:
            if any(near(words, segment.text) for words in fact.near) and owned(scene, fact):
                value = _value(fact, scene)
                if value is not None:
                    yield scene.claim(owner_of(scene, fact), fact.name, value)


def _value(fact: Fact, scene: Scene) -> Any | None:
    """The number, range, day, days or place by the fact's type and unit."""
    text = scene.segment.text
    if fact.kind == "place":
        names = {spot.name for spot in scene.spots}
        return names.pop() if len(names) == 1 else None
    if fact.kind == "date":
        day = read_day(text, scene.today)
        return str(day) if day else _days_of_month(text, scene.today)
    if fact.unit and "月" in fact.unit:
        span = read_months(text)
        return None if span is None else span[0] if span[0] == span[1] else list(span)
    found = {"平方米": _AREA, "万元": _MONEY}.get(fact.unit or "", _YEARS).search(text)
    return read_numeral(found[1]) if found else None


def read_day(text: str, today: date) -> date | None:
    """The first whole day named in the text: 2026年10月8日, 去年3月5号, 上个月8号, 10月8号."""
    if match := _FULL.search(text):
        year = _year(match["year"], today)
        return _day(year, read_numeral(match["month"]), read_numeral(match["day"]))
    match = _SHORT.search(text)
    if match is None:
        return _ago(text, today)
    dated = read_numeral(match["day"])
    if match["month"] is None:
        month = today.month - (1 if match["before"] else 0)
        return _day(today.year - (month < 1), month or 12, dated)
    near_years = (today.year - 1, today.year, today.year + 1)
    days = [_day(year, read_numeral(match["month"]), dated) for year in near_years]
    return min((day for day in days if day), key=lambda day: abs(day - today), default=None)


def _ago(text: str, today: date) -> date | None:
    """昨天, 前天, 今天."""
    return next((today - timedelta(days) for word, days in _AGO if word in text), None)


def _days_of_month(text: str, today: date) -> list[str] | None:
    """2027年3月, 去年5月: its first and last day."""
    match = _MONTH.search(text)
    first = _day(_year(match["year"], today), read_numeral(match["month"]), 1) if match else None
    if first is None:
        return None
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    return [str(first), str(last)]


def _year(words: str, today: date) -> int | None:
    return today.year + _BACK[words] if words in _BACK else read_numeral(words)


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None
