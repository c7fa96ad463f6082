"""Rasa's action-server contract as two pure functions; the HTTP route is the app's.

Rasa calls `POST <action endpoint>` with what to run and the conversation so far, and expects events
and responses back; `GET /health` tells whether the server is up. Documented under
https://rasa.com/docs/rasa/action-server/ and https://rasa.com/docs/action-server-api/. Only one
action exists, `action_turn`; any other is refused. No events are ever returned: facts, plans and
history are the app's, and Rasa's tracker is dialogue only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACTION = "action_turn"
INTENT_PREFIX = "act_"
FALLBACK_INTENT = "nlu_fallback"
HEALTH: Mapping[str, str] = {"status": "ok"}


class CallUnreadable(Exception):
    """What came in is not a call of `action_turn`; answer 400. `place` names the part at fault."""

    status = "call_unreadable"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True)
class ActionCall:
    """One turn as Rasa heard it.

    `act` is the name of a file in nlu_data/acts, or "" when Rasa has no idea; `confidence` is
    between 0 and 1. `sure` is False when Rasa fell back: `act` is then only its best guess. `text`
    is the message as Rasa got it, `metadata` what the app sent along with it.
    """

    sender: str
    act: str
    confidence: float
    sure: bool
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


def parse_call(payload: Any) -> ActionCall:
    """Read the body of Rasa's `POST /webhook`: {"next_action", "sender_id", "tracker":
    {"latest_message"}}.

    Raises CallUnreadable.
    """
    call = _mapping(payload, "payload")
    if call.get("next_action") != ACTION:
        raise CallUnreadable("next_action")
    sender = call.get("sender_id")
    if not isinstance(sender, str) or not sender:
        raise CallUnreadable("sender_id")
    message = _mapping(
        _mapping(call.get("tracker"), "tracker").get("latest_message"), "latest_message"
    )
    ranking = message.get("intent_ranking") or []
    if not isinstance(ranking, list):
        raise CallUnreadable("intent_ranking")
    heard = [_heard(_mapping(message.get("intent"), "intent"))]
    heard += [_heard(_mapping(entry, "intent_ranking")) for entry in ranking]
    sure = heard[0][0] != FALLBACK_INTENT
    act, confidence = next(
        (entry for entry in heard if entry[0].startswith(INTENT_PREFIX)), ("", 0.0)
    )
    return ActionCall(
        sender=sender,
        act=act.removeprefix(INTENT_PREFIX),
        confidence=confidence,
        sure=sure and bool(act),
        text=str(message.get("text") or ""),
        metadata=_mapping(message.get("metadata") or {}, "metadata"),
    )


def reply_payload(turn_id: str, text: str) -> dict[str, Any]:
    """The body Rasa expects back: no events, one response.

    `text` is what a channel without our records would show; `custom` lets the caller of the REST
    channel find the whole turn again.
    """
    return {"events": [], "responses": [{"text": text, "custom": {"turn": turn_id}}]}


def _heard(intent: Mapping[str, Any]) -> tuple[str, float]:
    name, confidence = intent.get("name"), intent.get("confidence")
    return str(name or ""), float(confidence) if isinstance(confidence, int | float) else 0.0


def _mapping(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise CallUnreadable(place)
    return value
