"""Conditions, of items and of their papers, are those of the day on which the step begins.

Today is Monday, 2 March 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from knowledge.audit.auditor import audit_route
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route, Step, StepPaper
from knowledge.routes.planner import plan_route
from tests.knowledge.routes.small import knowledge_with, request

CHILD_FACTS = """
- {id: birth-date, name: 出生日期, type: date, for: 子女, ask: 哪天出生？}
- {id: age, name: 年龄, type: number, unit: 周岁, for: 子女, derived: {by: 周岁, of: 出生日期}}
- {id: child-registered, name: 孩子已登记, type: yes_no, for: 子女, ask: 登记过吗？}
- {id: child-months, name: 孩子登记月数, type: number, unit: 个月, for: 子女, ask: 多久了？,
   grows: {per: 月, while: 孩子已登记, starts: 0}}
- {id: child-card, name: 有乙证, type: yes_no, for: 子女, ask: 有乙证吗？}
- {id: reported, name: 已报告, type: yes_no, for: 本人, ask: 报告过吗？}
- {id: hukou, name: 户口, type: place, for: 本人, ask: 户口在哪里？}
"""
MORE_GOALS = """
- {id: child-card, title: 孩子领乙证, for: 子女, reach: 有乙证}
- {id: reported, title: 办好报告, for: 本人, reach: 已报告}
- {id: hukou, title: 入户, for: 本人, reach: 户口 属于 东莞}
"""
MORE_PLACES = """
- {id: dongguan, name: 东莞, kind: city}
- {id: qingyuan, name: 清远, kind: city}
"""
WINDOW = "[{mode: window, place: window, visits: 1, present: 本人}]"
ON_THE_SPOT = "{promised: {days: 0, kind: 工作日}}"
REGISTER_CHILD = f"""
- id: register-child
  title: 给孩子登记
  for: 子女
  yields: [{{fact: 孩子已登记, of: 子女, is: 是}}]
  channels: {WINDOW}
  time_limit: {ON_THE_SPOT}
  basis: []
"""


def item(name: str, yields: str, *, whose: str = "本人", **more: str) -> str:
    """An item done on the spot at the window; `yields` is a fact that becomes true."""
    terms = {"channels": WINDOW, "time_limit": ON_THE_SPOT, "basis": "[]", **more}
    lines = [f"- id: {name}", f"  title: {name}", f"  for: {whose}"]
    lines += [f"  yields: [{{fact: {yields}, of: {whose}, is: 是}}]"]
    return "\n".join([*lines, *(f"  {key}: {text}" for key, text in terms.items()), ""])


def knowledge(*items: str, **shared: str) -> KnowledgeBase:
    texts = {"facts": CHILD_FACTS, "goals": MORE_GOALS, "places": MORE_PLACES}
    texts |= {name: texts.get(name, "") + text for name, text in shared.items()}
    return knowledge_with("".join(items), **texts)


def planned(
    over: KnowledgeBase, facts: Mapping[str, Any], *goals: tuple[str, str], **more: Any
) -> Route:
    """The route, found sound by the audit."""
    route = plan_route(request(facts, *goals, knowledge=over, **more))
    assert [str(one) for one in audit_route(route, over, facts)] == []
    return route


def step_of(route: Route, name: str) -> Step:
    return next(step for step in route.steps if step.item == f"card/{name}")


def papers(step: Step) -> dict[str, StepPaper]:
    return {paper.material: paper for paper in step.materials}


REPORT = item(
    "report",
    "已报告",
    when="已登记",
    materials="[{use: lease, when: 已登记}, {use: title-deed, when: 已登记 = 否}]",
)


def test_a_paper_is_called_for_as_the_steps_before_have_made_it() -> None:
    """Registered on the way: what only those not registered bring is not called for any more."""
    route = planned(knowledge(REPORT), {"本人.已登记": "否"}, ("reported", "本人"))
    assert list(papers(step_of(route, "report"))) == ["lease"]


def test_a_paper_is_called_for_as_it_is_today_where_no_step_changes_that() -> None:
    either = item(
        "report",
        "已报告",
        materials="[{use: lease, when: 已登记}, {use: id-card, when: 已登记 = 否}]",
    )
    route = planned(knowledge(either), {"本人.已登记": "否"}, ("reported", "本人"))
    assert list(papers(step_of(route, "report"))) == ["id-card"]


def test_a_paper_is_not_avoided_by_a_step_that_nothing_else_needs() -> None:
    either = item("report", "已报告", materials="[{use: lease, when: 已登记 = 否}]")
    route = planned(knowledge(either), {"本人.已登记": "否"}, ("reported", "本人"))
    assert [step.item for step in route.steps] == ["card/report"]


def test_a_paper_nobody_knows_to_be_called_for_comes_from_the_step_that_issues_it() -> None:
    doubtful = item(
        "report",
        "已报告",
        when="持有甲证",
        materials="[{use: card-a, when: 有工作}, {use: lease, when: 有工作}]",
    )
    facts = {"本人.持有甲证": "否", "本人.已登记": "是", "本人.身体合格": "是"}
    route = planned(knowledge(doubtful), facts, ("reported", "本人"))
    report = step_of(route, "report")
    issuer = step_of(route, "slow").id.removeprefix("s")
    assert papers(report)["card-a"].source.startswith(f"第 {issuer} 步办出来")
    assert papers(report)["lease"].source.startswith("如果有这种情形才要")


CHILD_CARD = item(
    "child-card",
    "有乙证",
    whose="子女",
    when="{all: [{need: 年龄 < 16, else: 满 16 周岁不能办}, 孩子登记月数 >= 6]}",
)
CHILD = {"子女1.孩子已登记": "否", "子女1.有乙证": "否"}


@pytest.mark.parametrize(
    ("born", "reached"),
    [("2010-09-02", False), ("2010-09-03", True), ("2015-01-01", True)],
)
def test_what_holds_today_may_not_hold_when_the_step_can_begin(born: str, reached: bool) -> None:
    """Registered on 2 March, the card can be had from 2 September; at 16 no more."""
    over = knowledge(REGISTER_CHILD, CHILD_CARD)
    route = planned(over, {**CHILD, "子女1.出生日期": born}, ("child-card", "子女"))
    assert bool(route.blocked) == (not reached)
    if reached:
        assert step_of(route, "child-card").start == date(2026, 9, 2)


def test_a_step_begins_on_the_very_day_from_which_it_may() -> None:
    """Once got wrong: only every month from today was looked at."""
    early = item("child-card", "有乙证", whose="子女", when="年龄 >= 6")
    facts = {**CHILD, "子女1.出生日期": "2020-04-15"}
    route = planned(knowledge(early), facts, ("child-card", "子女"))
    step = step_of(route, "child-card")
    assert step.start == date(2026, 4, 15)
    assert any("2026 年 4 月起" in why for why in step.why)


def test_a_step_that_waits_for_growth_says_from_which_month_on() -> None:
    facts = {"本人.已登记": "否", "本人.有住所": "是", "本人.身体合格": "否", "本人.有工作": "否"}
    route = planned(knowledge(), facts, ("card", "本人"))
    assert any("满 2 个月:2026 年 5 月起" in why for why in step_of(route, "quick").why)


@pytest.mark.parametrize(("born", "called"), [("2010-09-02", True), ("2010-09-03", False)])
def test_a_paper_is_called_for_at_the_age_of_that_day(born: str, called: bool) -> None:
    late = item(
        "child-card",
        "有乙证",
        whose="子女",
        when="孩子登记月数 >= 6",
        materials="[{use: id-card, when: 年龄 >= 16}]",
    )
    facts = {**CHILD, "子女1.出生日期": born}
    route = planned(knowledge(REGISTER_CHILD, late), facts, ("child-card", "子女"))
    assert ("id-card" in papers(step_of(route, "child-card"))) == called


MOVE = f"""
- id: move-in
  title: 入户
  for: 本人
  yields: [{{fact: 户口, of: 本人, is: 东莞}}]
  channels: {WINDOW}
  time_limit: {ON_THE_SPOT}
  basis: []
