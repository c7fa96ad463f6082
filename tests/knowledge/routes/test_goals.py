"""Goals: the decision that naming one is, a duty under an unknown threshold, why one is blocked."""

from __future__ import annotations

from datetime import date

from tests.knowledge.routes.test_by_then import item, knowledge, planned, step_of

FACTS = """
- {id: done, name: 已办成, type: yes_no, for: 本人, ask: 办成了吗？}
- {id: checked, name: 已检查, type: yes_no, for: 本人, ask: 检查过吗？}
- {id: area, name: 面积, type: number, unit: 平方米, for: 本人, ask: 多大？}
- {id: flue, name: 有烟道, type: yes_no, for: 本人, ask: 有烟道吗？}
"""
THRESHOLD = """
- {id: least-area, name: 检查面积, type: number, unit: 平方米, set_by: 局, published_at: 网站,
   values: [{value: null}]}
"""


def goals(text: str) -> dict[str, str]:
    return {"facts": FACTS, "goals": text, "parameters": THRESHOLD}


def test_who_names_the_goal_has_decided() -> None:
    marry = item("marry", "已检查", decision="是")
    feast = item("feast", "已办成", when="已检查")
    wish = "- {id: done, title: 办成, for: 本人, reach: 已办成"
    over = knowledge(marry, feast, **goals(f"{wish}, decided: [card/marry]}}"))
    route = planned(over, {"本人.已检查": "否"}, ("done", "本人"))
    assert [step.item for step in route.steps] == ["card/marry", "card/feast"]
    undecided = planned(knowledge(marry, feast, **goals(f"{wish}}}")), {}, ("done", "本人"))
    assert "card/marry" not in {step.item for step in undecided.steps}


OPEN = "- {id: done, title: 开业, for: 本人, reach: {any: [面积 < 参数.检查面积, 已检查]}}"


def test_a_duty_is_not_dropped_because_its_threshold_is_unknown() -> None:
    over = knowledge(item("check", "已检查", when="有烟道"), **goals(OPEN))
    facts = {"本人.面积": 230, "本人.已检查": "否"}
    assert [one.item for one in planned(over, facts, ("done", "本人")).steps] == ["card/check"]
    route = planned(over, {**facts, "本人.有烟道": "否"}, ("done", "本人"))
    assert not route.steps and any("检查面积" in one for one in route.assumptions)


def test_a_goal_out_of_reach_says_so_in_its_own_words() -> None:
    wish = "- {id: done, title: 开业, for: 本人, reach: {all: [{need: 有烟道, else: 换个铺位。}]}}"
    route = planned(knowledge(**goals(wish)), {"本人.有烟道": "否"}, ("done", "本人"))
    assert [one.because for one in route.blocked] == ["换个铺位。"]


def test_what_is_always_open_is_gone_to_on_a_sunday() -> None:
    place = "- {id: hospital, name: 医院, kind: office, always_open: 是}"
    there = "[{mode: window, place: hospital, visits: 1, present: 本人}]"
    texts = goals("- {id: done, title: 办成, for: 本人, reach: 已办成}") | {"places": place}
    over = knowledge(item("certify", "已办成", channels=there), **texts)
    route = planned(over, {}, ("done", "本人"), today=date(2026, 3, 1))
    assert step_of(route, "certify").start == date(2026, 3, 1)


def test_the_office_may_come_and_a_company_may_do_it() -> None:
    visit = item("connect", "已办成", channels="[{mode: home}]", provider="供电企业")
    over = knowledge(visit, **goals("- {id: done, title: 办成, for: 本人, reach: 已办成}"))
    route = planned(over, {}, ("done", "本人"), today=date(2026, 3, 1))
    step = step_of(route, "connect")
    assert (step.channel, step.department, step.visits) == ("上门", "供电企业", 0)
    assert route.measures.trips == 0
