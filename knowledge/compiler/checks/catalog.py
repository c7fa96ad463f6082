"""The catalog: 118 rows that are never renamed, counted by theme, with registered departments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge.compiler.checks import registers
from knowledge.compiler.draft import Draft
from knowledge.compiler.load import CATALOG
from knowledge.compiler.problem import Problem, perhaps
from knowledge.compiler.walk import Located
from knowledge.model.inquiry_list import Catalog

ROWS = 118


def check_catalog(draft: Draft) -> Iterator[Problem]:
    """E701 wrong number, E702 id twice, E703 theme unknown or miscounted, E210 department."""
    catalog = draft.knowledge.catalog
    whole = Located(CATALOG, (), catalog)
    if len(catalog.lists) != ROWS:
        yield whole.problem(
            draft,
            "lists",
            code="E701",
            message=f"目录里有 {len(catalog.lists)} 张清单,应是 {ROWS} 张",
            mend="清单只增不删:少了就把那一行找回来;确要增加,请维护系统的人一起改总数。",
        )
    yield from _rows(draft, whole)
    yield from _themes(draft, whole)


def _rows(draft: Draft, whole: Located[Catalog]) -> Iterator[Problem]:
    catalog = whole.what
    departments = registers.departments(draft)
    seen: dict[str, int] = {}
    for number, row in enumerate(catalog.lists):
        found = whole.below(row, "lists", number)
        if seen.setdefault(row.id, number) != number:
            yield found.problem(
                draft,
                code="E702",
                message=f"清单编号「{row.id}」用了两次",
                mend="给后加的这一张换一个编号;同一张写了两遍的,删去一行。",
            )
        if row.theme not in catalog.themes:
            yield found.problem(
                draft,
                "theme",
                code="E703",
                message=f"没有「{row.theme}」这个主题",
                mend=f"{perhaps(row.theme, catalog.themes)}主题只有:{'、'.join(catalog.themes)}。",
            )
        for name in (row.lead, *row.departments):
            yield from departments.missing(draft, found, word=name)


def _themes(draft: Draft, whole: Located[Catalog]) -> Iterator[Problem]:
    counted = Counter(row.theme for row in whole.what.lists)
    for name, theme in whole.what.themes.items():
        if counted[name] != theme.count:
            yield whole.problem(
                draft,
                "themes",
                name,
                code="E703",
                message=f"主题「{theme.title}」写着 {theme.count} 张,实有 {counted[name]} 张",
                mend=f"把 count 改成 {counted[name]},或补上少的清单、改正写错的主题。",
            )
