"""The register of parameters: a value fits its type, or is honestly null."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, shown
from knowledge.model.shape import read_day, read_whole_number
from knowledge.model.shared import Parameter, ParameterValue


def check_parameters(draft: Draft) -> Iterator[Problem]:
    """E218 a number without unit, E224 a value that does not fit the type."""
    for found in walk.parameters(draft):
        parameter = found.what
        if parameter.kind == "number" and parameter.unit is None:
            yield found.problem(
                draft,
                code="E218",
                message=f"参数「{parameter.name}」是数,却没有写单位",
                mend="补上一行「unit: 工作日」这样的单位。",
            )
        for number, value in enumerate(parameter.values):
            if fault := _misfit(parameter, value):
                message, mend = fault
                where = ("values", number)
                yield found.problem(draft, *where, code="E224", message=message, mend=mend)


def _misfit(parameter: Parameter, value: ParameterValue) -> tuple[str, str] | None:
    if parameter.kind == "window":
        return _window_misfit(parameter, value)
    if value.opens or value.closes or value.spans:
        message = f"「{parameter.name}」不是每年的办理时间,却写了 opens、closes 或 spans"
        return message, "把 type 改成 window;或者只写 value。"
    if value.value is None:
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
