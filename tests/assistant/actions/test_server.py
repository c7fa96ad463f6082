"""The action-server contract: bodies as Rasa 3.6 sends them, and what it must get back."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.actions.server import ActionCall, CallUnreadable, parse_call, reply_payload
from assistant.turn.conversation import Reply


def call(**changes: Any) -> dict[str, Any]:
    message = {
        "text": "小孩读书要什么材料",
        "intent": {"name": "act_ask_papers", "confidence": 0.7},
        "intent_ranking": [
            {"name": "act_ask_papers", "confidence": 0.7},
            {"name": "act_ask_question", "confidence": 0.2},
        ],
        "entities": [],
        "metadata": {"turn": "t1"},
    }
    return {
        "next_action": "action_turn",
        "sender_id": "c1",
        "tracker": {"sender_id": "c1", "latest_message": message | changes},
        "version": "3.6.21",
    }


def test_a_turn_as_rasa_heard_it() -> None:
    assert parse_call(call()) == ActionCall(
        sender="c1",
        act="ask_papers",
        confidence=0.7,
        sure=True,
        text="小孩读书要什么材料",
        guesses=("ask_papers", "ask_question"),
        metadata={"turn": "t1"},
    )


def test_a_fall_back_keeps_the_best_guess_and_says_so() -> None:
    fallback = {"name": "nlu_fallback", "confidence": 0.3}
    ranking = [fallback, {"name": "act_emergency", "confidence": 0.25}]
    heard = parse_call(call(intent=fallback, intent_ranking=ranking))
    assert (heard.act, heard.confidence, heard.sure) == ("emergency", 0.25, False)


def test_no_idea_at_all_is_no_act() -> None:
    heard = parse_call(call(intent={"name": None, "confidence": 0.0}, intent_ranking=[]))
    assert (heard.act, heard.confidence, heard.sure) == ("", 0.0, False)


def test_missing_metadata_is_empty() -> None:
    assert parse_call(call(metadata=None)).metadata == {}


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        (None, "payload"),
        ([], "payload"),
        ({}, "next_action"),
        ({**call(), "next_action": "action_other"}, "next_action"),
        ({**call(), "sender_id": ""}, "sender_id"),
        ({**call(), "tracker": None}, "tracker"),
        ({**call(), "tracker": {}}, "latest_message"),
        (call(intent="greet"), "intent"),
        (call(intent_ranking=["greet"]), "intent_ranking"),
        (call(intent_ranking=7), "intent_ranking"),
        (call(metadata="t1"), "metadata"),
    ],
)
def test_what_is_no_call_is_refused_by_name(payload: Any, place: str) -> None:
    with pytest.raises(CallUnreadable) as caught:
        parse_call(payload)
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "ask_papers"),
        ({"active_loop": {"name": "fact_form"}}, "ask_papers interruption"),
        ({"slots": {"fact_said": "小孩读书要什么材料"}}, "ask_papers answer"),
        ({"slots": {"step_said": "第二步"}}, "ask_papers answer"),
    ],
)
def test_what_the_message_is_to_the_open_form(changes: dict[str, Any], line: str) -> None:
    payload = call()
    payload["tracker"] |= changes
    assert str(parse_call(payload).decision()) == line


@pytest.mark.parametrize(
    ("action", "line"),
    [
        ("action_turn", "-"),
        ("action_did_you_mean", "- unsure emergency,thanks"),
        ("action_hand_over", "- stuck emergency,thanks"),
    ],
)
def test_an_unsure_rasa_tells_its_guesses(action: str, line: str) -> None:
    names = ("nlu_fallback", "act_emergency", "act_thanks", "act_bye")
    ranking = [{"name": name, "confidence": 0.2} for name in names]
    payload = call(intent=ranking[0], intent_ranking=ranking)
    assert str(parse_call(payload | {"next_action": action}).decision()) == line


def test_asking_for_a_person_is_no_lack_of_understanding() -> None:
    intent = {"name": "act_request_human", "confidence": 0.9}
    payload = call(intent=intent, intent_ranking=[intent]) | {"next_action": "action_hand_over"}
    assert str(parse_call(payload).decision()) == "request_human"


def reply(status: str = "answered", **parts: Any) -> Reply:
    return Reply(reply="好的", kind="consult", status=status, **parts)


def slots(payload: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in payload["events"] if one["event"] == "slot"}


def within(form: str = "", **filled: str) -> ActionCall:
    """A call while this form is open and these slots of forms hold a message."""
    payload = call()
    payload["tracker"] |= {"active_loop": {"name": form or None}, "slots": filled}
    return parse_call(payload)


def test_the_reply_names_its_turn_and_what_it_waits_for() -> None:
    payload = reply_payload("t1", reply(awaits="fact"), within())
    assert payload["responses"] == [{"text": "好的", "custom": {"turn": "t1"}}]
    assert slots(payload) == {"awaiting": "fact", "unclear": False}


def test_what_a_form_holds_is_emptied_once_it_is_read() -> None:
    payload = reply_payload("t1", reply(awaits="step"), within("fact_form", fact_said="是"))
    assert slots(payload) == {"awaiting": "step", "unclear": False, "fact_said": None}


def test_a_form_with_nothing_left_to_wait_for_closes() -> None:
    closing = {"event": "active_loop", "name": None, "timestamp": None}
    open_form = within("fact_form")
    assert closing in reply_payload("t1", reply(), open_form)["events"]
    assert closing in reply_payload("t1", reply(awaits="rating"), open_form)["events"]
    assert closing not in reply_payload("t1", reply(awaits="fact"), open_form)["events"]
    assert closing not in reply_payload("t1", reply(), within())["events"]


@pytest.mark.parametrize("status", ["unclear", "not_found", "unsure"])
def test_not_understood_is_told(status: str) -> None:
    assert slots(reply_payload("t1", reply(status), within()))["unclear"] is True
    assert slots(reply_payload("t1", reply("stuck"), within()))["unclear"] is False
