"""What is asked, in which order, and what is said of what the citizen does not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from knowledge.model.route import Ask, Branch, Route
from knowledge.model.value import Range
from knowledge.routes.answers import ELSEWHERE, Answers
from knowledge.routes.expansion import Expansion
from knowledge.routes.network import needs_of
from knowledge.routes.outlines import BY_TRIPS
from knowledge.routes.planner import plan_route
from tests.knowledge.routes.small import (
    draw,
    knowledge_with,
    request,
    small_knowledge,
    written_knowledge,
)

FAMILY = {"本人.户籍所在地": "清远", "本人.现居住地": "厚街"}
WISHES = (("residence-permit", "本人"), ("school-place", "子女"))


def route(facts: Mapping[str, Any], **more: Any) -> Route:
    return plan_route(request(facts, **more))


def written(facts: Mapping[str, Any], *goals: tuple[str, str], **more: Any) -> Route:
    return plan_route(request(facts, *goals, knowledge=written_knowledge(), **more))


def keys(asks: tuple[Ask, ...]) -> list[str]:
    return [ask.fact for ask in asks]


def of(branches: tuple[Branch, ...], key: str) -> dict[str, Branch]:
    return {one.value: one for one in branches if one.fact == key}


@pytest.mark.parametrize("facts", [{}, FAMILY, {**FAMILY, "子女1.年龄": 6}])
def test_asks_come_by_effect_the_sensitive_last(facts: dict[str, Any]) -> None:
    asks = written(facts, *WISHES).asks
    assert len(asks) > 2
    register = written_knowledge().shared.facts_by_name
    ranks = [(register[ask.fact.rpartition(".")[2]].sensitive, -ask.effect) for ask in asks]
    assert ranks == sorted(ranks)


def test_a_sensitive_fact_is_asked_last_though_it_has_most_effect() -> None:
    """Most people are well and done in a day; a home saves but some weeks."""
    fast = """
- id: fast
  title: 立等可取
  for: 本人
  when: 身体好
  yields: [{material: card-a, of: 本人}]
  channels: [{mode: online}]
  time_limit: {promised: {days: 1, kind: 工作日}}
  basis: []
"""
    well = """
- {id: well, name: 身体好, type: yes_no, for: 本人, ask: 好吗？, sensitive: 是,
   prior: {是: 95, 否: 5}}
