"""The queue for an agent: places, and one agent ever. On SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from api.store.conversations import Conversations
from api.store.handovers import AlreadyClaimed, Handovers
from tests.api.crowd import at_once

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
RELEASE = "0123456789abcdef"


@pytest.fixture
def conversations(database: Engine) -> Conversations:
    return Conversations(database, now=lambda: NOW)


@pytest.fixture
def handovers(database: Engine) -> Handovers:
    return Handovers(database, now=lambda: NOW)


def test_the_queue_has_places_and_one_agent_ever(
    conversations: Conversations, handovers: Handovers
) -> None:
    for name in ("one", "two", "three"):
        conversations.create(name, release=RELEASE)
        handovers.ask(name)
    assert [handovers.of(name).place for name in ("one", "two", "three")] == [1, 2, 3]
    assert handovers.ask("two").place == 2

    def claim(number: int) -> str:
        try:
            handovers.claim("two", f"坐席{number}")
            return "took it"
        except AlreadyClaimed:
            return "too late"

    assert at_once(8, claim) == ["too late"] * 7 + ["took it"]
    taken = handovers.of("two")
    assert taken.agent and taken.place is None and taken.claimed_at == NOW
    assert handovers.claim("two", taken.agent) == taken
    assert [one.conversation for one in handovers.waiting(10)] == ["one", "three"]
    assert handovers.of("three").place == 2
    assert conversations.standing("two").agent == taken.agent
    handovers.close("two")
    assert conversations.standing("two").agent is None
    with pytest.raises(KeyError):
        handovers.claim("two", "坐席9")
    assert handovers.ask("two").place == 3


def test_many_askingat_once_stand_in_the_queue_once(
    conversations: Conversations, handovers: Handovers
) -> None:
    conversations.create("one", release=RELEASE)
    assert at_once(8, lambda _: str(handovers.ask("one").place)) == ["1"] * 8
    assert len(handovers.waiting(10)) == 1
