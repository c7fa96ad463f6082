"""Reads for the console: which conversations there are, latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, and_, func, select
from sqlalchemy.orm import Session

from api.store.conversations import in_utc
from api.store.models import ConversationRow, TurnRow


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
    """Queries over the stored conversations."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def latest(self, limit: int) -> list[Line]:
        """The conversations in which something was said, latest first, at most `limit`."""
        last = select(TurnRow.conversation, func.max(TurnRow.number).label("number"))
        last_of = last.group_by(TurnRow.conversation).subquery()
        same = and_(
            TurnRow.conversation == last_of.c.conversation, TurnRow.number == last_of.c.number
        )
        lines = (
            select(ConversationRow.touched_at, TurnRow)
            .join(TurnRow, TurnRow.conversation == ConversationRow.id)
            .join(last_of, same)
            .order_by(ConversationRow.touched_at.desc(), ConversationRow.id)
            .limit(limit)
        )
        with Session(self._engine) as session:
            return [
                Line(
                    turn.conversation,
                    in_utc(touched_at),
                    turn.number,
                    turn.text,
                    turn.kind,
                    turn.status,
                )
                for touched_at, turn in session.execute(lines)
            ]
