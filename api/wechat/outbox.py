"""What waits to be sent to a person, in order: handed over as a passive reply, or pushed through
the customer-service interface within its limits.

WeChat tells nobody whether a passive reply arrived; it asks again when not. So what was handed over
stays at hand for a while, and at the second asking goes out through the interface, which says what
it took. A part may be pushed twice where a process dies between sending and noting it; never not
at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, or_, select, update

from api.store.models import WechatMessageRow, WechatPartRow, WechatPersonRow
from api.store.record import in_utc
from api.wechat.composing import merged
from api.wechat.repository import row_of
from api.wechat.schemas import Card, Part

PUSHING = timedelta(seconds=15)
APART = timedelta(seconds=0.5)  # from the passive reply to what is pushed after it
AHEAD = 20  # how many parts are looked at to fill one message
Person, Message, Outgoing = WechatPersonRow, WechatMessageRow, WechatPartRow


@dataclass(frozen=True)
class Handed:
    """What WeChat gets for a message: `ready` once it is answered; no part: nothing to say."""

    ready: bool
    part: Part | None


@dataclass(frozen=True)
class Outbox:
    """`now` gives UTC time."""

    database: Engine
    now: Callable[[], datetime]

    def hand_over(self, openid: str, message: int, *, late: bool) -> Handed:
        """The passive reply to this message, the same each time: the oldest parts that wait, as
        many as fit. `late`: give what there is, though this one is not answered yet.
        """
        with self.database.begin() as connection:
            mine = update(Message).where(Message.id == message)  # a write first, to be alone
            touched = mine.values(attempts=Message.attempts).returning(Message.answered_at)
            answered = connection.scalar(touched)
            if before := self._parts(connection, Outgoing.reply_to == message):
                return Handed(True, merged(tuple(part for _, part in before))[0])
            if answered is None and not late:
                return Handed(False, None)
            part = self._take(connection, openid, message)
            connection.execute(mine.values(replied_at=self.now()))
            return Handed(answered is not None, part)

    def _take(self, connection: Connection, openid: str, message: int) -> Part | None:
        parts = self._parts(connection, self._unsent(openid))
        if not parts:
            return None
        part, count = merged(tuple(part for _, part in parts))
        ids = [number for number, _ in parts[:count]]
        sent = {"sent_at": self.now(), "reply_to": message}
        connection.execute(update(Outgoing).where(Outgoing.id.in_(ids)).values(**sent))
        return part

    def _parts(self, connection: Connection, wanted: ColumnElement[bool]) -> list[tuple[int, Part]]:
        """The oldest of these; locked, so that nobody else takes them."""
        columns = (Outgoing.id, Outgoing.text, Outgoing.card)
        oldest = select(*columns).where(wanted).order_by(Outgoing.id).limit(AHEAD)
        rows = connection.execute(oldest.with_for_update()).all()
        return [(row[0], Part(row[1], Card(**row[2]) if row[2] else None)) for row in rows]

    def _unsent(self, openid: str) -> ColumnElement[bool]:
        free = or_(Outgoing.pushing_until.is_(None), Outgoing.pushing_until < self.now())
        return and_(Outgoing.openid == openid, Outgoing.sent_at.is_(None), free)

    def take_back(self, openid: str, message: int) -> bool:
        """WeChat asks again: send what it was handed through the interface instead. False where
        nothing may be sent there now.
        """
        mine = and_(Person.openid == openid, Person.left > 0, Person.window_until > self.now())
        with self.database.begin() as connection:
            if connection.scalar(select(Person.openid).where(mine)) is None:
                return False
            replied = update(Message).where(Message.id == message)
            connection.execute(replied.values(replied_at=self.now()))
            handed = update(Outgoing).where(Outgoing.reply_to == message)
            connection.execute(handed.values(sent_at=None, reply_to=None))
        return True

    def next_push(self, openid: str) -> tuple[int, Part] | None:
        """The oldest part, claimed, if the interface lets one more through and WeChat is not
        waiting for it as a passive reply.
        """
        now = self.now()
        may = and_(Person.openid == openid, Person.left > 0, Person.window_until > now)
        first = (
            select(Outgoing.id, Outgoing.text, Outgoing.card)
            .add_columns(Message.replied_at, Message.waiting_until)
            .join(Person, and_(Person.openid == Outgoing.openid, may))
            .outerjoin(Message, Message.id == Outgoing.message)
            .where(Outgoing.openid == openid, Outgoing.sent_at.is_(None))
            .order_by(Outgoing.id)
            .limit(1)
        )
        with self.database.connect() as connection:
            row = connection.execute(first).one_or_none()
        if row is None or not _is_due(row.replied_at, row.waiting_until, now=now):
            return None
        unclaimed = and_(
            Outgoing.id == row.id,
            Outgoing.sent_at.is_(None),
            or_(Outgoing.pushing_until.is_(None), Outgoing.pushing_until < now),
        )
        claim = update(Outgoing).where(unclaimed).values(pushing_until=now + PUSHING)
        with self.database.begin() as connection:
            if connection.scalar(claim.returning(Outgoing.id)) is None:
                return None
            used = update(Person).where(Person.openid == openid)
            connection.execute(used.values(left=Person.left - 1))
        return row.id, Part(row.text, Card(**row.card) if row.card else None)

    def pushed(self, part: int) -> None:
        """The interface took it."""
        with self.database.begin() as connection:
            connection.execute(delete(Outgoing).where(Outgoing.id == part))

    def not_pushed(self, openid: str, part: int, *, again: bool) -> None:
        """It was not taken: `again` tries later, otherwise it waits for the citizen's next word."""
        left = Person.left + 1 if again else 0
        with self.database.begin() as connection:
            free = update(Outgoing).where(Outgoing.id == part)
            connection.execute(free.values(pushing_until=None))
            connection.execute(update(Person).where(Person.openid == openid).values(left=left))

    def put(self, openid: str, parts: tuple[Part, ...]) -> None:
        """Parts that answer no message: an agent's words."""
        with self.database.begin() as connection:
            for place, part in enumerate(parts):
                row = row_of(part, openid) | {"place": place}
                connection.execute(insert(Outgoing).values(**row))

    def waiting(self, openid: str) -> int:
        """How many parts are not sent yet."""
        with self.database.connect() as connection:
            unsent = and_(Outgoing.openid == openid, Outgoing.sent_at.is_(None))
            return len(connection.execute(select(Outgoing.id).where(unsent)).all())


def _is_due(replied: datetime | None, until: datetime | None, *, now: datetime) -> bool:
    """Whether WeChat is not waiting for this one, and a passive reply before it has had its head
    start.
    """
    if replied is not None:
        return in_utc(replied) + APART < now
    return until is None or in_utc(until) < now