"""


def test_what_a_step_would_undo_comes_before_it() -> None:
    """Only those from elsewhere can report; both are wished, and share a trip, in this order."""
    outside = item("report", "已报告", when="户口 != 东莞")
    route = planned(
        knowledge(MOVE, outside), {"本人.户口": "清远"}, ("hukou", "本人"), ("reported", "本人")
    )
    assert [step.item for step in route.steps] == ["card/report", "card/move-in"]
    assert any("之前办" in why for why in step_of(route, "report").why)
    assert route.measures.trips == 1 and not route.blocked


def test_a_step_waits_for_nothing_that_undoes_what_it_needs() -> None:
    """The report is for those from elsewhere, but needs what only moving in brings."""
    stuck = item("report", "已报告", when="{all: [户口 != 东莞, 已登记]}")
    moved = MOVE.replace("is: 东莞}", "is: 东莞}, {fact: 已登记, of: 本人, is: 是}")
    over = knowledge(moved, stuck)
    route = planned(over, {"本人.户口": "清远", "本人.已登记": "否"}, ("reported", "本人"))
    assert [step.item for step in route.steps] == ["card/register", "card/report"]


def test_a_parameter_counts_with_its_value_on_the_day() -> None:
    """Two years are needed now, one from May on."""
    parameter = """
- id: least
  name: 最低月数
  type: number
  set_by: 公安局
  published_at: 公安局网站
  values: [{until: 2026-05-03, value: 24}, {from: 2026-05-04, value: 12}]
"""
    rule = item("report", "已报告", when="登记月数 >= 参数.最低月数")
    facts = {"本人.已登记": "是", "本人.登记月数": 13}
    over = knowledge(rule, parameters=parameter)
    route = planned(over, facts, ("reported", "本人"))
    assert step_of(route, "report").start == date(2026, 5, 6)  # after the holiday


def test_an_item_is_not_begun_after_its_period() -> None:
    short = item("report", "已报告", when="登记月数 >= 6", until="2026-04-30")
    facts = {"本人.已登记": "是", "本人.登记月数": 5}
    over = knowledge(short)
    assert step_of(planned(over, facts, ("reported", "本人")), "report").start == date(2026, 4, 2)
    late = planned(over, {**facts, "本人.登记月数": 3}, ("reported", "本人"))
    assert late.blocked and not late.steps


def test_the_channel_decides_the_papers() -> None:
    """Online a paper of one's own is needed, at the window none; a trip weighs more."""
    channels = (
        "[{mode: window, place: window, visits: 1, present: 本人, materials: []},"
        " {mode: online, materials: [{use: lease}]}]"
    )
    over = knowledge(item("report", "已报告", channels=channels, materials="[{use: title-deed}]"))
    online = step_of(planned(over, {}, ("reported", "本人")), "report")
    assert (online.place, list(papers(online))) == (None, ["lease"])


def test_the_channel_that_needs_fewer_papers_is_chosen_where_all_else_is_equal() -> None:
    channels = "[{mode: online}, {mode: post, materials: [{use: id-card}]}]"
    materials = "[{use: id-card}, {use: lease}]"
    over = knowledge(item("report", "已报告", channels=channels, materials=materials))
    step = step_of(planned(over, {}, ("reported", "本人")), "report")
    assert (step.channel, list(papers(step))) == ("邮寄", ["id-card"])
