"""A route after something happened: a fact corrected, a paper refused, a step done or failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from knowledge.audit.auditor import audit_document, audit_route
from knowledge.audit.discrepancy import Discrepancy
from knowledge.model.route import Route
from knowledge.routes.difference import differences
from knowledge.routes.planner import plan_route
from knowledge.routes.request import Refusal, RequestError
from tests.knowledge.routes.small import knowledge_with, request, small_knowledge

SLOWLY = {
    "本人.持有甲证": "否",
    "本人.已登记": "否",
    "本人.有住所": "是",
    "本人.有工作": "是",
    "本人.身体合格": "是",
}
SLOW, CHECK = "card/slow", "card/health-check"
TWINS = """
- id: first
  title: 甲窗口报告
  for: 本人
  yields: [{fact: 已报告, of: 本人, is: 是}]
  channels: [{mode: window, place: window, visits: 1, present: 本人},
             {mode: window, place: clinic, visits: 1, present: 本人}]
  time_limit: {promised: {days: 0, kind: 工作日}}
  basis: []
- id: second
  title: 乙窗口报告
  for: 本人
  yields: [{fact: 已报告, of: 本人, is: 是}]
  channels: [{mode: window, place: window, visits: 1, present: 本人},
             {mode: window, place: clinic, visits: 1, present: 本人}]
  time_limit: {promised: {days: 0, kind: 工作日}}
  basis: []
