"""Dated periods: one id may stand several times, never twice on one day, never with a hole between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from knowledge.compiler import walk
from knowledge.compiler.load import Draft
from knowledge.compiler.problem import Problem

Span = tuple[date, date | None, str, walk.Where]
BEGINNING = date(1949, 10, 1)


def check_periods(draft: Draft) -> Iterator[Problem]:
    """E201 the same (id, effective) twice, E301 overlap, E302 hole, E303 ends before it begins."""
    for found in (walk.items, walk.questions):
        spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
        for one in found(draft):
            default = draft.knowledge.lists[one.list_id].effective
            start = one.what.effective or default
            spans[one.path, one.what.id].append((start, one.what.until, one.what.id, one.where))
        for (path, _), periods in spans.items():
            yield from _between(draft, path, periods)
    path = draft.shared_path("parameters")
    for number, parameter in enumerate(draft.knowledge.shared.parameters.values()):
        values: Iterable[Span] = [
            (value.since or BEGINNING, value.until, parameter.name, (number, "values", place))
            for place, value in enumerate(parameter.values)
        ]
        yield from _between(draft, path, list(values), holes=False)


def _between(
    draft: Draft, path: str, periods: list[Span], *, holes: bool = True
) -> Iterator[Problem]:
    ordered = sorted(periods, key=lambda span: (span[0], span[1] or date.max))
    for start, until, name, where in ordered:
        if until is not None and until < start:
            yield draft.problem(
                path,
                where,
                code="E303",
                message=f"「{name}」止于 {until},却从 {start} 才开始",
                mend="核对 effective(from)和 until,until 是最后有效的一天。",
            )
    for (start, until, name, _), (later, _, _, where) in zip(ordered, ordered[1:], strict=False):
        if later == start:
            yield draft.problem(
                path,
                where,
                code="E201",
                message=f"「{name}」在 {start} 这天登记了两遍",
                mend="删去重复的一段,或给新规定写上它自己的 effective。",
            )
        elif until is None or later <= until:
            yield draft.problem(
                path,
                where,
                code="E301",
                message=f"「{name}」的两段时间重叠:前一段到 {until or '长期'},这一段从 {later} 起",
                mend=f"给前一段写「until: {later - timedelta(days=1)}」。",
            )
        elif holes and later > until + timedelta(days=1):
            yield draft.problem(
                path,
                where,
                code="E302",
                message=f"「{name}」在 {until} 之后到 {later} 之前没有规定",
                mend=f"把这一段改从 {until + timedelta(days=1)} 起;中间确实没有规定,就另起一个编号。",
            )
