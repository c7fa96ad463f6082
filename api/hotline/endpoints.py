"""/v1/hotline: the latest conversations, and one of them whole."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.hotline.schemas import LinesView, LineView
from api.hotline.service import HotlineService
from api.local import only_from_here
from api.problems import documented
from api.transcript import ConversationView, view_conversation
from knowledge.model.knowledge_base import KnowledgeBase

Limit = Annotated[int, Query(ge=1, le=200, description="最多几个")]


def hotline_routes(service: HotlineService, knowledge: KnowledgeBase) -> APIRouter:
    """The agent's endpoints."""
    router = APIRouter(
        prefix="/v1/hotline/conversations", tags=["坐席台"], dependencies=[Depends(only_from_here)]
    )

    @router.get("", summary="最近的对话", responses=documented(403))
    def latest(limit: Limit = 50) -> LinesView:
        return LinesView(conversations=[LineView(**asdict(line)) for line in service.latest(limit)])

    @router.get(
        "/{conversation}",
        summary="一次对话:经过、情形、下一问、路线",
        responses=documented(403, 404),
    )
    def read(conversation: str) -> ConversationView:
        return view_conversation(service.read(conversation), knowledge)

    return router
