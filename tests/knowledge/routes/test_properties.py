"""What holds of every route, over the small knowledge base and over the written lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.household import Household, months_between
from knowledge.model.inquiry_list import YieldedFact
from knowledge.model.judgement import Judge, typed_constant
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.value import Truth, Value
from knowledge.routes.answers import Answers
from knowledge.routes.explain import Explanation
from knowledge.routes.network import All, Need, Network, Requirement, Way
from knowledge.routes.network import Any as AnyOf
from knowledge.routes.outlines import BY_TRIPS, Outline
from knowledge.routes.planner import plan_route
from knowledge.routes.request import PlanRequest, Preference
from knowledge.routes.schedule import Plan, Planned, schedule
from knowledge.routes.workdays import Workdays, is_workday
from tests.knowledge.routes.counted_days import CountedDays
from tests.knowledge.routes.households import (
    PREFERENCES,
    SMALL,
    SMALL_GOALS,
    Case,
    bounded,
    cases,
    shape,
    some,
    vector,
)
from tests.knowledge.routes.instances import Instance, instance
from tests.knowledge.routes.rules import faults
from tests.knowledge.routes.small import TODAY, small_knowledge


@bounded(60)
@given(cases())
def test_routes_break_no_rule(case: Case) -> None:
    """Order, waits, openings, working days, papers that stay good; levels as stated, and proven."""
    drawn = case.draw()
    counted = CountedDays(case.today, drawn.calendar.length)
    assert faults(drawn.network, drawn.plan, drawn.goals, counted) == []
    assert all(level.value == level.bound for level in drawn.plan.levels)


@bounded(40)
@given(cases())
def test_steps_follow_what_they_wait_for_and_meet_on_their_trips(case: Case) -> None:
    drawn = case.draw()
    told = Explanation(case.request(), drawn)
    steps = {step.id: step for step in told.steps()}
    for step in steps.values():
        later = any("可以后补" in paper.source for paper in step.materials)
        assert all(steps[other].finish <= step.start or later for other in step.after)
        assert step.place is None or is_workday(step.start)
    for trip in told.trips():
        for step in (steps[name] for name in trip.steps):
            assert step.place == trip.place
            assert trip.date == step.start or (step.visits > 1 and trip.date == step.finish)


@bounded(40)
@given(cases())
def test_no_step_has_a_condition_that_is_false_by_then(case: Case) -> None:
    asked, drawn = case.request(), case.draw()
    for one in drawn.plan.planned.values():
        task, day = drawn.network.tasks[one.task], drawn.calendar.day(one.start)
        judge = Judge(asked.knowledge.shared, by_then(asked, drawn, one))
        window = task.item.window
        fact = f"{task.person}.{window.year}" if window and window.year else None
        year = judge.value(fact, on=day) if fact else None
        verdict = judge.judge(
            task.item.when,
            person=task.person,
            on=day,
            year=year if isinstance(year, int) else None,
        )
        assert verdict.truth is not Truth.FALSE, (one.task, verdict.findings)


def by_then(asked: PlanRequest, drawn: Outline, step: Planned) -> Household:
    """What is known when the step begins: grown since, and brought about by the steps before it."""
    day, now = drawn.calendar.day(step.start), Judge(asked.knowledge.shared, asked.household)
    grown = {key: now.value(key, on=day) for key in asked.household.values}
    values = {key: value for key, value in grown.items() if value is not None}
    for one in drawn.plan.planned.values():
        if one.finish <= step.start and one.task != step.task:
            since = drawn.calendar.day(one.finish)
            brought = brought_about(drawn, one.task, asked.knowledge)
            values |= brought | started(brought, now, since=since, day=day)
    return Household(values, day)


def brought_about(drawn: Outline, key: str, knowledge: KnowledgeBase) -> dict[str, Value]:
    """Facts that hold once the task is done."""
    task, facts = drawn.network.tasks[key], knowledge.shared.facts_by_name
    values: dict[str, Value] = {}
    for one in task.item.yields:
        owner = task.person if one.of == task.item.whose else one.of
        if isinstance(one, YieldedFact):
            values[f"{owner}.{one.fact}"] = typed_constant(facts[one.fact], one.value)
        else:
            held = [fact.name for fact in facts.values() if fact.material == one.material]
            values |= {f"{owner}.{name}": True for name in held}
    return values


def started(
    brought: Mapping[str, Value], now: Judge, *, since: date, day: date
) -> dict[str, Value]:
    """Numbers that grow from the day on which what they grow with was brought about."""
    values: dict[str, Value] = {}
    for name in (name for name, value in brought.items() if value is True):
        owner, _, running = name.rpartition(".")
        for fact in now.shared.facts.values():
            if fact.grows is None or fact.grows.whilst != running or fact.grows.starts is None:
                continue
            known = now.household.values.get(f"{owner}.{fact.name}", fact.grows.starts)
            if now.household.values.get(name) is not True and isinstance(known, int):
                values[f"{owner}.{fact.name}"] = known + months_between(since, day)
    return values


@bounded(12)
@given(some(SMALL), st.sampled_from(PREFERENCES))
def test_every_ask_has_an_answer_that_changes_the_route(
    facts: dict[str, Any], prefer: Preference
) -> None:
    case = Case(True, facts, SMALL_GOALS[:2], TODAY, prefer)
    before = case.draw()
    for ask in plan_route(case.request()).asks:
        fact = small_knowledge().shared.facts_by_name[ask.fact.rpartition(".")[2]]
        answers = Answers(case.request(), before.network).to(fact, ask.fact)
        after = [replace(case, facts={**facts, ask.fact: one.value}).draw() for one in answers]
        assert any(shape(one.plan) != shape(before.plan) for one in after), ask.fact


@bounded(40)
@given(cases())
def test_a_step_done_makes_what_is_left_no_worse(case: Case) -> None:
    """The old route without the step is still a route, so the new one does not lose to it."""
    before = case.draw()
    ready = [one.task for one in before.plan.planned.values() if not one.after]
    for key in [key for key in ready if brought_about(before, key, case.request().knowledge)][:1]:
        after = case.draw(done=(key,))
        assert key not in after.plan.planned
        assert vector(after.plan) <= vector(before.plan)


def test_a_paper_issued_by_a_step_done_is_at_hand() -> None:
    case = Case(True, {}, SMALL_GOALS[:1], TODAY, "trips")
    key = "card/health-check@本人"
    assert key in case.draw().plan.planned
    assert key not in case.draw(done=(key,)).plan.planned


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_a_plan_never_loses_to_one_that_was_forced_elsewhere(seed: int) -> None:
    """What a refusal or a wish rules out can only make a plan worse, and lifting it only better."""
    one = instance(seed)
    free = planned(one)
    if free is None:
        return
    for key in one.network.tasks:
        forced, without = planned(one, forced=(key,)), planned(one, forbidden=(key,))
        assert forced is None or vector(free) <= vector(forced)
        assert without is None or vector(free) <= vector(without)
        if key not in free.planned:
            assert vector(without) == vector(free)


def planned(
    one: Instance, *, forced: tuple[str, ...] = (), forbidden: tuple[str, ...] = ()
) -> Plan | None:
    return schedule(
        one.network,
        goals=one.goals,
        calendar=Workdays(one.first, one.length),
        order=BY_TRIPS,
        forced=forced,
        forbidden=forbidden,
    )


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_what_is_done_already_need_not_be_done_again(seed: int) -> None:
    """A task that waits for nothing is done: every way by it now holds, and no level rises."""
    one = instance(seed)
    free = planned(one)
    ready = [each.task for each in free.planned.values() if not each.after] if free else []
    for key in ready[:1]:
        goals = tuple((g, person, without(needs, key)) for g, person, needs in one.network.goals)
        tasks = {
            name: type(task)(**{**vars(task), "needs": without(task.needs, key)})
            for name, task in one.network.tasks.items()
        }
        left = Instance(Network(goals, tasks), one.goals, one.first, one.length)
        assert vector(planned(left)) <= vector(free)


def without(requirement: Requirement, key: str) -> Requirement:
    """The requirement, with this task's yields at hand."""
    if isinstance(requirement, All):
        return All(tuple(without(member, key) for member in requirement.members))
    if isinstance(requirement, AnyOf):
        return AnyOf(tuple(without(member, key) for member in requirement.members))
    ways = tuple(Way(said="已经办好") if way.task == key else way for way in requirement.ways)
    return Need(ways)
