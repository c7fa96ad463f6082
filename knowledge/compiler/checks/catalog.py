"""The catalog: 118 rows that are never renamed, counted by theme, with departments that are registered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge.compiler.load import CATALOG, Draft
from knowledge.compiler.problem import Problem, perhaps

ROWS = 118


def check_catalog(draft: Draft) -> Iterator[Problem]:
    """E701 wrong number, E702 id twice, E703 theme unknown or miscounted, E210 department not registered."""
    catalog = draft.knowledge.catalog
    known = {department.name for department in draft.knowledge.shared.departments.values()}
    if len(catalog.lists) != ROWS:
        yield draft.problem(
            CATALOG,
            ("lists",),
            code="E701",
            message=f"目录里有 {len(catalog.lists)} 张清单,应是 {ROWS} 张",
            mend="清单只增不删;确要增加,同时改 checks/catalog.py 里的总数并写进 DECISIONS.md。",
        )
    seen = Counter(row.id for row in catalog.lists)
    themes = Counter(row.theme for row in catalog.lists)
    for number, row in enumerate(catalog.lists):
        if seen[row.id] > 1:
            yield draft.problem(
                CATALOG,
                ("lists", number),
                code="E702",
                message=f"清单编号「{row.id}」用了两次",
                mend="给后加的那一张换一个编号。",
            )
        if row.theme not in catalog.themes:
            yield draft.problem(
                CATALOG,
                ("lists", number),
                code="E703",
                message=f"没有「{row.theme}」这个主题",
                mend=f"{perhaps(row.theme, catalog.themes)}主题只有:{'、'.join(catalog.themes)}。",
            )
        for name in (row.lead, *row.departments):
            if name not in known:
                yield draft.problem(
                    CATALOG,
                    ("lists", number),
                    code="E210",
                    message=f"部门「{name}」没有在 shared/departments.yml 登记",
                    mend=f"{perhaps(name, known)}确是新部门,就先登记简称和全称。",
                )
    for name, theme in catalog.themes.items():
        if themes[name] != theme.count:
            yield draft.problem(
                CATALOG,
                ("themes", name),
                code="E703",
                message=f"主题「{theme.title}」写着 {theme.count} 张,实有 {themes[name]} 张",
                mend=f"把 count 改成 {themes[name]},或补上少的清单。",
            )
