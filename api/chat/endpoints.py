"""/v1/conversations: begin, say, read."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Header

from api.chat.schemas import Say, TurnTaken
from api.chat.service import ChatService
from api.problems import documented
from api.transcript import ConversationView, view_conversation, view_facts, view_lists, view_turn
from knowledge.model.knowledge_base import KnowledgeBase

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        min_length=1,
        description="同一句话重发时用同一个,只会办一次",
    ),
]


def chat_routes(service: ChatService, knowledge: KnowledgeBase) -> APIRouter:
    """The citizen's endpoints. Saying something waits for Rasa without holding a thread."""
    router = APIRouter(prefix="/v1/conversations", tags=["市民咨询"])

    @router.post("", status_code=201, summary="开始一次对话")
    def begin() -> ConversationView:
        return view_conversation(service.begin(), knowledge)

    @router.post(
        "/{conversation}/turns",
        summary="说一句话,得到回答",
        responses=documented(404, 409, 413, 422),
    )
    async def say(conversation: str, said: Say, key: Key = None) -> TurnTaken:
        turn = await service.take(conversation, said.text, key=key)
        record = await to_thread.run_sync(service.read, conversation)
        return TurnTaken(
            turn=view_turn(turn),
            facts=view_facts(record.conversation, knowledge),
            lists=view_lists([turn.reply], knowledge),
        )

    @router.get(
        "/{conversation}",
        summary="读取一次对话:经过、听到的情形、办事路线",
        responses=documented(404),
    )
    def read(conversation: str) -> ConversationView:
        return view_conversation(service.read(conversation), knowledge)

    return router
