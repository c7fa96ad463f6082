"""What the planner is asked for a conversation: its facts, goals, and what was done or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.turn.conversation import Conversation
from assistant.turn.surroundings import Surroundings
from knowledge.routes.request import PlanRequest, Refusal, Wish


def request_of(
    conversation: Conversation,
    today: date,
    around: Surroundings,
    *,
    supposed: Mapping[str, Any] | None = None,
) -> PlanRequest:
    """The request as of today; `supposed` facts stand in for what is known, for this plan only."""
    return PlanRequest(
        knowledge=around.knowledge,
        release=around.release,
        facts={**conversation.values(), **(supposed or {})},
        goals=tuple(Wish(one.goal, one.person) for one in conversation.goals),
        today=today,
        held=conversation.held,
        done=conversation.done,
        inferred=tuple(fact.key for fact in conversation.facts if fact.source == "inferred"),
        refused=tuple(Refusal(one.item, one.person, one.material) for one in conversation.refused),
        failed=conversation.failed,
    )
