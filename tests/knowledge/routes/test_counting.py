"""Days counted from a fact or from a step: not before, in time, late; months as the law has it.

Today is Monday, 2 March 2026.
"""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.routes.counting import earlier, later
from knowledge.routes.network import Lapse
from tests.knowledge.routes.test_by_then import item, knowledge, planned, step_of

FACTS = """
- {id: applied, name: 已申请, type: yes_no, for: 本人, ask: 申请过吗？}
- {id: applied-on, name: 申请日期, type: date, for: 本人, ask: 哪天申请的？, day_of: 已申请}
- {id: done, name: 已办成, type: yes_no, for: 本人, ask: 办成了吗？}
"""
GOALS = "- {id: done, title: 办成, for: 本人, reach: 已办成}"
LATE = "late: 要重新申请。"


def counting(**terms: str) -> KnowledgeBase:
    collect = item("collect", "已办成", when="已申请", **terms)
    return knowledge(item("apply", "已申请"), collect, facts=FACTS, goals=GOALS)


WAIT = {"not_before": "{days: 31, after: 申请日期}"}
WISH = ("done", "本人")


def test_the_wait_counts_from_the_step_that_begins_it() -> None:
    """Applied on the day itself; 2 April is the 31st day after."""
    route = planned(counting(**WAIT), {"本人.已申请": "否"}, WISH)
    assert step_of(route, "collect").start == date(2026, 4, 2)
    assert any("申请日期 31 个自然日" in why for why in step_of(route, "collect").why)
    assert not any("申请日期" in one for one in route.assumptions)


def test_the_wait_counts_from_the_day_that_is_known() -> None:
    facts = {"本人.已申请": "是", "本人.申请日期": "2026-02-10"}
    route = planned(counting(**WAIT), facts, WISH)
    assert [step.start for step in route.steps] == [date(2026, 3, 13)]


def test_an_unknown_day_in_the_past_is_asked_and_till_then_assumed_to_be_long_ago() -> None:
    route = planned(counting(**WAIT), {"本人.已申请": "是"}, WISH)
    assert [step.start for step in route.steps] == [date(2026, 3, 2)]
    assert any("申请日期" in one for one in route.assumptions)
    assert [ask.fact for ask in route.asks] == ["本人.申请日期"]


def test_a_range_of_days_counts_from_its_last_where_nothing_is_to_be_assumed() -> None:
    facts = {"本人.已申请": "是", "本人.申请日期": ["2026-01-01", "2026-01-20"]}
    route = planned(counting(**WAIT), facts, WISH)
    assert [step.start for step in route.steps] == [date(2026, 3, 2)]
    assert not any("申请日期" in one for one in route.assumptions)


def test_a_deadline_counts_from_the_step() -> None:
    """What is late because something else takes long says so; else it is in time."""
    slow = {**WAIT, "deadline": f"{{days: 20, after: 申请日期, {LATE}}}"}
    assert "要重新申请" in (step_of(planned(counting(**slow), {}, WISH), "collect").note or "")
    soon = {**WAIT, "deadline": f"{{days: 60, after: 申请日期, {LATE}}}"}
    assert step_of(planned(counting(**soon), {}, WISH), "collect").note is None


@pytest.mark.parametrize(
    ("applied", "last"), [("2026-02-01", "2026-03-01"), ("2026-01-31", "2026-02-28")]
)
def test_a_month_ends_on_the_same_day_or_on_the_last(applied: str, last: str) -> None:
    over = counting(deadline=f"{{months: 1, after: 申请日期, {LATE}}}")
    facts = {"本人.已申请": "是", "本人.申请日期": applied}
    note = step_of(planned(over, facts, WISH), "collect").note or ""
    assert f"{last} 的期限" in note


def test_a_duration_of_months() -> None:
    over = counting(time_limit="{statutory: {months: 3}}")
    route = planned(over, {"本人.已申请": "是"}, WISH)
    step = step_of(route, "collect")
    assert (step.finish, step.open) == (date(2026, 6, 2), False)
    assert step.duration == "法定最长 3 个月"


def test_a_minimum_leaves_the_end_open() -> None:
    over = counting(time_limit="{at_least: {days: 5, kind: 工作日}}")
    step = step_of(planned(over, {"本人.已申请": "是"}, WISH), "collect")
    assert (step.finish, step.open) == (date(2026, 3, 9), True)
    assert step.duration.startswith("至少 5 个工作日")


PROMISE = """
- {id: promise, name: 承诺天数, type: number, unit: 工作日, set_by: 局, published_at: 网站,
   values: [{value: null}]}
"""


def test_where_the_promise_is_not_known_the_statutory_limit_is_planned_with() -> None:
    limit = "{statutory: {days: 5, kind: 工作日}, promised: {days: 参数.承诺天数, kind: 工作日}}"
    collect = item("collect", "已办成", time_limit=limit)
    over = knowledge(collect, facts=FACTS, goals=GOALS, parameters=PROMISE)
    step = step_of(planned(over, {}, WISH), "collect")
    assert (step.finish, step.open) == (date(2026, 3, 9), False)


@pytest.mark.parametrize("lapse", [Lapse(31), Lapse(5, working=True), Lapse(months=1)])
def test_earlier_is_the_last_day_from_which_a_lapse_has_gone_by(lapse: Lapse) -> None:
    for day in (date(2026, 3, 2), date(2026, 3, 31), date(2026, 10, 9)):
        first = earlier(day, lapse)
        assert later(first, lapse) <= day < later(date.fromordinal(first.toordinal() + 1), lapse)
