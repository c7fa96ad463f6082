"""Mr Zhang's message said in thirty ways: the same lists, facts, goals and, after the same answers,
the same items for the same persons in as many trips. rewordings.yml says where one says less.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.turn.conversation import Conversation, Reply
from assistant.turn.draft import Draft
from assistant.turn.engine import STEPS, Engine
from assistant.turn.planning import plan
from knowledge.index.release import Release
from knowledge.model.route import Route
from knowledge.retrieval.finder import Finder
from knowledge.routes.planner import plan_route
from knowledge.routes.request import PlanRequest, Wish

SCRIPT: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("rewordings.yml").read_text("utf-8")
)
CASES: list[dict[str, Any]] = SCRIPT["cases"]
Planner = Callable[[tuple[tuple[str, Any], ...], tuple[str, ...]], Route]


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


@pytest.fixture(scope="module")
def planner(release: Release) -> Planner:
    """Routes by facts and goals; rewordings that come to the same are planned once."""

    @cache
    def planned(facts: tuple[tuple[str, Any], ...], goals: tuple[str, ...]) -> Route:
        wishes = [goal.partition("@") for goal in goals]
        return plan_route(
            PlanRequest(
                knowledge=release.knowledge,
                release=release.name,
                facts=dict(facts),
                goals=tuple(Wish(goal, person) for goal, _, person in wishes),
                today=SCRIPT["today"],
            )
        )

    return planned


@cache
def talked(engine: Engine, number: int) -> Conversation:
    """The conversation after all that the case says, heard and understood but not planned."""
    conversation = Conversation(id=CASES[number]["id"])
    for says in CASES[number]["says"]:
        begun = conversation.model_copy(update={"turns": conversation.turns + 1})
        draft = Draft(
            before=conversation, conversation=begun, text=says, act=None, today=SCRIPT["today"]
        )
        for step in STEPS[: STEPS.index(plan)]:
            draft = step(draft, engine.surroundings)
            if draft.status is not None:
                break
        conversation = draft.conversation
    return conversation


def test_there_are_thirty() -> None:
    assert len(CASES) == 30
    assert len({case["id"] for case in CASES}) == 30


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["id"] for case in CASES])
class TestRewording:
    def test_facts(self, engine: Engine, number: int) -> None:
        case = CASES[number]
        unsaid = case.get("unsaid", ())
        wanted = {key: value for key, value in SCRIPT["facts"].items() if key not in unsaid}
        heard = talked(engine, number).values()
        for key, value in (wanted | case.get("facts", {})).items():
            assert heard.get(key) == value, key
        assert not [key for key in unsaid if key in heard]

    def test_goals(self, engine: Engine, number: int) -> None:
        wanted = CASES[number].get("goals", SCRIPT["goals"])
        heard = {f"{one.goal}@{one.person}" for one in talked(engine, number).goals}
        assert heard == set(wanted)

    def test_route(self, engine: Engine, planner: Planner, number: int) -> None:
        case, conversation = CASES[number], talked(engine, number)
        facts = SCRIPT["answers"] | conversation.values()  # what was heard needs no asking
        known = tuple((key, hashable(facts[key])) for key in sorted(facts))
        goals = tuple(sorted(f"{one.goal}@{one.person}" for one in conversation.goals))
        route = planner(known, goals)
        items = {f"{step.item}@{step.person}" for step in route.steps}
        assert items == set(case.get("items", SCRIPT["items"]))
        assert len(route.trips) == case.get("trips", SCRIPT["trips"])


def hashable(value: Any) -> Any:
    """A range as a tuple."""
    return tuple(value) if isinstance(value, list) else value


def last_reply(engine: Engine, case: dict[str, Any]) -> Reply:
    conversation = Conversation(id=case["id"])
    reply = None
    for says in case["says"]:
        conversation, reply = engine.take_turn(conversation, says, act=None, today=SCRIPT["today"])
    assert reply is not None
    return reply


@pytest.mark.parametrize("name", ["the-first", "dictated", "shorter"])
def test_lists(engine: Engine, name: str) -> None:
    reply = last_reply(engine, next(case for case in CASES if case["id"] == name))
    assert set(SCRIPT["lists"]) <= set(reply.lists)
