"""Rasa's REST channel behind a token, and honest when a turn fails; same addresses and bodies.

Rasa's own channel takes messages from anyone who reaches the port, runs `/restart` and other
commands that a citizen types, logs the citizen's words when a turn fails, and then answers 200 with
an empty list. This one asks for `Authorization: Bearer <token>`, takes a leading slash as writing,
logs no words, and answers 502. Contract:
https://rasa.com/docs/rasa/connectors/your-own-website/#restinput
"""

from __future__ import annotations

import hmac
from typing import Any

import structlog
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = structlog.get_logger()


class TokenRestChannel(RestInput):
    """GET /webhooks/rest/ tells whether a model is loaded; POST /webhooks/rest/webhook takes one
    message.
    """

    def __init__(self, token: str) -> None:
        if not token:
            raise ValueError("the token must not be empty")
        self._expected = f"Bearer {token}".encode()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TokenRestChannel:
        """Built by Rasa from credentials.yml."""
        return cls((credentials or {}).get("token", ""))

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """The two addresses; `on_new_message` is Rasa's way in for a UserMessage."""
        blueprint = Blueprint("rest", __name__)

        @blueprint.middleware("request")
        async def admit(request: Request) -> HTTPResponse | None:
            given = request.headers.get("authorization", "").encode()
            if hmac.compare_digest(given, self._expected):
                return None
            return response.json({"error": "token"}, status=401)

        @blueprint.route("/", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return response.json({"error": "model"}, status=503)
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await _take_turn(request.json, on_new_message)

        return blueprint


async def _take_turn(body: Any, on_new_message: Any) -> HTTPResponse:
    sender = body.get("sender") if isinstance(body, dict) else None
    text = body.get("message") if isinstance(body, dict) else None
    if not isinstance(sender, str) or not sender or not isinstance(text, str) or not text.strip():
        return response.json({"error": "body"}, status=400)
    collector = CollectingOutputChannel()
    message = UserMessage(
        as_written(text), collector, sender, input_channel="rest", metadata=body.get("metadata")
    )
    try:
        await on_new_message(message)
    except Exception as error:  # whatever went wrong, the app has its own answer to give
        logger.error("turn.failed", error=type(error).__name__)
    if not collector.messages:
        return response.json({"error": "unanswered"}, status=502)
    return response.json(collector.messages)


def as_written(text: str) -> str:
    """The text with a leading `/`, which Rasa would obey as a command, made a full-width one."""
    stripped = text.strip()
    return "／" + stripped[1:] if stripped.startswith("/") else stripped
