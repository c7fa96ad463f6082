"""How a dialogue flows, as Rasa's rules and forms: written from the names of the acts.

Every message leads to exactly one action of the app. What the app then waits for it says in the
slot `awaiting` (a fact, a step, a rating, its reason, or nothing), and whether it understood in
`unclear`:

- A form is open while the app waits: a message that can be the answer fills it and is given to the
  app as such; any other act interrupts, is answered, and the form comes back.
- Two stages of not understanding: the first time the app says what it might have been, the second
  time how to put it, or who helps.
- Who asks for a person is handed over, whatever is open.

Pure data: needs nothing of Rasa's. Facts are never heard here: the slots of the forms hold the last
message only until the app has read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

INTENT_PREFIX = "act_"  # a bare `restart` would run Rasa's own restart
FALLBACK_INTENT = "nlu_fallback"
TURN = "action_turn"
DID_YOU_MEAN = "action_did_you_mean"
HAND_OVER = "action_hand_over"
ACTIONS = (TURN, DID_YOU_MEAN, HAND_OVER)
UNCLEAR_ACT = "unclear"
PERSON_ACT = "request_human"
NOTHING = "nothing"

# What may be waited for -> the acts that can be the answer; every other act interrupts.
ANSWERS: dict[str, frozenset[str]] = {
    "fact": frozenset(
        {"affirm", "deny", "dont_know", "inform_fact", "tell_situation", "unclear", "off_domain"}
    ),
    "step": frozenset(
        {"affirm", "deny", "dont_know", "inform_fact", "step_done", "step_refused", "unclear"}
    ),
    "rating": frozenset(
        {"rate", "affirm", "deny", "dont_know", "inform_fact", "tell_situation", "unclear"}
        | {"abuse", "chitchat", "off_domain", "step_refused", "thanks"}
    ),
    "reason": frozenset(
        {"affirm", "deny", "dont_know", "inform_fact", "tell_situation", "unclear", "rate"}
        | {"abuse", "chitchat", "off_domain", "step_refused", "step_done", "simpler", "ask_why"}
        | {"correct", "repeat", "previous", "next", "elsewhere", "privacy", "what_if"}
    ),
}  # fmt: skip

Rule = dict[str, Any]


def form_of(awaited: str) -> str:
    """fact -> fact_form."""
    return f"{awaited}_form"


def slot_of(awaited: str) -> str:
    """fact -> fact_said: the message that may answer, until the app has read it."""
    return f"{awaited}_said"


def domain(acts: list[str], frame: dict[str, Any]) -> dict[str, Any]:
    """The whole domain: `frame` (version, session) with intents, slots, forms and actions."""
    plain = {"type": "custom"}
    slots: dict[str, Any] = {
        "awaiting": {
            "type": "categorical",
            "values": [NOTHING, *ANSWERS],
            "initial_value": NOTHING,
            "mappings": [plain],
        },
        "unclear": {"type": "bool", "initial_value": False, "mappings": [plain]},
    }
    for awaited, answering in ANSWERS.items():
        said = {
            "type": "from_text",
            "not_intent": [INTENT_PREFIX + act for act in acts if act not in answering],
            # Without `requested_slot` the message that opens the form would fill it at once.
            "conditions": [{"active_loop": form_of(awaited), "requested_slot": slot_of(awaited)}],
        }
        slots[slot_of(awaited)] = {
            "type": "text",
            "influence_conversation": False,
            "mappings": [said],
        }
    return {
        **frame,
        "intents": [INTENT_PREFIX + act for act in acts],
        "slots": slots,
        "forms": {form_of(one): {"required_slots": [slot_of(one)]} for one in ANSWERS},
        "actions": list(ACTIONS),
    }


def rules(acts: list[str]) -> list[Rule]:
    """All rules, for these acts."""
    return [*_openings(acts), *_waitings(), *_interruptions(acts)]


def _openings(acts: list[str]) -> Iterator[Rule]:
    """Nothing is open: what each act leads to."""
    closed = {"active_loop": None}
    for act in acts:
        if act != UNCLEAR_ACT:
            action = HAND_OVER if act == PERSON_ACT else TURN
            yield _rule(f"{act} when nothing is open", [closed], _then(INTENT_PREFIX + act, action))
    for intent in (FALLBACK_INTENT, INTENT_PREFIX + UNCLEAR_ACT):
        for again, action in ((False, DID_YOU_MEAN), (True, HAND_OVER)):
            name = f"{intent}, {'again' if again else 'for the first time'}"
            yield _rule(name, [closed, _set("unclear", again)], _then(intent, action))


def _waitings() -> Iterator[Rule]:
    """After an action: listen, or open the form; after the form, the app reads the answer."""
    closed = {"active_loop": None}
    for action in ACTIONS:
        yield _rule(
            f"nothing awaited after {action}",
            [closed, _set("awaiting", NOTHING)],
            [{"action": action}],
            ends=True,
        )
        for awaited in ANSWERS:
            opened = {"action": form_of(awaited)}, {"active_loop": form_of(awaited)}
            yield _rule(
                f"{awaited} awaited after {action}",
                [closed, _set("awaiting", awaited)],
                [{"action": action}, *opened],
                ends=True,
            )
    for awaited in ANSWERS:
        form = form_of(awaited)
        filled = [{"action": form}, {"active_loop": None}, {"action": TURN}]
        yield _rule(f"{awaited} may be answered", [{"active_loop": form}], filled)


def _interruptions(acts: list[str]) -> Iterator[Rule]:
    """While a form is open: any act that is no answer is answered, and the form comes back."""
    for awaited, answering in ANSWERS.items():
        form = form_of(awaited)
        for act in acts:
            if act not in answering:
                action = HAND_OVER if act == PERSON_ACT else TURN
                steps = [{"intent": INTENT_PREFIX + act}, {"action": action}, {"action": form}]
                yield _rule(
                    f"{act} interrupts {awaited}",
                    [{"active_loop": form}],
                    [*steps, {"active_loop": form}],
                    ends=True,
                )


def _then(intent: str, action: str) -> list[Any]:
    return [{"intent": intent}, {"action": action}]


def _set(slot: str, value: Any) -> dict[str, Any]:
    return {"slot_was_set": [{slot: value}]}


def _rule(name: str, condition: list[Any], steps: list[Any], *, ends: bool = False) -> Rule:
    rule = {"rule": name, "condition": condition, "steps": steps}
    return rule if ends else {**rule, "wait_for_user_input": False}
