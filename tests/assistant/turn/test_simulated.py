"""A simulated citizen answers truthfully and is asked no more than a form would ask."""

from __future__ import annotations

import random
from datetime import date

import pytest

from assistant.turn.simulated import simulate
from knowledge.index.release import Release
from knowledge.routes.request import PlanRequest, Wish


@pytest.mark.parametrize("goal", ["fund-for-rent", "fund-withdrawn", "fund-for-home"])
def test_a_case(release: Release, goal: str) -> None:
    request = PlanRequest(
        knowledge=release.knowledge,
        release=release.name,
        facts={},
        goals=(Wish(goal, "本人"),),
        today=date(2026, 11, 22),
    )
    case = simulate(request, random.Random(goal))
    assert case.goals == (goal,)
    assert 1 <= case.asked <= case.skipping <= case.every
    assert case.finished
    assert simulate(request, random.Random(goal)) == case
