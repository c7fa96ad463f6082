"""Conversations and their turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
    )
    op.create_index("ix_conversation_touched_at", "conversation", ["touched_at"])
    op.create_table(
        "turn",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(36),
            sa.ForeignKey("conversation.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("status", sa.String(80), nullable=False),
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("conversation", "number", name="uq_turn_conversation_number"),
        sa.UniqueConstraint("conversation", "key", name="uq_turn_conversation_key"),
    )


def downgrade() -> None:
    op.drop_table("turn")
    op.drop_index("ix_conversation_touched_at", table_name="conversation")
    op.drop_table("conversation")
