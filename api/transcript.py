"""What every page shows of a conversation: turns, facts heard with the words that gave them,
lists, route.

Shared by the chat and the hotline console, which do not know each other. Facts are worded here
because only the knowledge base knows their units.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.store.record import Accepted, Handover, Record, Turn
from assistant.turn.conversation import Conversation, HeardFact, Rating, Reply
from assistant.wording.route_text import route_text
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Ask, Route

SELF = "本人"


class FactView(BaseModel):
    """One fact as a chip: `shown` is the value in words, `words` are the citizen's own that gave
    it.
    """

    key: str = Field(examples=["本人.户籍所在地"])
    person: str = Field(examples=["本人"])
    name: str = Field(examples=["户籍所在地"])
    shown: str = Field(examples=["清远"])
    words: str = Field(examples=["清远人"])
    turn: int = Field(examples=[1])
    source: str = Field(examples=["said"])


class ListView(BaseModel):
    """One list an answer rests on. `reviewed` is null until its department has signed it off."""

    id: str = Field(examples=["residence-permit"])
    title: str = Field(examples=["居住证与居住登记"])
    lead: str = Field(examples=["公安"])
    written: bool
    reviewed: str | None


class TurnView(BaseModel):
    """One turn: the citizen's words (masked) and the reply. `words` is the reply's text without
    what a page draws from `reply.route` itself.
    """

    id: str
    number: int = Field(examples=[1])
    text: str = Field(examples=["我是外地的,想给孩子报名读小学"])
    taken_at: datetime
    words: str = Field(examples=["我记下了:户籍所在地:清远。"])
    release: str = Field(examples=["9a5bcda8f7d5d71a"])
    day: date = Field(examples=["2026-10-20"])
    reply: Reply


class WaitingView(BaseModel):
    """Words that were accepted and are not answered yet."""

    id: str = Field(examples=["0f8fad5bd9cb469fa16570867728950e"])
    text: str = Field(examples=["我是外地的,想给孩子报名读小学"])
    accepted_at: datetime


class HandoverView(BaseModel):
    """转人工: waiting at `place` (1 is next), or taken by `agent`."""

    state: Literal["waiting", "claimed"] = Field(examples=["waiting"])
    place: int | None = Field(examples=[3])
    agent: str | None = Field(examples=[None])
    asked_at: datetime


class ConversationView(BaseModel):
    """A whole conversation. `route` is the latest one given, `asks` what is asked now,
    `unanswered` what is still being worked on.
    """

    id: str
    created_at: datetime
    release: str
    turns: list[TurnView]
    facts: list[FactView]
    lists: list[ListView]
    route: Route | None
    asks: Ask | None
    unanswered: list[WaitingView]
    rating: Rating | None
    handover: HandoverView | None


def view_turn(turn: Turn) -> TurnView:
    return TurnView(
        id=turn.id,
        number=turn.number,
        text=turn.text,
        taken_at=turn.taken_at,
        words=words_beside_route(turn.reply),
        release=turn.release,
        day=turn.day,
        reply=turn.reply,
    )


def words_beside_route(reply: Reply) -> str:
    """The reply's text without the route's own text, for readers who see the route drawn."""
    drawn = route_text(reply.route) if reply.route else ""
    rest = reply.reply.replace(drawn, "") if drawn else reply.reply
    return "\n\n".join(part.strip() for part in rest.split("\n\n") if part.strip())


def view_conversation(record: Record, knowledge: KnowledgeBase) -> ConversationView:
    """The record in the words of the pages."""
    replies = [turn.reply for turn in record.turns]
    return ConversationView(
        id=record.conversation.id,
        created_at=record.created_at,
        release=record.release,
        turns=[view_turn(turn) for turn in record.turns],
        facts=view_facts(record.conversation, knowledge),
        lists=view_lists(replies, knowledge),
        route=next((reply.route for reply in reversed(replies) if reply.route), None),
        asks=replies[-1].asks if replies else None,
        unanswered=[view_waiting(one) for one in record.unanswered],
        rating=record.rating,
        handover=view_handover(record.handover) if record.handover else None,
    )


def view_waiting(accepted: Accepted) -> WaitingView:
    return WaitingView(id=accepted.id, text=accepted.text, accepted_at=accepted.accepted_at)


def view_handover(handover: Handover) -> HandoverView:
    return HandoverView(
        state="claimed" if handover.agent else "waiting",
        place=handover.place,
        agent=handover.agent,
        asked_at=handover.asked_at,
    )


def view_facts(conversation: Conversation, knowledge: KnowledgeBase) -> list[FactView]:
    """Facts in the order first heard; of several words about one fact the last one counts."""
    latest: dict[str, HeardFact] = {fact.key: fact for fact in conversation.facts}
    return [view_fact(fact, knowledge) for fact in latest.values()]


def view_lists(replies: Iterable[Reply], knowledge: KnowledgeBase) -> list[ListView]:
    """Every list that these replies or their routes rest on, in the order they came up."""
    ids: dict[str, None] = {}
    for reply in replies:
        ids |= dict.fromkeys(reply.lists)
        ids |= dict.fromkeys(step.list for step in (reply.route.steps if reply.route else ()))
    return view_lists_of(ids, knowledge)


def view_lists_of(ids: Iterable[str], knowledge: KnowledgeBase) -> list[ListView]:
    """These lists, as far as the catalog has them."""
    return [_view_list(list_id, knowledge) for list_id in ids if list_id in knowledge.rows]


def _view_list(list_id: str, knowledge: KnowledgeBase) -> ListView:
    row, written = knowledge.rows[list_id], knowledge.lists.get(list_id)
    review = written.reviewed if written else None
    return ListView(
        id=row.id,
        title=row.title,
        lead=row.lead,
        written=written is not None,
        reviewed=f"{review.on.isoformat()} {review.by}" if review else None,
    )


def view_fact(fact: HeardFact, knowledge: KnowledgeBase) -> FactView:
    person, _, name = fact.key.rpartition(".")
    known = knowledge.shared.facts_by_name.get(name)
    return FactView(
        key=fact.key,
        person=person or SELF,
        name=name,
        shown=word_value(fact.value, known.unit if known else None),
        words=fact.words,
        turn=fact.turn,
        source=fact.source,
    )


def word_value(value: Any, unit: str | None) -> str:
    """A fact's value in words: 是, 清远, 6 岁, 54 到 59 月, 至少 36 月."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)) and len(value) == 2:
        low, high = value
        if low is None or high is None:
            return (
                f"至少 {_measured(low, unit)}" if high is None else f"至多 {_measured(high, unit)}"
            )
        return _measured(low, unit) if low == high else f"{low} 到 {_measured(high, unit)}"
    return _measured(value, unit)


def _measured(value: Any, unit: str | None) -> str:
    return f"{value} {unit}" if unit and isinstance(value, int) else str(value)
