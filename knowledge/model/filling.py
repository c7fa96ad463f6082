"""Answers that show a fact or parameter: 您 {法定退休日期} 到龄, 最少 {参数.最低缴费月数} 个月.

Refuses to show what is not known: then there are no words at all.
"""

from __future__ import annotations

import re
from datetime import date

from knowledge.model.condition import PARAMETER_PREFIX
from knowledge.model.judgement import Judge
from knowledge.model.value import Range, Value

SHOWN = re.compile(r"\{([^{}\s]+)\}")
MONTH = "月"


def names_shown(text: str) -> tuple[str, ...]:
    """What stands in braces: names of facts, and 参数.名称."""
    return tuple(SHOWN.findall(text))


def fill(text: str, judge: Judge, *, person: str, on: date) -> str | None:
    """The text with the values that the person's facts and the parameters have on that day.

    None where one of them is not known. A day of a fact with the unit 月 is shown as its month.
    """
    shown = {name: _shown(name, judge, person=person, on=on) for name in names_shown(text)}
    if None in shown.values():
        return None
    return SHOWN.sub(lambda match: str(shown[match[1]]), text)


def unknown_shown(text: str, judge: Judge, person: str) -> tuple[str, ...]:
    """Facts that the text shows and that are not known."""
    on = judge.household.on
    names = (one for one in names_shown(text) if not one.startswith(PARAMETER_PREFIX))
    return tuple(one for one in names if _shown(one, judge, person=person, on=on) is None)


def _shown(name: str, judge: Judge, *, person: str, on: date) -> str | None:
    if name.startswith(PARAMETER_PREFIX):
        parameter = judge.shared.parameters_by_name[name.removeprefix(PARAMETER_PREFIX)]
        if parameter.by:
            return judge.looked_up(parameter, person, on)
        current = parameter.at(on)
        return current.value if current else None
    value = judge.value(f"{person}.{name}", on=on)
    return None if value is None else _words(value, judge.shared.facts_by_name[name].unit)


def _words(value: Value, unit: str | None) -> str | None:
    if isinstance(value, Range):
        low, high = (None if one is None else _words(one, unit) for one in (value.low, value.high))
        if low is None or high is None:
            return None
        return low if low == high else f"{low}到 {high}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        month = f"{value.year} 年 {value.month} 月"
        return month if unit == MONTH else f"{month} {value.day} 日"
    return str(value)
