"""People in WeChat, their messages, and what is sent to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_people()
    _create_messages()
    _create_parts()


def _create_people() -> None:
    op.create_table(
        "wechat_person",
        sa.Column("openid", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(36),
            sa.ForeignKey("conversation.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("window_until", MOMENT, nullable=False),
        sa.Column("holder", sa.String(36), nullable=True),
        sa.Column("held_until", MOMENT, nullable=True),
    )
    op.create_index("ix_wechat_person_conversation", "wechat_person", ["conversation"])


def _of_person() -> sa.Column[str]:
    return sa.Column(
        "openid",
        sa.String(64),
        sa.ForeignKey("wechat_person.openid", ondelete="CASCADE"),
        nullable=False,
    )


def _create_messages() -> None:
    op.create_table(
        "wechat_message",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_person(),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("signature", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("waiting_until", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("replied_at", MOMENT, nullable=True),
        sa.UniqueConstraint("openid", "key", name="uq_wechat_message_openid_key"),
        sa.UniqueConstraint("signature", name="uq_wechat_message_signature"),
    )
    op.create_index("ix_wechat_message_answered_at", "wechat_message", ["answered_at"])


def _create_parts() -> None:
    op.create_table(
        "wechat_part",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_person(),
        sa.Column(
            "message",
            sa.Integer(),
            sa.ForeignKey("wechat_message.id", ondelete="CASCADE"),
            nullable=True,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("card", sa.JSON(), nullable=True),
        sa.Column("pushing_until", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("reply_to", sa.Integer(), nullable=True),
        sa.UniqueConstraint("message", "place", name="uq_wechat_part_message_place"),
    )
    op.create_index("ix_wechat_part_openid_sent_at", "wechat_part", ["openid", "sent_at"])
    op.create_index("ix_wechat_part_reply_to", "wechat_part", ["reply_to"])
