"""What a notice reads of a conversation; it writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from api.store.reading import Reading
from api.store.record import Planned, Record


class NoticeRepository:
    """`now` gives UTC time."""

    def __init__(self, database: Engine, *, now: Callable[[], datetime]) -> None:
        self._reading = Reading(database, now=now)

    def record(self, conversation: str) -> Record:
        """The whole conversation. Raises KeyError."""
        return self._reading.record(conversation)

    def planned(self, conversation: str) -> Planned | None:
        """The latest route, None before there is one. Raises KeyError."""
        planned = self._reading.planned(conversation)
        if planned is None:
            self._reading.record(conversation)
        return planned
