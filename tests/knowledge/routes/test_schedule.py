"""The schedule on small networks drawn by hand: what each rule means, and what was once got
wrong.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.model.inquiry_list import Channel, Item, TimeLimit
from knowledge.routes import schedule as module
from knowledge.routes.days import TODAY as TODAY_MOMENT
from knowledge.routes.days import Bound, earliest
from knowledge.routes.delays import Open, Plus
from knowledge.routes.network import (
    All,
    Any,
    Need,
    Network,
    Opening,
    Paper,
    Requirement,
    Task,
    Visit,
    Way,
)
from knowledge.routes.outlines import BY_FINISH, BY_TRIPS
from knowledge.routes.reasons import Reasons
from knowledge.routes.schedule import Plan, schedule
from knowledge.routes.workdays import Workdays
from tests.benchmarks.journeys import TODAY, journey
from tests.knowledge.routes.counted_days import CountedDays
from tests.knowledge.routes.rules import faults
from tests.knowledge.routes.small import draw, request

MONDAY = date(2026, 3, 2)
FRIDAY = 4


def task(
    key: str,
    *needs: Requirement,
    visits: tuple[Visit, ...],
    opening: tuple[tuple[int, int], ...] | None = None,
    fee: int = 0,
) -> Task:
    item = Item(
        id=key,
        title=key,
        whose="本人",
        channels=(Channel(mode="online"),),
        time_limit=TimeLimit(),
        basis=(),
    )
    spans = tuple((day(first), day(last)) for first, last in opening or ())
    opened = Opening(spans, True, "办理时间") if opening else None
    return Task(key, f"list/{key}", "本人", item, "某局", All(needs), visits, opened, None, fee)


def day(index: int) -> date:
    return MONDAY + timedelta(days=index)


def visit(place: str | None, days: int = 0, *, visits: int = 1, working: bool = True) -> Visit:
    return Visit("窗口", place, visits if place else 0, ("本人",), days, working, "")


def network(*tasks: Task, goals: tuple[str, ...]) -> Network:
    wanted = tuple((key, "本人", Need((Way(task=key),))) for key in goals)
    return Network(wanted, {one.key: one for one in tasks})


def best(
    drawn: Network, *, order: tuple[str, ...] = BY_TRIPS, first: date = MONDAY, length: int = 60
) -> Plan:
    goals = tuple(range(len(drawn.goals)))
    plan = schedule(drawn, goals=goals, calendar=Workdays(first, length), order=order)
    assert plan is not None
    assert faults(drawn, plan, goals, CountedDays(first, length)) == []
    return plan


def levels(plan: Plan, *names: str) -> tuple[int, ...]:
    return tuple(plan.level(name).value for name in names)


def test_what_is_ready_at_one_place_shares_a_trip() -> None:
    drawn = network(
        task("a", visits=(visit("窗口"),)),
        task("b", visits=(visit("窗口"),)),
        task("c", Need((Way(task="a"),)), visits=(visit("窗口"),)),
        goals=("a", "b", "c"),
    )
    assert levels(best(drawn), "trips", "finish") == (1, 0)


def test_the_two_orders_weigh_a_trip_against_a_day() -> None:
    """The proof takes five days: a second trip saves nothing but time."""
    drawn = network(
        task("proof", visits=(visit(None, 5),)),
        task("a", Need((Way(task="proof"),)), visits=(visit("窗口"),)),
        task("b", visits=(visit("窗口", 6),)),
        goals=("a", "b"),
    )
    assert levels(best(drawn), "trips", "finish") == (1, 15)
    assert levels(best(drawn, order=BY_FINISH), "finish", "trips") == (8, 2)


def test_a_paper_that_may_follow_must_be_there_by_the_end() -> None:
    """Once got wrong: an item done on the spot began before its paper and so could not end."""
    paper = Paper("paper", "证明", "本人", "原件", 1, "办出来", later=True)
    drawn = network(
        task("paper", visits=(visit(None, 3),)),
        task("item", Need((Way(task="paper", slack=5),), paper=paper), visits=(visit("窗口"),)),
        goals=("item",),
    )
    assert levels(best(drawn), "trips", "finish") == (1, 3)


def test_a_paper_that_may_follow_lets_the_item_begin_before_it() -> None:
    paper = Paper("paper", "证明", "本人", "原件", 1, "办出来", later=True)
    drawn = network(
        task("paper", visits=(visit(None, 5),)),
        task("item", Need((Way(task="paper", slack=2),), paper=paper), visits=(visit("窗口", 10),)),
        goals=("item",),
    )
    plan = best(drawn)
    assert plan.planned["item"].start == plan.planned["paper"].finish - 4  # over a weekend
    assert plan.level("finish").value == 17


def test_what_must_be_fresh_is_fetched_late_but_applied_for_on_a_shared_trip() -> None:
    """Once got wrong: the first visit was put off with the second, and the shared trip was lost."""
    fresh = Need((Way(task="fresh", within=1),))
    drawn = network(
        task("fresh", visits=(visit("窗口", 1, visits=2),)),
        task("other", visits=(visit("窗口"),)),
        task("slow", visits=(visit(None, 10),)),
        task("last", fresh, Need((Way(task="slow"),)), visits=(visit("窗口"),)),
        goals=("last", "other"),
    )
    assert levels(best(drawn), "trips", "finish") == (2, 14)


def test_what_must_be_fresh_is_begun_late_by_each_channel_in_its_own_time() -> None:
    """Once got wrong: only the slowest channel's first late day was looked at."""
    fresh = Need((Way(task="fresh", within=0),))
    drawn = network(
        task("fresh", visits=(visit(None, 9), visit("窗口", 2))),
        task("late", Need((Way(since=day(4)),)), visits=(visit("窗口"),)),
        task("last", fresh, Need((Way(task="late"),)), visits=(visit(None),)),
        goals=("last",),
    )
    assert levels(best(drawn, order=BY_FINISH), "finish", "trips") == (4, 2)


