"""Rasa's action-server contract as pure functions; the HTTP route is the app's.

Rasa calls `POST <action endpoint>` with what to run and the conversation so far, and expects events
and responses back; `GET /health` tells whether the server is up. Documented under
https://rasa.com/docs/rasa/action-server/ and https://rasa.com/docs/action-server-api/. Any action
but the three of assistant/bot/flow.py is refused. The events that go back say what the app waits
for and whether it understood, nothing else: facts, plans and history are the app's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.turn.conversation import Reply
from assistant.turn.decision import Decision, Way

TURN = "action_turn"
DID_YOU_MEAN = "action_did_you_mean"
HAND_OVER = "action_hand_over"
ACTIONS = (TURN, DID_YOU_MEAN, HAND_OVER)
INTENT_PREFIX = "act_"
FALLBACK_INTENT = "nlu_fallback"
PERSON_ACT = "request_human"
NOTHING = "nothing"
AWAITED = ("fact", "step", "rating", "reason")
GUESSES = 2
HEALTH: Mapping[str, str] = {"status": "ok"}

# How a turn ends that understood nothing.
NOT_UNDERSTOOD = frozenset({"unclear", "not_found", "unsure"})


class CallUnreadable(Exception):
    """What came in is not a call of an action of ours; answer 400. `place` names the part at
    fault.
    """

    status = "call_unreadable"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True)
class ActionCall:
    """One turn as Rasa heard it.

    `act` is the name of a file in nlu_data/acts, or "" when Rasa has no idea; `confidence` is
    between 0 and 1. `sure` is False when Rasa fell back: `act` is then only its best guess. `way`
    says what the message is to the open form, `form` which one that is ("" for none), `filled` the
    slots of forms that hold a message. `text` is the message as Rasa got it, `metadata` what the
    app sent along with it.
    """

    sender: str
    act: str
    confidence: float
    sure: bool
    text: str
    way: Way = "open"
    form: str = ""
    guesses: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def decision(self) -> Decision:
        """What the turn has to know of it."""
        unsure = self.way in ("unsure", "stuck")
        act = self.act if self.sure else None
        return Decision(act, self.way, self.guesses if unsure else ())


def parse_call(payload: Any) -> ActionCall:
    """Read the body of Rasa's `POST /webhook`: {"next_action", "sender_id", "tracker":
    {"latest_message", "slots", "active_loop"}}.

    Raises CallUnreadable.
    """
    call = _mapping(payload, "payload")
    action, sender = call.get("next_action"), call.get("sender_id")
    if action not in ACTIONS:
        raise CallUnreadable("next_action")
    if not isinstance(sender, str) or not sender:
        raise CallUnreadable("sender_id")
    tracker = _mapping(call.get("tracker"), "tracker")
    message = _mapping(tracker.get("latest_message"), "latest_message")
    ranking = message.get("intent_ranking") or []
    if not isinstance(ranking, list):
        raise CallUnreadable("intent_ranking")
    heard = [_heard(_mapping(message.get("intent"), "intent"))]
    heard += [_heard(_mapping(entry, "intent_ranking")) for entry in ranking]
    acts = [entry for entry in heard if entry[0].startswith(INTENT_PREFIX)]
    act, confidence = acts[0] if acts else ("", 0.0)
    names = dict.fromkeys(name.removeprefix(INTENT_PREFIX) for name, _ in acts)
    act = act.removeprefix(INTENT_PREFIX)
    form = _name(_mapping(tracker.get("active_loop") or {}, "active_loop").get("name"))
    slots = _mapping(tracker.get("slots") or {}, "slots")
    filled = tuple(said for one in AWAITED if slots.get(said := f"{one}_said") is not None)
    return ActionCall(
        sender=sender,
        act=act,
        confidence=confidence,
        sure=heard[0][0] != FALLBACK_INTENT and bool(act),
        text=str(message.get("text") or ""),
        way=_way(str(action), act, form=form, answered=bool(filled)),
        form=form,
        guesses=tuple(names)[:GUESSES],
        filled=filled,
        metadata=_mapping(message.get("metadata") or {}, "metadata"),
    )


def reply_payload(turn_id: str, reply: Reply, call: ActionCall) -> dict[str, Any]:
    """The body Rasa expects back: what is waited for now, and one response.

    The form that was open closes where the turn waits for nothing it could ask again, and the slots
    it filled are emptied. What is waited for is said every time, as Rasa keeps the last turns only.
    `text` is what a channel without our records would show; `custom` lets the caller of the REST
    channel find the whole turn again.
    """
    awaited = reply.awaits or NOTHING
    slots = {"awaiting": awaited, "unclear": reply.status in NOT_UNDERSTOOD}
    slots |= dict.fromkeys(call.filled)
    events: list[dict[str, Any]] = [
        {"event": "slot", "name": name, "value": value, "timestamp": None}
        for name, value in slots.items()
    ]
    if call.form and call.form != f"{awaited}_form":
        events.append({"event": "active_loop", "name": None, "timestamp": None})
    return {"events": events, "responses": [{"text": reply.reply, "custom": {"turn": turn_id}}]}


def _way(action: str, act: str, *, form: str, answered: bool) -> Way:
    if action == DID_YOU_MEAN:
        return "unsure"
    if action == HAND_OVER and act != PERSON_ACT:
        return "stuck"
    if answered:
        return "answer"
    return "interruption" if form else "open"


def _name(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _heard(intent: Mapping[str, Any]) -> tuple[str, float]:
    name, confidence = intent.get("name"), intent.get("confidence")
    return str(name or ""), float(confidence) if isinstance(confidence, int | float) else 0.0


def _mapping(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise CallUnreadable(place)
    return value
