"""Dated periods: one id may stand several times, but not twice on one day nor with a hole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem
from knowledge.compiler.walk import Located

BEGINNING = date(1949, 10, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From `start` to `until`, both included; None is without end."""

    start: date
    until: date | None
    name: str
    found: Located[object]


def check_periods(draft: Draft) -> Iterator[Problem]:
    """E201 the same (id, effective) twice, E301 overlap, E302 hole, E303 ends before it begins."""
    dated: dict[tuple[str, str, str], list[Period]] = defaultdict(list)
    for one in chain(walk.items(draft), walk.questions(draft)):
        start = one.what.effective or draft.knowledge.lists[one.list_id].effective
        kind = str(one.where[0])
        period = Period(start, one.what.until, one.what.id, one)
        dated[one.path, kind, one.what.id].append(period)
    for periods in dated.values():
        yield from _between(draft, periods)
    for found in walk.parameters(draft):
        yield from _between(
            draft,
            [
                Period(
                    value.since or BEGINNING,
                    value.until,
                    found.what.name,
                    found.below(value, "values", number),
                )
                for number, value in enumerate(found.what.values)
            ],
            holes=False,
        )


def _between(draft: Draft, periods: list[Period], *, holes: bool = True) -> Iterator[Problem]:
    ordered = sorted(periods, key=lambda one: (one.start, one.until or date.max))
    for one in ordered:
        if one.until is not None and one.until < one.start:
            yield one.found.problem(
                draft,
                code="E303",
                message=f"「{one.name}」{one.until} 就结束了,却从 {one.start} 才开始",
                mend="核对 effective(参数里是 from)和 until;until 是最后有效的一天。",
            )
    for before, after in pairwise(ordered):
        if after.start == before.start:
            same = "都没有写起始日" if after.start == BEGINNING else f"都从 {after.start} 起"
            yield after.found.problem(
                draft,
                code="E201",
                message=f"「{after.name}」写了两段,{same}",
                mend="写重了就删去一段;是两样不同的,换一个编号;规定换了,给新的一段写上它自己的起始日。",
            )
        elif before.until is None or after.start <= before.until:
            yield after.found.problem(
                draft,
                code="E301",
                message=f"「{after.name}」的两段时间重叠:这一段从 {after.start} 起,前一段"
                + (f"到 {before.until} 才止" if before.until else "没有写到哪天止"),
                mend=f"给前一段写「until: {after.start - DAY}」。",
            )
        elif holes and after.start > before.until + DAY:
            yield after.found.problem(
                draft,
                code="E302",
                message=f"「{after.name}」在 {before.until} 之后、{after.start} 之前没有规定",
                mend=f"把这一段改从 {before.until + DAY} 起;"
                "中间确实没有规定的,这一段另起一个编号。",
            )
