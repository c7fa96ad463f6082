"""What pages read of conversations: the whole record, the route, facts and their history, the link
that reopens one; and the rating they leave.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from api.store.conversations import select_turns
from api.store.handovers import open_handover
from api.store.history import put_rating
from api.store.models import ConversationRow, FactRow, FeedbackRow, RouteRow, TurnRow
from api.store.record import (
    FactSaid,
    Planned,
    Record,
    accepted_of,
    in_utc,
    route_of,
    turn_of,
)
from assistant.turn.conversation import Conversation, HeardFact, Rating


class Reading:
    """Queries over the stored conversations. `now` gives UTC time."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def record(self, conversation: str) -> Record:
        """The conversation with all its turns. Raises KeyError."""
        turns = (
            select_turns()
            .where(TurnRow.conversation == conversation)
            .order_by(TurnRow.number, TurnRow.accepted_at)
        )
        with Session(self._engine) as session:
            head, feedback = self._head(session, conversation)
            rows = session.execute(turns).all()
            taken = tuple(turn_of(*row) for row in rows if row[0].number is not None)
            state = taken[-1].state if taken else None
            return Record(
                conversation=state or Conversation(id=conversation),
                release=head.release,
                created_at=in_utc(head.created_at),
                touched_at=in_utc(head.touched_at),
                turns=taken,
                unanswered=tuple(accepted_of(row[0]) for row in rows if row[0].number is None),
                rating=_rating(feedback),
                handover=open_handover(session, conversation),
            )

    def _head(
        self, session: Session, conversation: str
    ) -> tuple[ConversationRow, FeedbackRow | None]:
        both = (
            select(ConversationRow, FeedbackRow)
            .outerjoin(FeedbackRow, FeedbackRow.conversation == ConversationRow.id)
            .where(ConversationRow.id == conversation)
        )
        found = session.execute(both).one_or_none()
        if found is None:
            raise KeyError(conversation)
        row, feedback = found
        return row, feedback

    def planned(self, conversation: str, *, turn: int | None = None) -> Planned | None:
        """The route of this turn, or the latest one."""
        mine = select(RouteRow).where(RouteRow.conversation == conversation)
        if turn is not None:
            mine = mine.where(RouteRow.turn == turn)
        with Session(self._engine) as session:
            row = session.scalars(mine.order_by(RouteRow.turn.desc()).limit(1)).one_or_none()
            if row is None:
                return None
            route = route_of(row.route)
            return Planned(row.turn, row.release, row.day, route) if route else None

    def facts(self, conversation: str) -> tuple[FactSaid, ...]:
        """Every word about every fact, oldest first."""
        mine = select(FactRow).where(FactRow.conversation == conversation).order_by(FactRow.id)
        with Session(self._engine) as session:
            return tuple(_said(row) for row in session.scalars(mine))

    def link(self, conversation: str, fresh: str) -> str:
        """The link of this conversation; `fresh` where it has none yet. Raises KeyError."""
        mine = ConversationRow.id == conversation
        kept = func.coalesce(ConversationRow.link, fresh)
        with self._engine.begin() as connection:
            given = update(ConversationRow).where(mine).values(link=kept)
            link = connection.scalar(given.returning(ConversationRow.link))
        if link is None:
            raise KeyError(conversation)
        return str(link)

    def linked(self, link: str) -> str:
        """The conversation that this link reopens. Raises KeyError."""
        with Session(self._engine) as session:
            found = session.scalar(select(ConversationRow.id).where(ConversationRow.link == link))
        if found is None:
            raise KeyError(link)
        return found

    def rate(self, conversation: str, rating: Rating) -> None:
        """Keep the rating, in place of an earlier one. Raises KeyError."""
        with self._engine.begin() as connection:
            mine = ConversationRow.id == conversation
            touched = update(ConversationRow).where(mine).values(touched_at=self._now())
            if connection.scalar(touched.returning(ConversationRow.id)) is None:
                raise KeyError(conversation)
            put_rating(connection, conversation, rating, at=self._now())


def _rating(row: FeedbackRow | None) -> Rating | None:
    return Rating.model_validate({"level": row.level, "reason": row.reason}) if row else None


def _said(row: FactRow) -> FactSaid:
    kept: dict[str, Any] = {
        "key": row.key,
        "value": row.value,
        "words": row.words,
        "turn": row.turn,
        "source": row.source,
    }
    return FactSaid(HeardFact.model_validate(kept), row.until)