"""
PHOTO = "- {id: photo, title: 照片, issuer: 照相馆}\n"
REPORTED = "- {id: reported, name: 已报告, type: yes_no, for: 本人, ask: 报告过吗？}\n"
REPORT = "- {id: reported, title: 办好报告, for: 本人, reach: 已报告}\n"


def planned(facts: Mapping[str, Any], **more: Any) -> Route:
    return plan_route(request(facts, **more))


def items(route: Route) -> list[str]:
    return [step.item for step in route.steps]


def because(route: Route, item: str) -> str:
    return next(one.because for one in route.considered if one.item == item)


# ── among equals, nearest to the route before


def twins(**more: Any) -> Route:
    over = knowledge_with(TWINS, facts=REPORTED, goals=REPORT)
    return plan_route(request({"本人.已报告": "否"}, ("reported", "本人"), knowledge=over, **more))


def previously(item: str, place: str) -> Route:
    """The route, as if another of its equals had been chosen."""
    route = twins()
    step = route.steps[0].model_copy(update={"item": item, "place": place})
    return route.model_copy(update={"steps": (step,)})


@pytest.mark.parametrize("item", ["card/first", "card/second"])
@pytest.mark.parametrize("place", ["办事大厅", "体检中心"])
def test_among_equals_the_route_stays_as_it_was(item: str, place: str) -> None:
    after = twins(previous=previously(item, place))
    assert [(step.item, step.place) for step in after.steps] == [(item, place)]


def test_the_previous_route_never_costs_a_level() -> None:
    """Before, the slow way; now that two months have passed since, the quick one is shorter."""
    before = planned(SLOWLY)
    assert SLOW in items(before)
    facts = {**SLOWLY, "本人.已登记": "是", "本人.登记月数": 3}
    assert items(planned(facts, previous=before)) == items(planned(facts))


def test_a_route_is_its_own_nearest() -> None:
    before = planned(SLOWLY)
    assert differences(before, planned(SLOWLY, previous=before)) == ()


# ── the window asked for a paper more


def test_a_refused_paper_is_brought_as_well() -> None:
    over, refused = knowledge_with(materials=PHOTO), (Refusal("card/register", "本人", "photo"),)
    before, after = (
        planned(SLOWLY, knowledge=over),
        planned(SLOWLY, knowledge=over, refused=refused),
    )
    assert items(before) == items(after)
    step = after.steps[items(after).index("card/register")]
    assert step.materials[-1].title == "照片" and step.materials[-1].source == "向照相馆取得"
    assert differences(before, after) == ("「登记」多要一份本人的照片:向照相馆取得",)


def test_a_refused_paper_that_a_step_issues_brings_that_step_in() -> None:
    refused = (Refusal("card/register", "本人", "health-proof"),)
    after = planned(SLOWLY, refused=refused)
    assert items(after).index(CHECK) < items(after).index("card/register")
    register = after.steps[items(after).index("card/register")]
    assert [paper.source for paper in register.materials][-1].startswith("第 1 步办出来")


def test_the_audit_knows_of_refused_papers() -> None:
    over, refused = knowledge_with(materials=PHOTO), (Refusal("card/register", "本人", "photo"),)
    after = planned(SLOWLY, knowledge=over, refused=refused)
    told = [("card/register", "本人", "photo")]
    assert audit_route(after, over, SLOWLY, refused=told) == ()
    assert [one.code for one in audit_route(after, over, SLOWLY)] == ["paper-extra"]
    document = {
        "route": after.model_dump(mode="json", by_alias=True),
        "facts": SLOWLY,
        "refused": [{"item": "card/register", "person": "本人", "material": "photo"}],
    }
    assert audit_document(document, over) == ()
    without: tuple[Discrepancy, ...] = audit_route(
        planned(SLOWLY, knowledge=over), over, SLOWLY, refused=told
    )
    assert [one.code for one in without] == ["paper-missing"]


# ── done


def test_a_step_done_is_left_out_and_its_paper_is_at_hand() -> None:
    before = planned(SLOWLY)
    after = planned(SLOWLY, done=(f"{CHECK}@本人",), previous=before)
    assert CHECK in items(before) and CHECK not in items(after)
    slow = after.steps[items(after).index(SLOW)]
    assert [paper.source for paper in slow.materials] == ["手里有"]
    assert audit_route(after, small_knowledge(), SLOWLY, done=(CHECK,)) == ()
    assert any("不用办「体检」" in text for text in differences(before, after))


# ── failed


def test_a_step_that_failed_is_not_chosen_again_where_there_is_another_way() -> None:
    before = planned(SLOWLY)
    after = planned(SLOWLY, failed=(f"{SLOW}@本人",), previous=before)
    assert SLOW in items(before) and SLOW not in items(after)
    assert "card/quick" in items(after)
    assert because(after, SLOW) == "上次没办成,不再选它"
    said = differences(before, after)
    assert "不用办「慢办甲证」了:上次没办成,不再选它" in said


def test_a_step_that_failed_is_chosen_again_where_nothing_else_reaches_the_goal() -> None:
    facts = {**SLOWLY, "本人.有住所": "否"}
    after = planned(facts, failed=(SLOW,))
    assert SLOW in items(after)
    assert because(after, SLOW).startswith("上次没办成,别的办法都到不了,只能再办一次")


def test_what_must_be_assumed_is_tried_before_what_failed() -> None:
    facts = {key: value for key, value in SLOWLY.items() if key != "本人.有住所"}
    after = planned(facts, failed=(SLOW,))
    assert "card/quick" in items(after) and any("有住所" in text for text in after.assumptions)


def test_an_alternative_that_failed_says_so() -> None:
    after = planned(SLOWLY, failed=(SLOW,))
    other = next(one for one in after.alternatives if one.item == SLOW)
    assert other.because == "要再办一次没办成的,多 1 件"


# ── names that do not exist


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"failed": ("card/no-such@本人",)}, "no-such"),
        ({"done": ("card/no-such",)}, "no-such"),
        ({"refused": (Refusal("card/no-such", "本人", "lease"),)}, "no-such"),
        ({"refused": (Refusal("card/register", "本人", "gold"),)}, "gold"),
    ],
)
def test_what_does_not_exist_is_refused(more: dict[str, Any], word: str) -> None:
    with pytest.raises(RequestError, match=word):
        request(SLOWLY, **more)


# ── words


def test_a_fact_corrected_is_the_reason() -> None:
    facts = {**SLOWLY, "本人.已登记": "是", "本人.登记月数": 1}
    before, after = planned(SLOWLY), planned(facts)
    said = differences(before, after, facts=(SLOWLY, facts))
    assert said[:2] == (
        "因为本人的已登记从「否」改为「是」:",
        "因为本人的登记月数现在知道是「1」:",
    )
    assert any(text.startswith("不用办「登记」了:已经有了") for text in said)


def test_what_moves_says_why() -> None:
    facts = {**SLOWLY, "本人.有工作": "否", "本人.身体合格": "否"}
    later = {**facts, "本人.已登记": "是", "本人.登记月数": 0}
    before = planned({**facts, "本人.已登记": "是", "本人.登记月数": 1})
    said = differences(before, planned(later))
    moved = next(text for text in said if text.startswith("「快办甲证」从"))
    assert moved.startswith("「快办甲证」从 2026-04-02 推后到 2026-05-06")
    assert "2026 年 5 月起" in moved
    assert any(text.startswith("全部办完从") and "推后到" in text for text in said)
    back = differences(planned(later), before)
    assert any("提前到 2026-04-02" in text for text in back)


def test_other_trips_and_papers_are_said() -> None:
    before = planned(SLOWLY)
    homeless = planned({**SLOWLY, "本人.有住所": "否"})
    assert any(text.startswith("不用带本人的租赁合同了") for text in differences(before, homeless))
    checked = planned(SLOWLY, done=(CHECK,))
    trips = before.measures.trips
    assert checked.measures.trips == trips - 1
    assert f"要跑的趟数从 {trips - 1} 趟变成 {trips} 趟" in differences(checked, before)


def test_a_goal_blocked_and_free_again_is_said() -> None:
    facts = {**SLOWLY, "本人.有工作": "否", "本人.身体合格": "否", "本人.有住所": "否"}
    blocked = planned(facts)
    assert blocked.blocked
    assert any("暂时办不到了" in text for text in differences(planned(SLOWLY), blocked))
    assert any("可以办了" in text for text in differences(blocked, planned(SLOWLY)))


def test_no_words_where_nothing_changed() -> None:
    facts = {**SLOWLY, "子女1.年级": "其他"}
    assert differences(planned(SLOWLY), planned(facts), facts=(SLOWLY, facts)) == ()