"""
    facts = {"本人.持有甲证": "否", "本人.已登记": "是", "本人.登记月数": 1, "本人.身体合格": "是"}
    asks = route(facts, knowledge=knowledge_with(fast, facts=well)).asks
    assert keys(asks) == ["本人.有住所", "本人.身体好"]
    assert asks[1].effect > asks[0].effect


def test_what_a_fact_grows_with_is_asked_before_it() -> None:
    """Whether registered at all comes first; then for how long; not at all when not registered."""
    start = {"本人.持有甲证": "否", "本人.有住所": "是", "本人.有工作": "否", "本人.身体合格": "否"}
    assert keys(route(start).asks) == ["本人.已登记"]
    assert keys(route({**start, "本人.已登记": "是"}).asks) == ["本人.登记月数"]
    assert keys(route({**start, "本人.已登记": "否"}).asks) == []


def test_an_inferred_fact_that_decides_is_confirmed_once() -> None:
    facts = {"本人.户籍所在地": "清远", "本人.已办居住登记": "否"}
    goal = ("residence-permit", "本人")
    key = "本人.户籍所在地"
    assert key in keys(written(facts, goal, inferred=(key,)).asks)
    assert key not in keys(written(facts, goal).asks)
    doubted = next(ask for ask in written(facts, goal, inferred=(key,)).asks if ask.fact == key)
    unknown = next(ask for ask in written({}, goal).asks if ask.fact == key)
    assert doubted.effect < unknown.effect


def test_an_inferred_fact_that_decides_nothing_is_not_confirmed() -> None:
    facts = {"本人.户籍所在地": "清远", "子女1.户籍所在地": "清远"}
    asks = written(facts, ("residence-permit", "本人"), inferred=("子女1.户籍所在地",)).asks
    assert "子女1.户籍所在地" not in keys(asks)


@pytest.mark.parametrize("key", ["本人.已办居住登记", "本人.持有居住证"])
def test_what_the_citizen_does_not_know_is_not_asked_again(key: str) -> None:
    before = written(FAMILY, *WISHES)
    after = written({**FAMILY, key: "不知道"}, *WISHES)
    assert key in keys(before.asks)
    assert key not in keys(after.asks)
    assert [ask.effect for ask in after.asks] == [
        ask.effect for ask in before.asks if ask.fact != key
    ]


def test_a_role_without_a_number_means_its_first_person() -> None:
    asks = written({**FAMILY, "子女.户籍所在地": "不知道"}, *WISHES).asks
    assert "子女1.户籍所在地" not in keys(asks)


def test_for_what_the_citizen_does_not_know_branches_say_what_each_answer_changes() -> None:
    """Assumed is the slow way, by a registration that takes nothing but time."""
    facts = {"本人.持有甲证": "否", "本人.已登记": "不知道", "本人.有住所": "是"}
    facts |= {"本人.有工作": "否", "本人.身体合格": "否"}
    found = route(facts)
    assert found.asks == ()
    branches = of(found.branches, "本人.已登记")
    assert branches
    for value, branch in branches.items():
        other = route({**facts, "本人.已登记": value})
        assert set(branch.items) == {step.title for step in other.steps}
        assert branch.finish == max(step.finish for step in other.steps)
        assert branch.changes
    now = {step.title for step in found.steps}
    for branch in branches.values():
        come = {f"要办「{title}」" for title in set(branch.items) - now}
        gone = {f"不用办「{title}」" for title in now - set(branch.items)}
        assert come | gone <= set(branch.changes)


def test_an_answer_that_changes_nothing_is_no_branch() -> None:
    facts = {"本人.持有甲证": "否", "本人.已登记": "不知道", "本人.有住所": "是"}
    same = draw(request(facts), order=BY_TRIPS)
    for branch in route(facts).branches:
        last = max(one.finish for one in same.plan.planned.values())
        titles = tuple(sorted(same.network.tasks[key].item.title for key in same.plan.planned))
        moved = branch.finish != same.calendar.day(last)
        assert moved or tuple(sorted(branch.items)) != titles or "各步的日子有变" in branch.changes


def test_an_answer_that_blocks_a_goal_says_so() -> None:
    facts = {**FAMILY, "子女1.入学优待类别": "都不是", "子女1.已上户口": "是"}
    branches = written(facts, ("school-place", "子女")).branches
    foreign = of(branches, "子女1.户籍所在地")["外国"]
    assert any("有的目标办不到:" in text for text in foreign.changes)


def test_answers_lie_within_what_is_known() -> None:
    asked = request({"子女1.年龄": 6}, *WISHES, knowledge=written_knowledge())
    answers = Answers(asked, Expansion(asked).network)
    birthday = written_knowledge().shared.facts_by_name["出生日期"]
    known = asked.household.values["子女1.出生日期"]
    assert isinstance(known, Range)
    spans = [one.value for one in answers.to(birthday, "子女1.出生日期", within=known)]
    assert spans[0][0] == str(known.low) and spans[-1][1] == str(known.high)
    assert len(spans) == 2  # before 1 September and from then on: two years of starting school
    found = answers.to(birthday, "子女1.出生日期", within=known)
    assert sum(one.chance for one in found) == pytest.approx(1)


def test_every_kind_of_answer_has_chances_that_add_up() -> None:
    asked = request({}, *WISHES, knowledge=written_knowledge())
    network = Expansion(asked).network
    answers = Answers(asked, network)
    facts = written_knowledge().shared.facts_by_name
    named = {
        need.finding.clause.fact
        for task in network.tasks.values()
        for need in needs_of(task.needs)
        if need.finding
    }
    assert {facts[name].kind for name in named} >= {"yes_no", "choice", "number", "place"}
    for name in named:
        found = answers.to(facts[name], f"{facts[name].whose[0]}.{name}")
        if name == "社保累计月数":  # compared with a parameter alone, whose value nobody has seen
            assert not found
        else:
            assert sum(one.chance for one in found) == pytest.approx(1), name
    places = [one.value for one in answers.to(facts["户籍所在地"], "本人.户籍所在地")]
    assert places[-1] == ELSEWHERE and "东莞" in places and "中国" not in places


def test_a_fact_that_nothing_compares_has_no_answers_to_try() -> None:
    asked = request({}, ("registered", "本人"))
    answers = Answers(asked, Expansion(asked).network)
    assert answers.to(small_knowledge().shared.facts_by_name["登记月数"], "本人.登记月数") == ()
