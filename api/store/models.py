"""The tables. A change here needs a migration in migrations/versions.

A turn is the truth: its words, what it answered from, and the state after it. Facts, goals and
routes are rows besides, so that history can be asked for; they are written with the turn, and go
with its conversation.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
OPEN = text("closed_at IS NULL")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


def _of_conversation() -> Mapped[str]:
    return mapped_column(String(36), ForeignKey("conversation.id", ondelete="CASCADE"))


class ConversationRow(Base):
    """One conversation: how many turns were answered, from which release the last one, and the
    short link that reopens it.
    """

    __tablename__ = "conversation"
    __table_args__ = (Index(None, "touched_at"), UniqueConstraint("link"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    touched_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    release: Mapped[str] = mapped_column(String(64))
    turns: Mapped[int]
    link: Mapped[str | None] = mapped_column(String(32))


class TurnRow(Base):
    """One turn, from the moment its words are accepted: masked text, or the change that was made.

    Answered, it has its number, the reply without its route, and the state after it. `heard` is
    what a waiting page may show before that. `route_turn` is the turn that gave the route which the
    state remembers: a route is kept once. (conversation, number) unique refuses two turns upon
    one state; (conversation, key) unique refuses one turn taken twice. `day` is the day the answer
    is true on, `act` Rasa's dialogue act: with the release and the state before, all that it takes
    to answer again.
    """

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("conversation", "number"),
        UniqueConstraint("conversation", "key"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation: Mapped[str] = _of_conversation()
    key: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    change: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    day: Mapped[date]
    accepted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    heard: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    number: Mapped[int | None]
    act: Mapped[str | None] = mapped_column(String(200))
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    kind: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[str | None] = mapped_column(String(80))
    release: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    route_turn: Mapped[int | None]
    taken_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class FactRow(Base):
    """A fact as one turn heard it, with the words; `until` is the turn that corrected or dropped
    it, null while it counts.
    """

    __tablename__ = "fact"
    __table_args__ = (Index(None, "conversation", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = _of_conversation()
    turn: Mapped[int]
    key: Mapped[str] = mapped_column(String(120))
    value: Mapped[Any] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(20))
    until: Mapped[int | None]


class GoalRow(Base):
    """A goal from the turn that noted it on; `until` is the turn that dropped it."""

    __tablename__ = "goal"
    __table_args__ = (Index(None, "conversation", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = _of_conversation()
    turn: Mapped[int]
    goal: Mapped[str] = mapped_column(String(120))
    person: Mapped[str] = mapped_column(String(40))
    until: Mapped[int | None]


class RouteRow(Base):
    """The route planned in one turn, as of which release and day."""

    __tablename__ = "route"
    __table_args__ = (
        ForeignKeyConstraint(
            ["conversation", "turn"],
            ["turn.conversation", "turn.number"],
            ondelete="CASCADE",
        ),
    )

    conversation: Mapped[str] = mapped_column(String(36), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    release: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    route: Mapped[dict[str, Any]] = mapped_column(JSON)


class FeedbackRow(Base):
    """What the citizen thinks of the conversation: one of the five official levels, and why."""

    __tablename__ = "feedback"

    conversation: Mapped[str] = mapped_column(
        String(36), ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    level: Mapped[str] = mapped_column(String(10), index=True)
    reason: Mapped[str] = mapped_column(Text)
    turn: Mapped[int]
    rated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class HandoverRow(Base):
    """A conversation on its way to an agent. One open at a time; of one, one agent ever."""

    __tablename__ = "handover"
    __table_args__ = (
        Index(
            "ix_handover_open",
            "conversation",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "agent", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = _of_conversation()
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    agent: Mapped[str | None] = mapped_column(String(60))
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class WechatPersonRow(Base):
    """A person in WeChat and their conversation. The OpenID is kept as it is, in this table only,
    because nothing can be sent to its hash; it goes with the conversation. So many messages as
    `left` may be sent through the customer-service interface before `window_until`. Who works for
    this person just now is `holder`, until `held_until` at most.
    """

    __tablename__ = "wechat_person"

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation: Mapped[str] = mapped_column(
        String(36), ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    left: Mapped[int]
    window_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    holder: Mapped[str | None] = mapped_column(String(36))
    held_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


def _of_wechat_person() -> Mapped[str]:
    return mapped_column(String(64), ForeignKey("wechat_person.openid", ondelete="CASCADE"))


class WechatMessageRow(Base):
    """A message from WeChat. (openid, key) unique refuses one message taken twice, `signature`
    unique one signature used for two messages. Its words (masked) go once they are answered.
    WeChat waits for the passive reply until `waiting_until`, or `replied_at`.
    """

    __tablename__ = "wechat_message"
    __table_args__ = (
        UniqueConstraint("openid", "key"),
        UniqueConstraint("signature"),
        Index(None, "answered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    openid: Mapped[str] = _of_wechat_person()
    key: Mapped[str] = mapped_column(String(200))
    signature: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int]
    arrived_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    waiting_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    replied_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class WechatPartRow(Base):
    """One message to a person, in order of id: a text or a card, from the answer to `message` or,
    without one, from an agent. Unsent, or sent as the passive reply to the message `reply_to`;
    what the customer-service interface took is deleted. `pushing_until` keeps two from sending it.
    """

    __tablename__ = "wechat_part"
    __table_args__ = (
        UniqueConstraint("message", "place"),
        Index(None, "openid", "sent_at"),
        Index(None, "reply_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    openid: Mapped[str] = _of_wechat_person()
    message: Mapped[int | None] = mapped_column(ForeignKey("wechat_message.id", ondelete="CASCADE"))
    place: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    card: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    pushing_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reply_to: Mapped[int | None]
