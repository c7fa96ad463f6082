"""What came from WeChat, kept before it is answered; who is working for whom.

A message is kept once, whatever process it reaches and however often it comes. One worker at a time
answers for one person, oldest message first; a worker that died loses its hold after a while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, get_args

from sqlalchemy import Connection, Engine, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from api.store.models import (
    ConversationRow,
    TurnRow,
    WechatMessageRow,
    WechatPartRow,
    WechatPersonRow,
)
from api.wechat.composing import choices_of
from api.wechat.schemas import Incoming, Kind, Part, Received, Waiting
from knowledge.model.route import Ask

WINDOWS = {"message": (5, timedelta(hours=48)), "event": (3, timedelta(minutes=1))}
HOLD = timedelta(seconds=10)
KEPT = timedelta(minutes=2)  # parts handed over as passive replies, for WeChat's retries
NEWCOMER = timedelta(seconds=1)  # a message younger than this is being looked after
Person, Message, Outgoing = WechatPersonRow, WechatMessageRow, WechatPartRow


class Replayed(Exception):
    """The signature of one message was used for another one."""


@dataclass(frozen=True)
class Inbox:
    """`holder` names this process; `now` gives UTC time."""

    database: Engine
    holder: str
    now: Callable[[], datetime]

    def people(self, conversation: str) -> tuple[str, ...]:
        """Who speaks in this conversation through WeChat."""
        mine = select(Person.openid).where(Person.conversation == conversation)
        with self.database.connect() as connection:
            return tuple(connection.scalars(mine))

    def meet(self, openid: str, conversation: str) -> bool:
        """Note a new person; False where they are known."""
        row = {"openid": openid, "conversation": conversation, "left": 0}
        try:
            with self.database.begin() as connection:
                connection.execute(insert(Person).values(**row, window_until=self.now()))
        except IntegrityError:
            return False
        return True

    def join(self, openid: str, conversation: str) -> None:
        """From now on this person speaks in this conversation."""
        mine = update(Person).where(Person.openid == openid)
        with self.database.begin() as connection:
            connection.execute(mine.values(conversation=conversation))

    def receive(self, incoming: Incoming, *, signature: str, wait: timedelta) -> Received:
        """Keep the message, or count that it came again. WeChat waits so long
        for the reply. Raises Replayed, KeyError where the person is unknown.
        """
        try:
            with self.database.begin() as connection:
                made = insert(Message).values(**self._row(incoming, signature, wait))
                number = connection.scalar(made.returning(Message.id))
                self._open_window(connection, incoming)
                return Received(number or 0, incoming.openid, 1)
        except IntegrityError:
            return self._again(incoming, signature, wait)

    def _row(self, incoming: Incoming, signature: str, wait: timedelta) -> dict[str, Any]:
        return {
            "openid": incoming.openid,
            "key": incoming.key,
            "signature": signature,
            "kind": incoming.kind,
            "words": incoming.words,
            "attempts": 1,
            "arrived_at": self.now(),
            "waiting_until": self.now() + wait,
        }

    def _again(self, incoming: Incoming, signature: str, wait: timedelta) -> Received:
        same = and_(Message.openid == incoming.openid, Message.key == incoming.key)
        counted = {"attempts": Message.attempts + 1, "waiting_until": self.now() + wait}
        with self.database.begin() as connection:
            found = connection.execute(
                update(Message)
                .where(same)
                .values(**counted)
                .returning(Message.id, Message.attempts)
            ).one_or_none()
            if found is not None:
                return Received(found[0], incoming.openid, found[1])
            used = select(Message.id).where(Message.signature == signature, ~same)
            if connection.scalar(used) is not None:
                raise Replayed
        raise KeyError(incoming.openid)

    def _open_window(self, connection: Connection, incoming: Incoming) -> None:
        """A message opens a long window, an event a short one where no better one is open. What
        was handed over a while ago is not needed any more.
        """
        now = self.now()
        count, span = WINDOWS[incoming.counts]
        mine = Person.openid == incoming.openid
        if incoming.counts == "event":
            mine &= (Person.left < count) | (Person.window_until < now)
        opened = {"left": 0 if incoming.kind == "gone" else count, "window_until": now + span}
        connection.execute(update(Person).where(mine).values(**opened))
        old = and_(Outgoing.openid == incoming.openid, Outgoing.sent_at < now - KEPT)
        connection.execute(delete(Outgoing).where(old))

    def hold(self, openid: str) -> bool:
        """Work for this person, or go on with it; False while another one does."""
        free = or_(
            Person.holder.is_(None), Person.holder == self.holder, Person.held_until < self.now()
        )
        mine = update(Person).where(Person.openid == openid, free)
        held = mine.values(holder=self.holder, held_until=self.now() + HOLD)
        with self.database.begin() as connection:
            return connection.scalar(held.returning(Person.openid)) is not None

    def let_go(self, openid: str) -> None:
        """Others may work for this person."""
        mine = update(Person).where(Person.openid == openid, Person.holder == self.holder)
        with self.database.begin() as connection:
            connection.execute(mine.values(holder=None, held_until=None))

    def oldest(self, openid: str) -> Waiting | None:
        """The next message of this person to be answered."""
        columns = (Message.id, Message.openid, Person.conversation, Message.key, Message.kind)
        waiting = (
            select(*columns, Message.words)
            .join(Person, Person.openid == Message.openid)
            .where(Message.openid == openid, Message.answered_at.is_(None))
            .order_by(Message.id)
            .limit(1)
        )
        with self.database.connect() as connection:
            row = connection.execute(waiting).one_or_none()
        if row is None:
            return None
        return Waiting(
            id=row.id,
            openid=row.openid,
            conversation=row.conversation,
            key=row.key,
            kind=_kind(row.kind),
            words=row.words,
        )

    def choices(self, conversation: str) -> tuple[str, ...]:
        """What numbers stand for after the last turn."""
        last = and_(
            TurnRow.conversation == ConversationRow.id, TurnRow.number == ConversationRow.turns
        )
        found = select(TurnRow.reply).join(ConversationRow, last)
        with self.database.connect() as connection:
            reply = connection.scalar(found.where(ConversationRow.id == conversation)) or {}
        asks = Ask.model_validate(reply["asks"]) if reply.get("asks") else None
        return choices_of(tuple(reply.get("quick", ())), asks)

    def understood(self, message: int, words: str) -> None:
        """The words that a number stood for, kept before they are answered."""
        with self.database.begin() as connection:
            connection.execute(update(Message).where(Message.id == message).values(words=words))

    def answer(self, waiting: Waiting, parts: tuple[Part, ...]) -> None:
        """Keep what is to be sent, once; the words are in the turn now."""
        mine = and_(Message.id == waiting.id, Message.answered_at.is_(None))
        with self.database.begin() as connection:
            done = update(Message).where(mine).values(answered_at=self.now(), words="")
            if connection.scalar(done.returning(Message.id)) is None:
                return
            for place, part in enumerate(parts):
                row = row_of(part, waiting.openid) | {"message": waiting.id, "place": place}
                connection.execute(insert(Outgoing).values(**row))

    def left_behind(self) -> tuple[str, ...]:
        """People for whom something is to be done and nobody is doing it."""
        now = self.now()
        unanswered = select(Message.openid).where(
            Message.answered_at.is_(None), Message.arrived_at < now - NEWCOMER
        )
        unsent = select(Outgoing.openid).where(Outgoing.sent_at.is_(None))
        sendable = and_(Person.left > 0, Person.window_until > now, Person.openid.in_(unsent))
        free = or_(Person.holder.is_(None), Person.held_until < now)
        wanted = or_(Person.openid.in_(unanswered), sendable)
        with self.database.connect() as connection:
            return tuple(connection.scalars(select(Person.openid).where(free, wanted)))


def _kind(kept: str) -> Kind:
    """A kind that another version knew is passed over in silence."""
    return next((kind for kind in get_args(Kind) if kind == kept), "silent")


def row_of(part: Part, openid: str) -> dict[str, Any]:
    card = part.card
    kept = {"title": card.title, "description": card.description, "url": card.url} if card else None
    return {"openid": openid, "text": part.text, "card": kept}
