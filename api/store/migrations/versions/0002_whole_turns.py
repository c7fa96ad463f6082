"""Turns from their acceptance on, with the state after them; facts, goals, routes, feedback and
hand-overs in tables of their own.

The state of a conversation moves to its last turn; of earlier turns it was never kept.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)
LATER = ("heard", "change", "state")
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.add_column("conversation", sa.Column("turns", sa.Integer(), nullable=True))
    op.add_column("conversation", sa.Column("link", sa.String(32), nullable=True))
    for name in LATER:
        op.add_column("turn", sa.Column(name, sa.JSON(), nullable=True))
    op.add_column("turn", sa.Column("route_turn", sa.Integer(), nullable=True))
    op.add_column("turn", sa.Column("act", sa.String(200), nullable=True))
    op.add_column("turn", sa.Column("accepted_at", MOMENT, nullable=True))
    op.execute(sa.text("UPDATE turn SET accepted_at = taken_at"))
    _create_histories()
    _create_routes()
    _create_feedback()
    _create_handovers()
    _move_states()
    _move_routes()
    with op.batch_alter_table("turn") as turn:
        turn.alter_column("accepted_at", existing_type=MOMENT, nullable=False)
        turn.alter_column("number", existing_type=sa.Integer(), nullable=True)
        turn.alter_column("reply", existing_type=sa.JSON(), nullable=True)
        turn.alter_column("kind", existing_type=sa.String(20), nullable=True)
        turn.alter_column("status", existing_type=sa.String(80), nullable=True)
        turn.alter_column("release", existing_type=sa.String(64), nullable=True)
        turn.alter_column("taken_at", existing_type=MOMENT, nullable=True)
    with op.batch_alter_table("conversation") as conversation:
        conversation.alter_column("turns", existing_type=sa.Integer(), nullable=False)
        conversation.drop_column("state")
        conversation.create_unique_constraint("uq_conversation_link", ["link"])


def _of_conversation() -> sa.Column[Any]:
    return sa.Column(
        "conversation",
        sa.String(36),
        sa.ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
    )


def _create_histories() -> None:
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_conversation(),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
    )
    op.create_index("ix_fact_conversation_until", "fact", ["conversation", "until"])
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_conversation(),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(120), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
    )
    op.create_index("ix_goal_conversation_until", "goal", ["conversation", "until"])


def _create_routes() -> None:
    op.create_table(
        "route",
        sa.Column("conversation", sa.String(36), primary_key=True),
        sa.Column("turn", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("route", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation", "turn"], ["turn.conversation", "turn.number"], ondelete="CASCADE"
        ),
    )


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column(
            "conversation",
            sa.String(36),
            sa.ForeignKey("conversation.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("rated_at", MOMENT, nullable=False),
    )
    op.create_index("ix_feedback_level", "feedback", ["level"])


def _create_handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_conversation(),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("agent", sa.String(60), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
    )
    op.create_index(
        "ix_handover_open",
        "handover",
        ["conversation"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_handover_agent_closed_at", "handover", ["agent", "closed_at"])


def _tables() -> tuple[sa.Table, ...]:
    meta = sa.MetaData()
    return tuple(
        sa.Table(name, meta, autoload_with=op.get_bind())
        for name in ("conversation", "turn", "fact", "goal", "route")
    )


def _move_states() -> None:
    """The state to the last turn; the facts and goals that count to rows of their own."""
    bind = op.get_bind()
    conversation, turn, fact, goal, _ = _tables()
    for row in bind.execute(sa.select(conversation)).mappings().all():
        state, owner = row["state"], row["id"]
        last = sa.and_(turn.c.conversation == owner, turn.c.number == state["turns"])
        bind.execute(sa.update(turn).where(last).values(state=state))
        bind.execute(
            sa.update(conversation).where(conversation.c.id == owner).values(turns=state["turns"])
        )
        facts = [{"conversation": owner, **one} for one in state["facts"]]
        goals = [{"conversation": owner, "turn": state["turns"], **one} for one in state["goals"]]
        if facts:
            bind.execute(sa.insert(fact), facts)
        if goals:
            bind.execute(sa.insert(goal), goals)


def _move_routes() -> None:
    """Each reply's route to a row of its own."""
    bind = op.get_bind()
    _, turn, _, _, route = _tables()
    for row in bind.execute(sa.select(turn)).mappings().all():
        planned = row["reply"].get("route")
        if planned is None:
            continue
        same = {"conversation": row["conversation"], "release": row["release"], "day": row["day"]}
        bind.execute(sa.insert(route).values(**same, turn=row["number"], route=planned))
        reply = {**row["reply"], "route": None}
        bind.execute(sa.update(turn).where(turn.c.id == row["id"]).values(reply=reply))
