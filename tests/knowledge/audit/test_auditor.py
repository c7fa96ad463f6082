"""Routes of the planner audit clean over the real lists; every way of spoiling one is caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.audit.auditor import AuditError, audit_document, audit_route
from knowledge.audit.discrepancy import CODES
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route
from tests.knowledge.audit.cases import FILLED, HOUSEHOLDS
from tests.knowledge.audit.mutations import MUTATIONS, Mutation

Planned = Callable[[str], Route]


def audited(
    name: str, route: Route, knowledge: KnowledgeBase, filled: KnowledgeBase, **said: Any
) -> tuple[str, ...]:
    """Codes found, with the facts the household was planned with."""
    real = name in HOUSEHOLDS
    household = HOUSEHOLDS[name] if real else FILLED[name]
    given = {"done": household.done, "held": household.held, **said}
    found = audit_route(route, knowledge if real else filled, household.facts, **given)
    return tuple(str(one) for one in found)


@pytest.mark.parametrize("name", [*HOUSEHOLDS, *FILLED])
def test_planned_routes_are_sound(
    name: str, planned: Planned, knowledge: KnowledgeBase, filled: KnowledgeBase
) -> None:
    route = planned(name)
    assert route.steps or route.blocked, "an audit of nothing says nothing"
    assert audited(name, route, knowledge, filled, release="a-release") == ()


@pytest.mark.parametrize("name", [*HOUSEHOLDS, *FILLED])
def test_without_facts_nothing_is_held_against_a_route(
    name: str, planned: Planned, knowledge: KnowledgeBase, filled: KnowledgeBase
) -> None:
    over = knowledge if name in HOUSEHOLDS else filled
    assert audit_document(planned(name).model_dump(mode="json", by_alias=True), over) == ()


@pytest.mark.parametrize(
    "mutation", MUTATIONS, ids=lambda mutation: f"{mutation.code}: {mutation.name}"
)
def test_a_spoilt_route_is_caught(
    mutation: Mutation, planned: Planned, knowledge: KnowledgeBase, filled: KnowledgeBase
) -> None:
    spoilt = mutation.change(planned(mutation.household))
    found = audited(mutation.household, spoilt, knowledge, filled, **mutation.said)
    assert any(f"  {mutation.code}  " in one for one in found), found


def test_every_code_has_a_mutation() -> None:
    assert {mutation.code for mutation in MUTATIONS} == set(CODES)


def test_messages_are_chinese_and_end_with_a_stop(
    planned: Planned, knowledge: KnowledgeBase
) -> None:
    for mutation in MUTATIONS:
        if mutation.household not in HOUSEHOLDS:
            continue
        household = HOUSEHOLDS[mutation.household]
        for one in audit_route(
            mutation.change(planned(mutation.household)), knowledge, household.facts
        ):
            assert one.message.endswith("。")
            assert any("一" <= sign <= "鿿" for sign in one.message)


def test_a_document_carries_facts_done_and_held(planned: Planned, knowledge: KnowledgeBase) -> None:
    household = HOUSEHOLDS["registered since"]
    document = {
        "id": "1",
        "route": planned("registered since").model_dump(mode="json", by_alias=True),
        "facts": household.facts,
        "done": list(household.done),
        "held": [],
    }
    assert audit_document(document, knowledge) == ()
    found = audit_document({**document, "done": []}, knowledge)
    assert [one.code for one in found] == ["condition-false"]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({}, "这不是一条办事路线"),
        ({"route": {"today": "yesterday"}}, "这不是一条办事路线"),
        ({"route": {}, "facts": []}, "facts"),
        ({"route": {}, "done": "all"}, "done"),
        ({"route": {}, "held": [3]}, "held"),
        ({"route": {}, "refused": "lease"}, "refused"),
        ({"route": {}, "refused": [{"item": "a/b", "person": 1, "material": "c"}]}, "refused"),
    ],
)
def test_what_is_no_route_is_refused(
    document: dict[str, Any], words: str, knowledge: KnowledgeBase
) -> None:
    with pytest.raises(AuditError, match=words):
        audit_document(document, knowledge)


def test_an_unknown_done_item_is_refused(planned: Planned, knowledge: KnowledgeBase) -> None:
    with pytest.raises(AuditError, match="no-such"):
        audit_route(planned("local"), knowledge, {}, done=["residence-permit/no-such"])
