"""One thing otherwise in Mr Zhang's case: the route changes as changes.yml says, and says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.hearing.evaluate import _meet, _plain
from assistant.hearing.hearing import Listener
from knowledge.index.release import Release
from knowledge.model.route import Route
from knowledge.routes.difference import differences
from knowledge.routes.planner import plan_route
from knowledge.routes.request import PlanRequest, Wish

HERE = Path(__file__).parent
SCRIPT: dict[str, Any] = yaml.safe_load((HERE / "changes.yml").read_text("utf-8"))
CASES: list[dict[str, Any]] = SCRIPT["cases"]
_FIRST: dict[str, Any] = yaml.safe_load((HERE / "rewordings.yml").read_text("utf-8"))
BASE: dict[str, Any] = _FIRST["facts"] | _FIRST["answers"] | SCRIPT["also"]
GOALS: list[str] = _FIRST["goals"]


def planned(
    release: Release, facts: dict[str, Any], goals: list[str], previous: Route | None = None
) -> Route:
    return plan_route(
        PlanRequest(
            knowledge=release.knowledge,
            release=release.name,
            facts=facts,
            goals=tuple(Wish(*goal.split("@")) for goal in goals),
            today=SCRIPT["today"],
            previous=previous,
        )
    )


@pytest.fixture(scope="module")
def before(release: Release) -> Route:
    return planned(release, BASE, GOALS)


def starts(route: Route) -> dict[str, Any]:
    return {f"{step.item}@{step.person}": step.start for step in route.steps}


def test_there_are_ten() -> None:
    assert len(CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_change(release: Release, before: Route, case: dict[str, Any]) -> None:
    facts = BASE | case["facts"]
    after = planned(release, facts, [*GOALS, *case.get("goals", [])], before)
    then, now = starts(before), starts(after)
    assert set(now) - set(then) == set(case.get("comes", ()))
    assert set(then) - set(now) == set(case.get("goes", ()))
    assert all(now[key] < then[key] for key in case.get("earlier", ()))
    assert all(now[key] > then[key] for key in case.get("later", ()))
    new = {f"{one.goal}@{one.person}" for one in after.blocked}
    assert new - {f"{one.goal}@{one.person}" for one in before.blocked} == set(
        case.get("blocked", ())
    )
    told = "\n".join(differences(before, after, facts=(BASE, facts)))
    assert all(words in told for words in case.get("told", ())), told


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.get("heard", True)],
    ids=[case["id"] for case in CASES if case.get("heard", True)],
)
def test_is_heard(release: Release, case: dict[str, Any]) -> None:
    listener = Listener(release.knowledge.shared)
    heard = {
        one.key: _plain(one.value) for one in listener.hear(case["says"], today=SCRIPT["today"])
    }
    for key, value in case["facts"].items():
        assert key in heard and _meet(value, heard[key]), heard
