"""Real lists, and the routes that the planner draws over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.compiler.load import load_knowledge
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route
from tests.knowledge.audit.cases import FILLED, HOUSEHOLDS, plan, with_figures


@pytest.fixture(scope="session")
def knowledge(root: Path) -> KnowledgeBase:
    """The lists as they are."""
    loaded = load_knowledge(root).knowledge
    assert loaded is not None
    return loaded


@pytest.fixture(scope="session")
def filled(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The lists with made-up figures."""
    return with_figures(knowledge)


@pytest.fixture(scope="session")
def planned(knowledge: KnowledgeBase, filled: KnowledgeBase) -> Callable[[str], Route]:
    """The route of a household in HOUSEHOLDS or FILLED, planned once."""
    drawn: dict[str, Route] = {}

    def route_of(name: str) -> Route:
        if name not in drawn:
            known = name in HOUSEHOLDS
            household = HOUSEHOLDS[name] if known else FILLED[name]
            drawn[name] = plan(household, knowledge if known else filled)
        return drawn[name]

    return route_of
