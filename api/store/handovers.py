"""The queue of conversations that wait for an agent, and the lock: of one, one agent ever.

A claim is one UPDATE that only one can win, so it holds across threads, processes and machines.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from api.store.history import ask_for_agent
from api.store.models import ConversationRow, HandoverRow
from api.store.record import Handover, in_utc


class AlreadyClaimed(RuntimeError):
    """Another agent has it; `agent` says who."""

    def __init__(self, agent: str) -> None:
        super().__init__(agent)
        self.agent = agent


class Handovers:
    """`now` gives UTC time."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def ask(self, conversation: str) -> Handover:
        """Join the queue; asking twice keeps the place. Raises KeyError."""
        try:
            with self._engine.begin() as connection:
                mine = ConversationRow.id == conversation
                touched = update(ConversationRow).where(mine).values(touched_at=self._now())
                if connection.scalar(touched.returning(ConversationRow.id)) is None:
                    raise KeyError(conversation)
                ask_for_agent(connection, conversation, at=self._now())
        except IntegrityError:  # another request was first: there is one now
            pass
        return self.of(conversation)

    def of(self, conversation: str) -> Handover:
        """The open hand-over of this conversation. Raises KeyError."""
        with Session(self._engine) as session:
            found = open_handover(session, conversation)
        if found is None:
            raise KeyError(conversation)
        return found

    def claim(self, conversation: str, agent: str) -> Handover:
        """This agent takes it; again by the same agent changes nothing. Raises AlreadyClaimed, or
        KeyError where nobody waits.
        """
        free = HandoverRow.agent.is_(None) & HandoverRow.closed_at.is_(None)
        mine = (HandoverRow.conversation == conversation) & free
        with self._engine.begin() as connection:
            connection.execute(
                update(HandoverRow).where(mine).values(agent=agent, claimed_at=self._now())
            )
        found = self.of(conversation)
        if found.agent != agent:
            raise AlreadyClaimed(found.agent or "")
        return found

    def close(self, conversation: str) -> None:
        """The citizen or the agent is done with it. Raises KeyError where nothing is open."""
        mine = (HandoverRow.conversation == conversation) & HandoverRow.closed_at.is_(None)
        with self._engine.begin() as connection:
            closed = update(HandoverRow).where(mine).values(closed_at=self._now())
            if connection.scalar(closed.returning(HandoverRow.id)) is None:
                raise KeyError(conversation)

    def waiting(self, limit: int) -> list[Handover]:
        """Those that nobody has taken, longest waiting first, at most `limit`."""
        free = HandoverRow.agent.is_(None) & HandoverRow.closed_at.is_(None)
        with Session(self._engine) as session:
            rows = session.scalars(
                select(HandoverRow).where(free).order_by(HandoverRow.id).limit(limit)
            )
            return [_handover(row, place) for place, row in enumerate(rows, 1)]


def open_handover(session: Session, conversation: str) -> Handover | None:
    """The open hand-over with its place in the queue, in one query."""
    ahead = aliased(HandoverRow)
    place = (
        select(func.count())
        .where(ahead.agent.is_(None), ahead.closed_at.is_(None), ahead.id <= HandoverRow.id)
        .correlate(HandoverRow)
        .scalar_subquery()
    )
    mine = (HandoverRow.conversation == conversation) & HandoverRow.closed_at.is_(None)
    found = session.execute(select(HandoverRow, place).where(mine)).one_or_none()
    return _handover(*found) if found else None


def _handover(row: HandoverRow, place: int) -> Handover:
    return Handover(
        conversation=row.conversation,
        asked_at=in_utc(row.asked_at),
        agent=row.agent,
        claimed_at=in_utc(row.claimed_at) if row.claimed_at else None,
        place=None if row.agent else place,
    )
