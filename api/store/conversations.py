"""Conversations in the database: words accepted, turns answered, the state they leave.

Words are kept before they are answered, so that nothing accepted is lost whatever dies. A turn is
taken once: two turns upon one state, or one turn answered twice, raise TurnRefused. The text that
comes in here must be masked already.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from api.store.history import write_history, write_outcome
from api.store.models import ConversationRow, HandoverRow, RouteRow, TurnRow
from api.store.record import (
    Accepted,
    Standing,
    Turn,
    accepted_of,
    route_of,
    state_of,
    turn_of,
)
from assistant.turn.change import Change
from assistant.turn.conversation import Conversation, Reply

TOLD = aliased(RouteRow)
ROUTE_OF = and_(RouteRow.conversation == TurnRow.conversation, RouteRow.turn == TurnRow.number)
REMEMBERED = and_(
    TOLD.conversation == TurnRow.conversation,
    TOLD.turn == TurnRow.route_turn,
    TOLD.turn != TurnRow.number,
)
FINISH = (
    update(TurnRow)
    .where(TurnRow.id == bindparam("this"), TurnRow.number.is_(None))
    .returning(TurnRow.id)
)
TOUCH = update(ConversationRow).where(ConversationRow.id == bindparam("this"))


class TurnRefused(RuntimeError):
    """Another turn was saved first upon the same state, or this one was answered already."""


@dataclass(frozen=True)
class Intake:
    """The turn under a key: answered already, or accepted; and what else waits for an answer."""

    turn: Turn | Accepted
    others: tuple[Accepted, ...]


class Conversations:
    """Safe to use from several threads and processes. `now` gives UTC time."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def create(self, conversation: str, *, release: str) -> datetime:
        """A fresh conversation under this id; when it began."""
        now = self._now()
        row = {"id": conversation, "created_at": now, "touched_at": now}
        with self._engine.begin() as connection:
            connection.execute(insert(ConversationRow).values(**row, release=release, turns=0))
        return now

    def accept(
        self, conversation: str, *, key: str, text: str, day: date, change: Change | None = None
    ) -> Intake:
        """Keep these words under this key, unless they are kept. Raises KeyError for no such
        conversation.
        """
        found = self._intake(conversation, key)
        if isinstance(found, Intake):
            return found
        accepted = Accepted(
            uuid.uuid4().hex, conversation, key, text, change, day, accepted_at=self._now()
        )
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(TurnRow).values(**_row(accepted)))
        except IntegrityError:
            again = self._intake(conversation, key)
            if isinstance(again, Intake):
                return again
            raise KeyError(conversation) from None
        return Intake(accepted, found)

    def _intake(self, conversation: str, key: str) -> Intake | tuple[Accepted, ...]:
        """What is kept under this key; else only what else waits."""
        wanted = or_(TurnRow.key == key, TurnRow.number.is_(None))
        mine = select_turns().where(TurnRow.conversation == conversation, wanted)
        with Session(self._engine) as session:
            rows = session.execute(mine.order_by(TurnRow.accepted_at)).all()
            others = tuple(accepted_of(row[0]) for row in rows if row[0].key != key)
            for row in rows:
                if row[0].key == key:
                    return Intake(_either(*row), others)
        return others

    def drop(self, accepted: Accepted) -> None:
        """Forget a change that was refused; what is answered stays."""
        mine = and_(TurnRow.id == accepted.id, TurnRow.number.is_(None))
        with self._engine.begin() as connection:
            connection.execute(delete(TurnRow).where(mine))

    def find(self, conversation: str, *, key: str = "", turn: str = "") -> Turn | Accepted:
        """The turn of this key or id, answered or not. Raises KeyError."""
        named = TurnRow.key == key if key else TurnRow.id == turn
        with Session(self._engine) as session:
            found = session.execute(
                select_turns().where(TurnRow.conversation == conversation, named)
            ).one_or_none()
            if found is None:
                raise KeyError(key or turn)
            return _either(*found)

    def standing(self, conversation: str) -> Standing:
        """Where the conversation stands. Raises KeyError."""
        last = and_(
            TurnRow.conversation == ConversationRow.id, TurnRow.number == ConversationRow.turns
        )
        taken = and_(
            HandoverRow.conversation == ConversationRow.id,
            HandoverRow.closed_at.is_(None),
            HandoverRow.agent.is_not(None),
        )
        told = and_(
            RouteRow.conversation == TurnRow.conversation, RouteRow.turn == TurnRow.route_turn
        )
        found = (
            select(
                ConversationRow.release,
                HandoverRow.agent,
                TurnRow.state,
                TurnRow.route_turn,
                RouteRow.route,
            )
            .outerjoin(TurnRow, last)
            .outerjoin(RouteRow, told)
            .outerjoin(HandoverRow, taken)
            .where(ConversationRow.id == conversation)
        )
        with self._engine.connect() as connection:
            row = connection.execute(found).one_or_none()
        if row is None:
            raise KeyError(conversation)
        release, agent, state, route_turn, route = row
        before = state_of(state or {"id": conversation}, route_of(route))
        return Standing(before, release, agent, route_turn)

    def note_heard(self, turn: str, heard: Mapping[str, Any]) -> None:
        """What a page that waits for this turn may show already."""
        mine = and_(TurnRow.id == turn, TurnRow.number.is_(None))
        with self._engine.begin() as connection:
            connection.execute(update(TurnRow).where(mine).values(heard=dict(heard)))

    def heard(self, turn: str) -> dict[str, Any] | None:
        """What was noted so far about a turn that is under way."""
        with self._engine.connect() as connection:
            return connection.scalar(select(TurnRow.heard).where(TurnRow.id == turn))

    def save_turn(
        self,
        accepted: Accepted,
        upon: Standing,
        after: Conversation,
        *,
        reply: Reply,
        release: str,
        act: str | None = None,
    ) -> Turn:
        """Answer what was accepted, `upon` what stood before. Raises TurnRefused, or KeyError
        where it was erased.

        Every statement writes, so that of two writers the second one waits, fails on the unique
        number or finds the turn answered, and changes nothing.
        """
        before = upon.conversation
        if after.id != before.id or after.turns != before.turns + 1:
            raise ValueError("a turn moves one conversation on by one")
        turn = Turn(
            id=accepted.id,
            conversation=accepted.conversation,
            number=after.turns,
            key=accepted.key,
            text=accepted.text,
            change=accepted.change,
            act=act,
            reply=reply,
            release=release,
            day=accepted.day,
            taken_at=self._now(),
            state=after,
        )
        try:
            with self._engine.begin() as connection:
                _answer(connection, turn, upon)
                write_history(connection, before, after)
                write_outcome(connection, turn)
        except IntegrityError as error:
            raise TurnRefused(after.id) from error
        return turn

    def erase(self, conversation: str) -> None:
        """Delete the conversation with everything that belongs to it. Raises KeyError."""
        mine = ConversationRow.id == conversation
        with self._engine.begin() as connection:
            gone = delete(ConversationRow).where(mine).returning(ConversationRow.id)
            if connection.scalar(gone) is None:
                raise KeyError(conversation)

    def forget_before(self, moment: datetime) -> int:
        """Delete the conversations not touched since; how many."""
        old = ConversationRow.touched_at < moment
        with self._engine.begin() as connection:
            count = connection.scalar(select(func.count()).select_from(ConversationRow).where(old))
            connection.execute(delete(ConversationRow).where(old))
        return count or 0


