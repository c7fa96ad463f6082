"""The schedule against exhaustive search: equal on every level, in both orders, over random
networks.
"""

from __future__ import annotations

import pytest

from knowledge.routes.outlines import BY_FINISH, BY_TRIPS, QUICK
from knowledge.routes.schedule import schedule
from knowledge.routes.workdays import Workdays
from tests.knowledge.routes.counted_days import CountedDays
from tests.knowledge.routes.instances import Instance, counted, instance, unsettled
from tests.knowledge.routes.oracle import best_levels
from tests.knowledge.routes.rules import faults

BATCHES = 13
BATCH = 40
UNSETTLED = 7
COUNTED = 4
ORDERS = (BY_TRIPS, BY_FINISH)


def disagreement(one: Instance, order: tuple[str, ...]) -> str | None:
    """How the schedule's plan differs from the best there is, or what is wrong with it."""
    days = CountedDays(one.first, one.length)
    best = best_levels(one.network, one.goals, days=days, order=order)
    calendar = Workdays(one.first, one.length)
    plan = schedule(one.network, goals=one.goals, calendar=calendar, order=order)
    if plan is None or best is None:
        return None if plan is None and best is None else f"{plan} instead of {best}"
    if any(level.bound != level.value for level in plan.levels):
        return "not proven"
    found = tuple(level.value for level in plan.levels)
    wrong = faults(one.network, plan, one.goals, days)
    return None if found == best and not wrong else f"{found} instead of {best}; {wrong}"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_levels_equal_those_of_exhaustive_search(batch: int) -> None:
    seeds = range(batch * BATCH, (batch + 1) * BATCH)
    wrong = {
        (seed, order[2]): found
        for seed in seeds
        for order in ORDERS
        if (found := disagreement(instance(seed), order))
    }
    assert wrong == {}


@pytest.mark.parametrize("batch", range(COUNTED))
def test_levels_equal_where_days_are_counted_from_other_tasks(batch: int) -> None:
    seeds = range(batch * BATCH, (batch + 1) * BATCH)
    wrong = {
        (seed, order[2]): found
        for seed in seeds
        for order in ORDERS
        if (found := disagreement(counted(seed), order))
    }
    assert wrong == {}


@pytest.mark.parametrize("batch", range(UNSETTLED))
def test_levels_equal_where_things_do_not_stay_as_they_are(batch: int) -> None:
    seeds = range(batch * BATCH, (batch + 1) * BATCH)
    wrong = {
        (seed, order[2]): found
        for seed in seeds
        for order in ORDERS
        if (found := disagreement(unsettled(seed), order))
    }
    assert wrong == {}


def test_the_instances_have_in_them_what_could_go_wrong() -> None:
    """Over all seeds: enough that can be planned, and every feature in many of them."""
    networks = [instance(seed).network for seed in range(BATCHES * BATCH)]
    text = [repr(network.tasks) + repr(network.goals) for network in networks]
    features = {
        "months": "lag=1",
        "alternatives": "Any(",
        "holds or is assumed": "assumption='",
        "time alone": "since=datetime",
        "several visits": "visits=2",
        "three visits": "visits=3",
        "online": "place=None",
        "openings": "Opening(",
        "unknown durations": "days=None",
        "deadlines": "due=datetime",
        "decisions": "decision=True",
        "waived": "waived=True",
        "perhaps needed": "doubtful=True",
        "another person": "person='配偶'",
    }
    rare = {name: count for name, word in features.items() if (count := _having(text, word)) < 60}
    assert rare == {}
    ways = [way for network in networks for way in _ways(repr(network))]
    assert sum("within=None" not in way for way in ways) > 200
    assert sum("slack=0" not in way for way in ways) > 200


def _having(texts: list[str], word: str) -> int:
    return sum(word in text for text in texts)


def _ways(text: str) -> list[str]:
    return [part.split(")")[0] for part in text.split("Way(task='")[1:]]


def test_a_comparison_of_quick_outlines_rests_on_the_same_levels() -> None:
    for seed in range(60):
        assert disagreement(instance(seed), QUICK) is None, seed
