"""What is taken over from one household to another is what would have been worked out anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.routes.expansion import Expansion
from knowledge.routes.network import needs_of
from knowledge.routes.outlines import BY_TRIPS, Sketches, order_of, outline
from knowledge.routes.schedule import schedule
from knowledge.routes.soonest import Soonest
from knowledge.routes.standing import stands
from knowledge.routes.workdays import Workdays
from tests.knowledge.routes.households import (
    SMALL,
    WRITTEN,
    Case,
    bounded,
    cases,
    shape,
)
from tests.knowledge.routes.instances import instance, unsettled
from tests.knowledge.routes.small import draw

CHILD = {"子女2.户籍所在地": ["清远", "东莞"], "子女2.入读年级": ["小学一年级"]}


@st.composite
def changed_cases(choose: st.DrawFn) -> tuple[Case, Case]:
    """A household, and one that differs in a fact or two."""
    case = choose(cases())
    known: dict[str, list[Any]] = SMALL if case.small else {**WRITTEN, **CHILD}
    keys = choose(st.sets(st.sampled_from(sorted(known)), min_size=1, max_size=2))
    answers = {key: choose(st.sampled_from([*known[key], "不知道"])) for key in keys}
    return case, replace(case, facts={**case.facts, **answers})


@bounded(60)
@given(changed_cases())
def test_a_network_is_the_same_taken_over_or_made_anew(pair: tuple[Case, Case]) -> None:
    before, after = pair
    base = Expansion(before.request())
    taken_over = Expansion(after.request(), like=base).network
    anew = Expansion(after.request()).network
    assert taken_over.goals == anew.goals
    assert taken_over.tasks == anew.tasks
    assert taken_over.held == anew.held
    assert list(taken_over.tasks) == list(anew.tasks)


@bounded(80)
@given(changed_cases())
def test_a_plan_that_stands_is_the_best_found_anew(pair: tuple[Case, Case]) -> None:
    before, after = pair
    base = Expansion(before.request())
    order = order_of(before.request())
    first = outline(before.request(), base.network, order=order)
    network = Expansion(after.request(), like=base).network
    anew = draw(after.request(), order=order)
    if stands(first.plan, first.network, network):
        assert shape(first.plan) == shape(anew.plan)
        assert [index for index, _ in first.blocked] == [index for index, _ in anew.blocked]


@bounded(15)
@given(cases(), st.lists(st.tuples(st.booleans(), st.integers(0, 99)), min_size=3, max_size=6))
def test_sketches_give_what_drawing_anew_gives(case: Case, picks: list[tuple[bool, int]]) -> None:
    known = SMALL if case.small else WRITTEN
    base = Expansion(case.request())
    asked = case.request()
    sketches = Sketches(base, outline(asked, base.network, order=order_of(asked)))
    for _, pick in picks:
        key = sorted(known)[pick % len(known)]
        value = known[key][pick % len(known[key])]
        asked = replace(case, facts={**case.facts, key: value}).request()
        assert shape(sketches(asked).plan) == shape(draw(asked, order=order_of(asked)).plan)


@pytest.mark.parametrize("seed", range(120))
def test_no_plan_is_sooner_than_the_soonest(seed: int) -> None:
    for one in (instance(seed), unsettled(seed)):
        calendar, network = Workdays(one.first, one.length), one.network
        possible = sorted(network.possible())
        tasks = [network.tasks[key] for key in possible]
        needs = [(task.key, need) for task in tasks for need in needs_of(task.needs)]
        uses = [(key, way) for key, need in needs for way in need.ways]
        soonest = Soonest(tasks, uses, calendar)
        plan = schedule(network, goals=one.goals, calendar=calendar, order=BY_TRIPS)
        for each in plan.planned.values() if plan else ():
            start, finish = soonest.visits[each.task][
                network.tasks[each.task].visits.index(each.visit)
            ]
            assert start <= each.start and finish <= each.finish


@pytest.mark.parametrize("seed", range(60))
def test_a_plan_over_its_own_network_stands(seed: int) -> None:
    one = unsettled(seed)
    plan = schedule(
        one.network, goals=one.goals, calendar=Workdays(one.first, one.length), order=BY_TRIPS
    )
    assert plan is None or stands(plan, one.network, one.network)