def _row(accepted: Accepted) -> dict[str, Any]:
    return {
        "id": accepted.id,
        "conversation": accepted.conversation,
        "key": accepted.key,
        "text": accepted.text,
        "change": accepted.change.model_dump(mode="json") if accepted.change else None,
        "day": accepted.day,
        "accepted_at": accepted.accepted_at,
    }


def _route_turn(turn: Turn, upon: Standing) -> int | None:
    """The turn whose route the state remembers; None where it is none of those that were kept."""
    route = turn.state.route if turn.state else None
    if route is None:
        return None
    if route == turn.reply.route:
        return turn.number
    return upon.route_turn if route == upon.conversation.route else None


def select_turns() -> Any:
    """Turns, each with the row of its route and of the one its state remembers."""
    with_route = select(TurnRow, RouteRow, TOLD).outerjoin(RouteRow, ROUTE_OF)
    return with_route.outerjoin(TOLD, REMEMBERED)


def _either(turn: TurnRow, route: RouteRow | None, told: RouteRow | None) -> Turn | Accepted:
    return accepted_of(turn) if turn.number is None else turn_of(turn, route, told)


def _answer(connection: Connection, turn: Turn, upon: Standing) -> None:
    """The accepted row becomes an answered one, and its conversation moves on."""
    assert turn.state is not None
    route_turn = _route_turn(turn, upon)
    left_out = {"route"} if route_turn is not None else set()
    values = {
        "number": turn.number,
        "act": turn.act,
        "reply": turn.reply.model_dump(mode="json", by_alias=True, exclude={"route"}),
        "kind": turn.reply.kind,
        "status": turn.reply.status,
        "release": turn.release,
        "state": turn.state.model_dump(mode="json", by_alias=True, exclude=left_out),
        "route_turn": route_turn,
        "taken_at": turn.taken_at,
        "heard": None,
    }
    done = connection.execute(FINISH, {**values, "this": turn.id})
    if done.one_or_none() is None:
        if connection.scalar(select(TurnRow.id).where(TurnRow.id == turn.id)) is None:
            raise KeyError(turn.conversation)
        raise TurnRefused(turn.conversation)
    touched = {"turns": turn.number, "touched_at": turn.taken_at, "release": turn.release}
    connection.execute(TOUCH, {**touched, "this": turn.conversation})
