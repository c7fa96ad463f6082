"""What turns need kept, as api/store keeps it; a test may hand in something smaller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from api.store.conversations import Conversations
from api.store.handovers import Handovers
from api.store.reading import Reading


@dataclass(frozen=True)
class TurnRepository:
    """Turns and their conversations, what is read of them, and the queue for an agent."""

    conversations: Conversations
    reading: Reading
    handovers: Handovers


def turn_repository(database: Engine, *, now: Callable[[], datetime]) -> TurnRepository:
    """All of it over one database; `now` gives UTC time."""
    return TurnRepository(
        Conversations(database, now=now), Reading(database, now=now), Handovers(database, now=now)
    )
