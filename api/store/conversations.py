"""Conversations in the database: the store that `assistant` asks for (ConversationStore), and what
pages read.

It refuses to take one turn twice: two turns upon one state, or two turns with one key, raise
TurnRefused. The text it is given must be masked already.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.store.models import ConversationRow, TurnRow
from assistant.turn.conversation import Conversation, Reply


class TurnRefused(RuntimeError):
    """Another turn was saved first, upon the same state or under the same key."""


@dataclass(frozen=True)
class Turn:
    """One stored turn. `text` is masked; `day` is the day the answer was true on."""

    id: str
    number: int
    key: str
    text: str
    reply: Reply
    release: str
    day: date
    taken_at: datetime


@dataclass(frozen=True)
class Record:
    """One conversation with all its turns, oldest first."""

    conversation: Conversation
    release: str
    created_at: datetime
    touched_at: datetime
    turns: tuple[Turn, ...]


class Conversations:
    """Implements ConversationStore. `release` names what this process answers from; `now` gives
    UTC time.
    """

    def __init__(self, engine: Engine, *, release: str, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._release = release
        self._now = now

    def create(self, conversation: str) -> Conversation:
        """A fresh conversation under this id."""
        fresh = Conversation(id=conversation)
        now = self._now()
        with Session(self._engine) as session, session.begin():
            session.add(
                ConversationRow(
                    id=fresh.id,
                    created_at=now,
                    touched_at=now,
                    release=self._release,
                    state=fresh.model_dump(mode="json"),
                )
            )
        return fresh

    def load(self, conversation: str) -> Conversation:
        """The conversation, or KeyError."""
        with Session(self._engine) as session:
            row = session.get(ConversationRow, conversation)
            if row is None:
                raise KeyError(conversation)
            return Conversation.model_validate(row.state)

    def save_turn(
        self,
        before: Conversation,
        after: Conversation,
        *,
        text: str,
        reply: Reply,
        on: date,
        key: str | None = None,
    ) -> str:
        """Keep text and reply as turn `after.turns`; returns the turn's id. Raises TurnRefused.

        The turn is inserted before the state is replaced, so that of two writers the second one
        waits, fails on the unique number or key, and changes nothing.
        """
        if after.id != before.id or after.turns != before.turns + 1:
            raise ValueError("a turn moves one conversation on by one")
        turn = uuid.uuid4().hex
        row = self._row(after, turn, text=text, reply=reply, on=on, key=key or turn)
        state = {"state": after.model_dump(mode="json"), "touched_at": row.taken_at}
        try:
            with Session(self._engine) as session, session.begin():
                session.add(row)
                session.flush()
                session.execute(
                    update(ConversationRow).where(ConversationRow.id == after.id).values(**state)
                )
        except IntegrityError as error:
            raise TurnRefused(after.id) from error
        return turn

    def _row(
        self, after: Conversation, turn: str, *, text: str, reply: Reply, on: date, key: str
    ) -> TurnRow:
        return TurnRow(
            id=turn,
            conversation=after.id,
            number=after.turns,
            key=key,
            text=text,
            reply=reply.model_dump(mode="json", by_alias=True),
            kind=reply.kind,
            status=reply.status,
            release=self._release,
            day=on,
            taken_at=self._now(),
        )

    def find_turn(self, conversation: str, key: str) -> Turn | None:
        """The turn taken under this key, if it was taken."""
        found = select(TurnRow).where(TurnRow.conversation == conversation, TurnRow.key == key)
        with Session(self._engine) as session:
            row = session.scalars(found).one_or_none()
            return turn_of(row) if row else None

    def record(self, conversation: str) -> Record:
        """The conversation with all its turns, or KeyError."""
        turns = select(TurnRow).where(TurnRow.conversation == conversation).order_by(TurnRow.number)
        with Session(self._engine) as session:
            row = session.get(ConversationRow, conversation)
            if row is None:
                raise KeyError(conversation)
            return Record(
                conversation=Conversation.model_validate(row.state),
                release=row.release,
                created_at=in_utc(row.created_at),
                touched_at=in_utc(row.touched_at),
                turns=tuple(turn_of(found) for found in session.scalars(turns)),
            )


def turn_of(row: TurnRow) -> Turn:
    return Turn(
        id=row.id,
        number=row.number,
        key=row.key,
        text=row.text,
        reply=Reply.model_validate(row.reply),
        release=row.release,
        day=row.day,
        taken_at=in_utc(row.taken_at),
    )


def in_utc(moment: datetime) -> datetime:
    """SQLite forgets the zone of what is always stored in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