def test_different_openings_meet_on_a_day_that_neither_would_begin_on() -> None:
    """Once got wrong: a opens on days 0-3 and 10-20, b on 8-12; both are open on day 10."""
    drawn = network(
        task("a", visits=(visit("窗口"),), opening=((0, 3), (10, 20))),
        task("b", visits=(visit("窗口"),), opening=((8, 12),)),
        goals=("a", "b"),
    )
    assert levels(best(drawn), "trips", "finish") == (1, 10)
    assert levels(best(drawn, order=BY_FINISH), "finish", "trips") == (8, 2)


def test_alternatives_of_what_is_not_done_are_not_reported() -> None:
    """Once got wrong: an item that nobody needs had its conditions listed as met."""
    either = Any((Need((Way(said="有"),)), Need((Way(said="也有"),))))
    drawn = network(
        task("dear", either, visits=(visit("窗口"),), fee=10),
        task("cheap", visits=(visit("窗口"),)),
        goals=("cheap",),
    )
    plan = best(drawn)
    assert {met.task for met in plan.met} == {None}
    assert set(plan.planned) == {"cheap"}


def test_a_working_day_on_a_weekend_counts() -> None:
    """2025-09-28 is a Sunday on which offices work, before the National Day holiday."""
    drawn = network(task("a", visits=(visit("窗口", 2),)), goals=("a",))
    plan = best(drawn, first=date(2025, 9, 26))
    assert plan.level("finish").value == 3


def test_tasks_that_wait_only_for_each_other_are_impossible() -> None:
    drawn = network(
        task("a", Need((Way(task="b"),)), visits=(visit(None),)),
        task("b", Need((Way(task="a"),)), visits=(visit(None),)),
        goals=("a",),
    )
    calendar = Workdays(MONDAY, 60)
    assert schedule(drawn, goals=(0,), calendar=calendar, order=BY_TRIPS) is None


