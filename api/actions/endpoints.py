"""/internal/actions: Rasa's action-server contract, for our own Rasa only (it must show the token).

The call names the pending turn by its key; the turn is taken, and Rasa is told which one it was.
Calls wait in threads of their own: those of the entrance may all be busy with other citizens.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, ConfigDict, ValidationError

from api.problems import Refusal
from api.turns.service import TurnService
from assistant.actions.server import (
    HEALTH,
    ActionCall,
    CallUnreadable,
    parse_call,
    reply_payload,
)
from assistant.turn.decision import NONE

PATH = "/internal/actions"
WEBHOOK = f"{PATH}/webhook"
THREADS = 16
NOT_RASA = "这个地址只给内部的对话引擎使用。"
UNREADABLE = "看不懂这个动作请求。"


class Metadata(BaseModel):
    """What the chat sent along with the message, come back."""

    model_config = ConfigDict(extra="ignore")

    key: str
    watched: bool = False


def action_routes(service: TurnService, *, token: str) -> APIRouter:
    """The action server's two endpoints, outside the public docs. An empty token admits nobody."""

    def only_rasa(authorization: Annotated[str, Header()] = "") -> None:
        given, expected = authorization.encode(), f"Bearer {token}".encode()
        if not token or not hmac.compare_digest(given, expected):
            raise Refusal(403, NOT_RASA)

    router = APIRouter(prefix=PATH, include_in_schema=False, dependencies=[Depends(only_rasa)])
    limiter = CapacityLimiter(THREADS)

    @router.get("/health")
    def health() -> dict[str, str]:
        return dict(HEALTH)

    @router.post("/webhook")
    async def run_action(payload: dict[str, Any]) -> dict[str, Any]:
        call, metadata = read_call(payload)
        decision = call.decision()
        act = None if decision == NONE else str(decision)
        take = partial(service.apply, act=act, watched=metadata.watched)
        taken = await to_thread.run_sync(take, call.sender, metadata.key, limiter=limiter)
        return reply_payload(taken.id, taken.reply, call)

    return router


def read_call(payload: Mapping[str, Any]) -> tuple[ActionCall, Metadata]:
    """The call and what names the turn it is for. Raises Refusal (400)."""
    try:
        call = parse_call(payload)
        return call, Metadata.model_validate(dict(call.metadata))
    except (CallUnreadable, ValidationError):
        raise Refusal(400, UNREADABLE) from None
