"""The rows that tell a conversation's history beside its turns: facts, goals,
routes, the rating, the hand-over.

Written in the transaction of the turn, as the difference between the state before and after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, or_, select, update

from api.store.models import ConversationRow, FactRow, FeedbackRow, GoalRow, HandoverRow, RouteRow
from api.store.record import Turn
from assistant.turn.conversation import Conversation, HeardFact, Rating

T = TypeVar("T")
HANDED_OVER = "handover"


def write_history(connection: Connection, before: Conversation, after: Conversation) -> None:
    """What this turn heard and noted, and the end of what it corrected or dropped."""
    _write_facts(connection, before, after)
    _write_goals(connection, before, after)


def write_outcome(connection: Connection, turn: Turn) -> None:
    """The route this turn planned, the rating it gave, the agent it asked for."""
    reply = turn.reply
    if reply.route is not None:
        route = reply.route.model_dump(mode="json", by_alias=True)
        owner = {"conversation": turn.conversation, "turn": turn.number}
        connection.execute(
            insert(RouteRow).values(**owner, release=turn.release, day=turn.day, route=route)
        )
    if reply.rating is not None:
        put_rating(connection, turn.conversation, reply.rating, at=turn.taken_at)
    if reply.status == HANDED_OVER:
        ask_for_agent(connection, turn.conversation, at=turn.taken_at)


def _write_facts(connection: Connection, before: Conversation, after: Conversation) -> None:
    gone, new = _difference(_latest(before.facts), _latest(after.facts))
    if gone:
        ended = FactRow.key.in_([fact.key for fact in gone])
        connection.execute(_end(FactRow, after).where(ended))
    if new:
        owner = {"conversation": after.id, "turn": after.turns}
        connection.execute(insert(FactRow), [{**fact.model_dump(), **owner} for fact in new])


def _write_goals(connection: Connection, before: Conversation, after: Conversation) -> None:
    gone, new = _difference(before.goals, after.goals)
    if gone:
        ended = or_(*((GoalRow.goal == one.goal) & (GoalRow.person == one.person) for one in gone))
        connection.execute(_end(GoalRow, after).where(ended))
    if new:
        owner = {"conversation": after.id, "turn": after.turns}
        connection.execute(insert(GoalRow), [{**one.model_dump(), **owner} for one in new])


def _end(table: type[FactRow] | type[GoalRow], after: Conversation) -> Any:
    counts = (table.conversation == after.id) & table.until.is_(None)
    return update(table).where(counts).values(until=after.turns)


def _latest(facts: Iterable[HeardFact]) -> list[HeardFact]:
    """Of several words about one fact the last one counts."""
    return list({fact.key: fact for fact in facts}.values())


def _difference(before: Sequence[T], after: Sequence[T]) -> tuple[list[T], list[T]]:
    return [one for one in before if one not in after], [one for one in after if one not in before]


def put_rating(connection: Connection, conversation: str, rating: Rating, *, at: datetime) -> None:
    """The rating of this conversation, in place of an earlier one. The conversation exists."""
    said = {"level": rating.level, "reason": rating.reason, "rated_at": at}
    turn = select(ConversationRow.turns).where(ConversationRow.id == conversation).scalar_subquery()
    mine = FeedbackRow.conversation == conversation
    put = update(FeedbackRow).where(mine).values(**said, turn=turn)
    if connection.scalar(put.returning(FeedbackRow.level)) is None:
        connection.execute(insert(FeedbackRow).values(conversation=conversation, **said, turn=turn))


def ask_for_agent(connection: Connection, conversation: str, *, at: datetime) -> None:
    """The conversation joins the queue, unless it is in it. The conversation exists."""
    mine = (HandoverRow.conversation == conversation) & HandoverRow.closed_at.is_(None)
    if connection.scalar(select(HandoverRow.id).where(mine)) is None:
        connection.execute(insert(HandoverRow).values(conversation=conversation, asked_at=at))
