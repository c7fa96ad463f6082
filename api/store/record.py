"""What the store gives back: turns and conversations as plain records.

Rows written by an older version read on: keys that are unknown now are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from api.store.models import RouteRow, TurnRow
from assistant.turn.change import Change
from assistant.turn.conversation import Conversation, HeardFact, Plain, Rating, Reply
from knowledge.model.route import Route

CHANGE: TypeAdapter[Change] = TypeAdapter(Change)
P = TypeVar("P", bound=Plain)


@dataclass(frozen=True)
class Accepted:
    """Words (masked) or a change, accepted and not answered yet. `accepted_at` is in UTC."""

    id: str
    conversation: str
    key: str
    text: str
    change: Change | None
    day: date
    accepted_at: datetime


@dataclass(frozen=True)
class Turn:
    """One answered turn. `text` is masked; `day` is the day the answer was true on; `state` is the
    conversation after it, None where an older version did not keep it.
    """

    id: str
    conversation: str
    number: int
    key: str
    text: str
    change: Change | None
    act: str | None
    reply: Reply
    release: str
    day: date
    taken_at: datetime
    state: Conversation | None


@dataclass(frozen=True)
class Planned:
    """The route of one turn, as of which release and day."""

    turn: int
    release: str
    day: date
    route: Route


@dataclass(frozen=True)
class FactSaid:
    """One word about one fact: in which turn, and in which turn it was corrected or dropped."""

    fact: HeardFact
    until: int | None


@dataclass(frozen=True)
class Handover:
    """A conversation handed over: waiting at this `place` (1 is next), or taken by `agent`."""

    conversation: str
    asked_at: datetime
    agent: str | None
    claimed_at: datetime | None
    place: int | None


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands: its state, from which release, which agent has it, and which
    turn gave the route it remembers.
    """

    conversation: Conversation
    release: str
    agent: str | None
    route_turn: int | None


@dataclass(frozen=True)
class Record:
    """One conversation with all its turns, oldest first, and what is accepted but not answered."""

    conversation: Conversation
    release: str
    created_at: datetime
    touched_at: datetime
    turns: tuple[Turn, ...]
    unanswered: tuple[Accepted, ...] = ()
    rating: Rating | None = None
    handover: Handover | None = None


def accepted_of(row: TurnRow) -> Accepted:
    return Accepted(
        id=row.id,
        conversation=row.conversation,
        key=row.key,
        text=row.text,
        change=CHANGE.validate_python(row.change) if row.change else None,
        day=row.day,
        accepted_at=in_utc(row.accepted_at),
    )


def turn_of(row: TurnRow, route: RouteRow | None, told: RouteRow | None) -> Turn:
    """An answered row, the row of its route, if it has one, and of the route that its state
    remembers from an earlier turn.
    """
    assert row.number is not None and row.reply is not None
    assert row.release is not None and row.taken_at is not None
    planned = route_of(route.route) if route else None
    remembered = planned if row.route_turn == row.number else route_of(told.route if told else None)
    return Turn(
        id=row.id,
        conversation=row.conversation,
        number=row.number,
        key=row.key,
        text=row.text,
        change=CHANGE.validate_python(row.change) if row.change else None,
        act=row.act,
        reply=known_part(Reply, row.reply).model_copy(update={"route": planned}),
        release=row.release,
        day=row.day,
        taken_at=in_utc(row.taken_at),
        state=state_of(row.state, remembered) if row.state else None,
    )


def state_of(kept: Mapping[str, Any], route: Route | None) -> Conversation:
    """The state, with the route that it remembers and is kept elsewhere."""
    state = known_part(Conversation, kept)
    return state if route is None else state.model_copy(update={"route": route})


def route_of(kept: Mapping[str, Any] | None) -> Route | None:
    """A stored route; none where it is of a shape that this version cannot read."""
    try:
        return Route.model_validate(kept) if kept else None
    except ValidationError:
        return None


def known_part(shape: type[P], kept: Mapping[str, Any]) -> P:
    """What this version knows of something kept by another one."""
    return shape.model_validate({key: kept[key] for key in kept if key in shape.model_fields})


def in_utc(moment: datetime) -> datetime:
    """SQLite forgets the zone of what is always stored in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
