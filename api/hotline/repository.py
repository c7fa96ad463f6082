"""What the console needs kept: conversations, latest first; their turns; the queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, and_, select
from sqlalchemy.orm import Session

from api.store.conversations import Conversations
from api.store.handovers import Handovers
from api.store.models import ConversationRow, TurnRow
from api.store.reading import Reading
from api.store.record import in_utc


@dataclass(frozen=True)
class Line:
    """One conversation as a line of the list: how many turns, and the last words said."""

    id: str
    touched_at: datetime
    turns: int
    text: str
    kind: str
    status: str


class HotlineRepository:
    """Queries over the stored conversations. `now` gives UTC time, `today` the day in 东莞."""

    def __init__(
        self, engine: Engine, *, now: Callable[[], datetime], today: Callable[[], date]
    ) -> None:
        self._engine = engine
        self.conversations = Conversations(engine, now=now)
        self.reading = Reading(engine, now=now)
        self.handovers = Handovers(engine, now=now)
        self.today = today

    def latest(self, limit: int) -> list[Line]:
        """The conversations in which something was answered, latest first, at most `limit`."""
        last = and_(
            TurnRow.conversation == ConversationRow.id, TurnRow.number == ConversationRow.turns
        )
        shown = (TurnRow.text, TurnRow.kind, TurnRow.status)
        lines = (
            select(ConversationRow.id, ConversationRow.touched_at, ConversationRow.turns, *shown)
            .join(TurnRow, last)
            .order_by(ConversationRow.touched_at.desc(), ConversationRow.id)
            .limit(limit)
        )
        with Session(self._engine) as session:
            return [
                Line(conversation, in_utc(touched_at), turns, text, kind or "", status or "")
                for conversation, touched_at, turns, text, kind, status in session.execute(lines)
            ]