def test_what_falls_after_the_calendar_does_not_fit() -> None:
    drawn = network(task("a", visits=(visit(None, 61, working=False),)), goals=("a",))
    calendar = Workdays(MONDAY, 60)
    assert schedule(drawn, goals=(0,), calendar=calendar, order=BY_TRIPS) is None


def test_no_goals_is_an_empty_plan() -> None:
    plan = best(network(goals=()))
    assert plan.planned == {} and {level.value for level in plan.levels} == {0}


def test_a_stopped_solve_shows_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the work allowed: a sound plan, and bounds that the proven optimum keeps."""
    drawn = journey(40, 1)
    goals = tuple(range(len(drawn.goals)))
    calendar = Workdays(TODAY, 900)
    proven = schedule(drawn, goals=goals, calendar=calendar, order=BY_TRIPS)
    assert proven is not None
    for work in (0.02, 0.05):
        monkeypatch.setattr(module, "WORK", work)
        plan = schedule(drawn, goals=goals, calendar=calendar, order=BY_TRIPS)
        assert plan is not None
        assert faults(drawn, plan, goals, CountedDays(TODAY, 900)) == []
        for stopped, level in zip(plan.levels, proven.levels, strict=True):
            assert stopped.bound <= level.value
            if stopped.value != level.value:
                assert stopped.value > level.value and stopped.bound < stopped.value
                break


X, Y = ("start", "x"), ("start", "y")


def test_what_drives_itself_on_for_ever_is_given_up_at_once() -> None:
    """y five days after x, x at most three before y: no days at all, found without going there."""
    circle = [(7, Bound(Y, X, Plus(5), 5)), (8, Bound(X, Y, Plus(-3), -3))]
    found = earliest(circle, length=900)
    assert found.broken is not None and set(found.broken.numbers) == {7, 8}
    assert len(found.taken) < 10


def test_a_circle_may_come_to_rest() -> None:
    """Each wants the other no sooner; together they move to the next opening and stay there."""
    far = Open(Workdays(MONDAY, 900), ((0, 49), (60, 69), (80, 899)), False)
    together = [(2, Bound(Y, X, far, 0)), (3, Bound(X, Y, Plus(0), 0))]
    found = earliest([(1, Bound(X, TODAY_MOMENT, Plus(50), 50)), *together], length=900)
    assert found.broken is None and found.of[X] == found.of[Y] == 60


def test_what_is_not_proven_is_said_in_words() -> None:
    """A proven route has no such words; of one that was stopped each gap is said with its bound."""
    asked = request({}, ("card", "本人"), ("school", "子女"))
    proven = draw(asked, order=BY_TRIPS)
    assert not any("没有算到底" in text for text in Reasons(asked, proven).assumptions())
    open_levels = tuple(
        replace(level, bound=level.value - 2) if level.name in ("trips", "finish") else level
        for level in proven.plan.levels
    )
    stopped = replace(proven, plan=replace(proven.plan, levels=open_levels))
    trips = proven.plan.level("trips").value
    days = proven.plan.level("finish").value
    said = [text for text in Reasons(asked, stopped).assumptions() if "没有算到底" in text]
    assert said == [
        f"没有算到底:跑的趟数现在是 {trips} 趟,只证明了少不过 {trips - 2} 趟",
        f"没有算到底:办完要的时间现在是 {days} 天,只证明了少不过 {days - 2} 天",
    ]


def test_the_same_network_gives_the_same_plan() -> None:
    drawn = journey(20, 3)
    assert best_of(drawn) == best_of(drawn)


def best_of(drawn: Network) -> Plan | None:
    goals = tuple(range(len(drawn.goals)))
    return schedule(drawn, goals=goals, calendar=Workdays(TODAY, 900), order=BY_TRIPS)
