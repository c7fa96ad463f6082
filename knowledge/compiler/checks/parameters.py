"""The register of parameters: a value fits its type, or is honestly null."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located
from knowledge.model.shape import read_day, read_whole_number
from knowledge.model.shared import Parameter, ParameterValue


def check_parameters(draft: Draft) -> Iterator[Problem]:
    """E218 a number without unit, E221 what a table goes by, E224 a value that does not fit."""
    for found in walk.parameters(draft):
        parameter = found.what
        if parameter.kind in ("number", "table") and parameter.unit is None:
            yield found.problem(
                draft,
                code="E218",
                message=f"参数「{parameter.name}」是数,却没有写单位",
                mend="补上一行「unit: 工作日」这样的单位。",
            )
        yield from _goes_by(draft, found)
        for number, value in enumerate(parameter.values):
            if fault := _misfit(parameter, value) or _rows_misfit(draft, parameter, value):
                message, mend = fault
                where = ("values", number)
                yield found.problem(draft, *where, code="E224", message=message, mend=mend)


def _goes_by(draft: Draft, found: Located[Parameter]) -> Iterator[Problem]:
    """E221 a table that goes by nothing that is a number or a day."""
    parameter, facts = found.what, draft.knowledge.shared.facts.values()
    known = [fact.name for fact in facts if fact.kind in ("number", "date")]
    if (parameter.kind == "table") != bool(parameter.by):
        message = f"「{parameter.name}」按什么查没有写对"
        mend = "type: table 的写「by: 情形要素」,别的都不写 by。"
        yield found.problem(draft, "by", code="E221", message=message, mend=mend)
    elif parameter.by and parameter.by not in known:
        message = f"「{parameter.name}」按「{shown(parameter.by)}」查,它不是登记过的数或日期"
        mend = f"{perhaps(parameter.by, known)}改成登记过的,或先到 facts.yml 登记它。"
        yield found.problem(draft, "by", code="E221", message=message, mend=mend)


def _rows_misfit(
    draft: Draft, parameter: Parameter, value: ParameterValue
) -> tuple[str, str] | None:
    if (parameter.kind == "table") == bool(value.rows):
        return _bounds_misfit(draft, parameter, value)
    if parameter.kind != "table":
        return f"「{parameter.name}」不是表,却写了 rows", "把 type 改成 table;或者只写 value。"
    if value.value is not None:
        return f"「{parameter.name}」是表,却写了 value", "改成「rows: [{from: …, value: …}]」。"
    return None


def _bounds_misfit(
    draft: Draft, parameter: Parameter, value: ParameterValue
) -> tuple[str, str] | None:
    fact = draft.knowledge.shared.facts_by_name.get(parameter.by or "")
    read = read_day if fact and fact.kind == "date" else read_whole_number
    for row in value.rows:
        try:
            bounds = [read(text) for text in (row.since, row.until) if text is not None]
        except ValueError:
            mend = "日期写成 2026-09-01 这样,数写成整数,和 by 的那个情形要素一样。"
            return f"「{parameter.name}」有一行的 from 或 until 写得不对", mend
        if row.then and (row.since is None or row.then.up_to <= row.value):
            mend = "逐步增加的那一行要写 from,up_to 要比 value 大。"
            return f"「{parameter.name}」有一行的 then 用不上", mend
        if len(bounds) == 2 and not bounds[0] <= bounds[1]:  # type: ignore[operator]
            return f"「{parameter.name}」有一行在开始之前就结束了", "核对 from 和 until。"
    return None


def _misfit(parameter: Parameter, value: ParameterValue) -> tuple[str, str] | None:
    if parameter.kind == "window":
        return _window_misfit(parameter, value)
    if value.opens or value.closes or value.spans:
        message = f"「{parameter.name}」不是每年的办理时间,却写了 opens、closes 或 spans"
        return message, "把 type 改成 window;或者只写 value。"
    if value.value is None or parameter.kind == "table":
        return None
    try:
        read_whole_number(value.value) if parameter.kind == "number" else read_day(value.value)
    except ValueError:
        message = f"「{parameter.name}」的值「{shown(value.value)}」不合它的类型"
        if parameter.kind == "number":
            return message, "写成整数,单位写在 unit 里;没有核实的写 value: null。"
        return message, "写成 2026-09-01 这样的日期;没有核实的写 value: null。"
    return None


def _window_misfit(parameter: Parameter, value: ParameterValue) -> tuple[str, str] | None:
    if value.value is not None:
        message = f"「{parameter.name}」是每年的办理时间,却写了 value"
        return message, "写成「opens: 05-06」「closes: 05-20」这样;没有核实的都写 null。"
    if (value.opens is None) != (value.closes is None):
        missing = "closes(窗口结束)" if value.closes is None else "opens(窗口开始)"
        return f"「{parameter.name}」没有写 {missing}", "开始和结束要一起写;没有核实的都写 null。"
    if value.opens and value.spans:
        message = f"「{parameter.name}」写了 opens,又写了 spans"
        return message, "一年一个窗口写 opens、closes;几个窗口都写进 spans。"
    return None
