"""/v1/conversations: begin, say, read again, erase. Saying something waits for Rasa without
holding a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Header
from fastapi.responses import Response

from api.chat import examples
from api.chat.schemas import Say, TurnTaken, view_taken
from api.chat.stream import Watched, event_stream
from api.problems import documented
from api.store.record import Accepted, Turn
from api.transcript import ConversationView, view_conversation
from api.turns.service import TurnService
from knowledge.model.knowledge_base import KnowledgeBase

STREAM = "text/event-stream"
HEARTBEAT_SECONDS = 10.0
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        min_length=1,
        description="同一句话重发时用同一个,只会办一次",
        examples=["7d8a1f0e"],
    ),
]
Accept = Annotated[str, Header(description=f"写 {STREAM} 就边想边答(服务器推送事件),否则一次答完")]
LastEvent = Annotated[
    int, Header(alias="Last-Event-ID", ge=0, description="收到的最后一个事件的编号,接着往下推")
]


def chat_routes(service: TurnService, knowledge: Callable[[], KnowledgeBase]) -> APIRouter:
    """The citizen's endpoints. `knowledge` is that of the release in service."""
    router = APIRouter(prefix="/v1/conversations", tags=["市民咨询"])

    @router.post(
        "",
        status_code=201,
        summary="开始一次对话",
        responses={**examples.shown(201, examples.BEGUN), **documented(429, 503)},
    )
    def begin() -> ConversationView:
        return view_conversation(service.begin(), knowledge())

    @router.get(
        "/{conversation}",
        summary="读取一次对话:经过、听到的情形、办事路线",
        responses={**examples.shown(200, examples.WHOLE), **documented(404, 429, 503)},
    )
    def read(conversation: str) -> ConversationView:
        return view_conversation(service.read(conversation), knowledge())

    @router.delete(
        "/{conversation}",
        status_code=204,
        summary="删除一次对话,连同其中的一切",
        responses=documented(404, 429, 503),
    )
    def erase(conversation: str) -> None:
        service.erase(conversation)

    _add_turns(router, service, knowledge)
    return router


def _add_turns(
    router: APIRouter, service: TurnService, knowledge: Callable[[], KnowledgeBase]
) -> None:
    @router.post(
        "/{conversation}/turns",
        summary="说一句话,得到回答",
        response_model=TurnTaken,
        responses={
            **examples.shown(200, examples.TAKEN, events=examples.EVENTS),
            **documented(404, 409, 413, 422, 429, 503),
        },
    )
    async def say(
        conversation: str,
        said: Say,
        key: Key = None,
        accept: Accept = "",
        last: LastEvent = 0,
    ) -> TurnTaken | Response:
        accepted = await to_thread.run_sync(service.accept, conversation, said.text, key)
        if STREAM in accept:
            return _stream(service, accepted, knowledge(), after=last)
        return view_taken(await service.finish(accepted), knowledge())

    @router.get(
        "/{conversation}/turns/{turn}/events",
        summary="一轮对话的进展:断线后接着收",
        response_class=Response,
        responses={
            **examples.shown(200, None, events=examples.EVENTS),
            **documented(404, 422, 429, 503),
        },
    )
    async def events(conversation: str, turn: str, last: LastEvent = 0) -> Response:
        found = await to_thread.run_sync(service.find, conversation, turn)
        return _follow(service, found, knowledge(), after=last)


def _stream(
    service: TurnService, accepted: Turn | Accepted, knowledge: KnowledgeBase, *, after: int
) -> Response:
    if isinstance(accepted, Accepted):
        service.start(accepted, watched=True)
    return _follow(service, accepted, knowledge, after=after)


def _follow(
    service: TurnService, found: Turn | Accepted, knowledge: KnowledgeBase, *, after: int
) -> Response:
    turn: Turn | Watched
    if isinstance(found, Turn):
        turn = found
    else:
        accepted = found
        turn = Watched(accepted, service.follow(accepted), lambda: service.heard(accepted))
    return event_stream(turn, knowledge, after=after, heartbeat_seconds=HEARTBEAT_SECONDS)
