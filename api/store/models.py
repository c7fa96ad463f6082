"""The tables. A change here needs a migration in migrations/versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


class ConversationRow(Base):
    """One conversation: the release it began with and its state after the last turn (see
    Conversation).
    """

    __tablename__ = "conversation"
    __table_args__ = (Index(None, "touched_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    touched_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    release: Mapped[str] = mapped_column(String(64))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)


class TurnRow(Base):
    """One turn: masked text and the whole reply, so that any past answer can be shown again as it
    was.

    (conversation, number) unique refuses two turns upon one state; (conversation, key) unique
    refuses one turn taken twice. `day` is the day the answer was true on.
    """

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("conversation", "number"),
        UniqueConstraint("conversation", "key"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(80))
    release: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    taken_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
