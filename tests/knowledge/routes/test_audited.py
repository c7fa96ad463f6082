"""Whatever is known of a household, the audit finds its route sound: over the small knowledge base,
the written lists, and one in which much changes on the way.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge.audit.auditor import audit_route
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.routes.planner import plan_route
from tests.knowledge.routes.households import YES_NO, Case, bounded, cases, some
from tests.knowledge.routes.small import request
from tests.knowledge.routes.test_by_then import (
    CHILD_CARD,
    MOVE,
    REGISTER_CHILD,
    item,
    knowledge,
)

CHANGING: dict[str, list[Any]] = {
    "本人.持有甲证": YES_NO,
    "本人.有住所": YES_NO,
    "本人.有工作": YES_NO,
    "本人.已登记": YES_NO,
    "本人.登记月数": [0, 3, [1, 4]],
    "本人.身体合格": YES_NO,
    "本人.户口": ["清远", "东莞"],
    "本人.已报告": YES_NO,
    "子女1.孩子已登记": YES_NO,
    "子女1.孩子登记月数": [0, 5, 8],
    "子女1.出生日期": ["2010-06-01", "2010-09-20", "2012-01-01", ["2010-04-01", "2010-12-31"]],
    "子女1.年级": ["一年级", "七年级", "其他"],
}
GOALS = (
    ("card", "本人"),
    ("reported", "本人"),
    ("hukou", "本人"),
    ("child-card", "子女"),
    ("school", "子女"),
    ("registered", "本人"),
)
GROWING = (("本人", "已登记", "登记月数"), ("子女1", "孩子已登记", "孩子登记月数"))
DONE = ((), ("card/register",), ("card/health-check",))


@cache
def changing() -> KnowledgeBase:
    """Papers that depend on what is done before, ages, what is only for those from elsewhere."""
    report = item(
        "report",
        "已报告",
        when="{any: [户口 != 东莞, 已登记]}",
        channels="[{mode: window, place: window, visits: 1, present: 本人},"
        " {mode: online, materials: [{use: lease, when: 已登记 = 否}]}]",
        materials="[{use: title-deed, when: 已登记}, {use: card-a, when: 有工作}]",
    )
    moved = MOVE.replace(
        "channels", "when: 登记月数 >= 1\n  materials: [{use: health-proof}]\n  channels"
    )
    child = CHILD_CARD.replace(
        "channels",
        "materials: [{use: id-card, when: 年龄 >= 15}, {use: lease, when: 本人.已登记}]"
        "\n  channels",
    )
    return knowledge(report, moved, REGISTER_CHILD, child)


@bounded(80)
@given(
    some(CHANGING),
    st.sets(st.sampled_from(GOALS), min_size=1, max_size=3),
    st.sampled_from(DONE),
    st.sampled_from(["trips", "finish"]),
)
def test_routes_are_sound_where_much_changes_on_the_way(
    facts: dict[str, Any], goals: set[tuple[str, str]], done: tuple[str, ...], prefer: Any
) -> None:
    for person, running, months in GROWING:
        if facts.get(f"{person}.{running}") == "否":
            facts.pop(f"{person}.{months}", None)
    asked = request(facts, *sorted(goals), knowledge=changing(), done=done, prefer=prefer)
    found = audit_route(plan_route(asked), changing(), facts, done=done)
    assert [str(one) for one in found] == []


@bounded(20)
@given(cases())
def test_routes_are_sound(case: Case) -> None:
    asked = case.request()
    found = audit_route(plan_route(asked), asked.knowledge, case.facts)
    assert [str(one) for one in found] == []
