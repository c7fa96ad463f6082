"""A turn as server-sent events, in the order a page can use them: what was heard, the answers, the
route, what is asked; then the whole turn, the same as the JSON reply.

The events of a turn follow from what is stored of it, so that a broken stream goes on after
Last-Event-ID in any process. Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.encoders import jsonable_encoder
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from api.chat.schemas import TurnTaken, view_taken
from api.problems import problem_of
from api.store.record import Accepted, Turn
from api.transcript import view_facts, view_lists_of
from assistant.turn.conversation import Conversation, HeardFact
from knowledge.model.knowledge_base import KnowledgeBase

ORDER = ("accepted", "facts", "answers", "route", "asks", "done")
EARLY = ("facts", "answers")
POLL_SECONDS = 0.1
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True)
class Watched:
    """A turn under way: `task` takes it, `heard` gives what was noted of it so far."""

    accepted: Accepted
    task: asyncio.Task[Turn]
    heard: Callable[[], Awaitable[Mapping[str, Any] | None]]


def event_stream(
    turn: Turn | Watched, knowledge: KnowledgeBase, *, after: int, heartbeat_seconds: float
) -> EventSourceResponse:
    """The events of this turn that come later than number `after`."""
    if isinstance(turn, Turn):
        events = _events_of(view_taken(turn, knowledge), after=after)
        return EventSourceResponse(events, headers=HEADERS)
    watching = _watch(turn, knowledge, after=after, heartbeat_seconds=heartbeat_seconds)
    return EventSourceResponse(watching, headers=HEADERS)


async def _watch(
    watched: Watched, knowledge: KnowledgeBase, *, after: int, heartbeat_seconds: float
) -> AsyncIterator[bytes]:
    """Whoever listens may go at any time; the turn itself goes on."""
    sent, silence = after, 0.0
    if sent < 1:
        accepted = watched.accepted
        yield _event("accepted", {"id": accepted.id, "text": accepted.text})
        sent = 1
    while not watched.task.done():
        await asyncio.wait({watched.task}, timeout=POLL_SECONDS)
        silence += POLL_SECONDS
        early = sent <= len(EARLY) and not watched.task.done()
        if early and (heard := await watched.heard()):
            told = _early(heard, knowledge)
            for name in EARLY[sent - 1 :]:
                yield _event(name, told[name])
            sent, silence = 1 + len(EARLY), 0.0
        if silence >= heartbeat_seconds:
            yield KEEPALIVE_COMMENT
            silence = 0.0
    for event in _ending(watched.task, knowledge, after=sent):
        yield event


def _early(heard: Mapping[str, Any], knowledge: KnowledgeBase) -> dict[str, Any]:
    facts = tuple(HeardFact.model_validate(one) for one in heard["facts"])
    shown = view_facts(Conversation(id="", facts=facts), knowledge)
    lists = view_lists_of(heard["lists"], knowledge)
    return {
        "facts": {"facts": jsonable_encoder(shown)},
        "answers": {"lists": jsonable_encoder(lists), "answers": heard["answers"]},
    }


def _ending(task: asyncio.Task[Turn], knowledge: KnowledgeBase, *, after: int) -> Iterator[bytes]:
    error = task.exception()
    if error is not None:
        yield format_sse_event(event="problem", data_str=_json(problem_of(error)))
    else:
        yield from _events_of(view_taken(task.result(), knowledge), after=after)


def _events_of(taken: TurnTaken, *, after: int) -> Iterator[bytes]:
    whole = jsonable_encoder(taken, by_alias=True)
    turn, reply = whole["turn"], whole["turn"]["reply"]
    told = {
        "accepted": {"id": turn["id"], "text": turn["text"]},
        "facts": {"facts": whole["facts"]},
        "answers": {"lists": whole["lists"], "answers": reply["answers"]},
        "route": {"route": reply["route"], "changes": reply["changes"]},
        "asks": {"asks": reply["asks"], "quick": reply["quick"]},
        "done": whole,
    }
    yield from (_event(name, told[name]) for name in ORDER[after:])


def _event(name: str, data: Any) -> bytes:
    return format_sse_event(event=name, id=str(ORDER.index(name) + 1), data_str=_json(data))


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
