"""What the planner is asked for a conversation: its facts, goals, and what was done or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.turn.conversation import Conversation
from assistant.turn.surroundings import Surroundings
from knowledge.model.household import UNKNOWN
from knowledge.routes.request import PlanRequest, Refusal, Wish


def request_of(
    conversation: Conversation,
    today: date,
    around: Surroundings,
    *,
    supposed: Mapping[str, Any] | None = None,
    weighed: int = 0,
) -> PlanRequest:
    """The request as of today; `supposed` facts stand in for what is known, for this plan only.
    `weighed` is how many unknown facts are tried for an ask.
    """
    unsure = dict.fromkeys(conversation.unsure, UNKNOWN)
    return PlanRequest(
        knowledge=around.knowledge,
        release=around.release,
        facts={**conversation.values(), **unsure, **(supposed or {})},
        goals=tuple(Wish(one.goal, one.person) for one in conversation.goals),
        today=today,
        held=conversation.held,
        done=conversation.done,
        inferred=tuple(fact.key for fact in conversation.facts if fact.source == "inferred"),
        refused=tuple(Refusal(one.item, one.person, one.material) for one in conversation.refused),
        failed=conversation.failed,
        previous=conversation.route,
        weighed=weighed,
    )
