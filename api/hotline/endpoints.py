"""/v1/hotline: the latest conversations, one of them whole, the queue; one agent for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query

from api.hotline.schemas import Agent, AgentWords, LinesView, LineView, QueueView, WaitingLine
from api.hotline.service import HotlineService
from api.local import only_from_here
from api.problems import documented
from api.transcript import (
    ConversationView,
    HandoverView,
    TurnView,
    view_conversation,
    view_handover,
    view_turn,
)
from knowledge.model.knowledge_base import KnowledgeBase

Limit = Annotated[int, Query(ge=1, le=200, description="最多几个")]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        min_length=1,
        description="同一句话重发时用同一个,只会发一次",
        examples=["7d8a1f0e"],
    ),
]


def hotline_routes(service: HotlineService, knowledge: Callable[[], KnowledgeBase]) -> APIRouter:
    """The agent's endpoints. `knowledge` is that of the release in service."""
    router = APIRouter(
        prefix="/v1/hotline", tags=["坐席台"], dependencies=[Depends(only_from_here)]
    )

    @router.get("/conversations", summary="最近的对话", responses=documented(403))
    def latest(limit: Limit = 50) -> LinesView:
        return LinesView(conversations=[LineView(**asdict(line)) for line in service.latest(limit)])

    @router.get(
        "/conversations/{conversation}",
        summary="一次对话:经过、情形、下一问、路线",
        responses=documented(403, 404),
    )
    def read(conversation: str) -> ConversationView:
        return view_conversation(service.read(conversation), knowledge())

    _add_queue(router, service)
    return router


def _add_queue(router: APIRouter, service: HotlineService) -> None:
    @router.get("/queue", summary="谁在等人工,等得最久的在前", responses=documented(403))
    def queue(limit: Limit = 50) -> QueueView:
        return QueueView(
            waiting=[
                WaitingLine(conversation=one.conversation, **view_handover(one).model_dump())
                for one in service.waiting(limit)
            ]
        )

    @router.post(
        "/conversations/{conversation}/claim",
        summary="接下这个对话:一个对话只有一位坐席",
        responses=documented(403, 404, 409, 422),
    )
    def claim(conversation: str, who: Agent) -> HandoverView:
        return view_handover(service.claim(conversation, who.agent))

    @router.post(
        "/conversations/{conversation}/words",
        summary="坐席对市民说一句",
        responses=documented(403, 404, 409, 422),
    )
    def say(conversation: str, said: AgentWords, key: Key = None) -> TurnView:
        return view_turn(service.say(conversation, said.agent, text=said.text, key=key))

    @router.post(
        "/conversations/{conversation}/close",
        status_code=204,
        summary="人工结束,交还助手",
        responses=documented(403, 404, 409, 422),
    )
    def close(conversation: str, who: Agent) -> None:
        service.close(conversation, who.agent)
