"""The action-server contract: bodies as Rasa 3.6 sends them, and what it must get back."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.actions.server import ActionCall, CallUnreadable, parse_call, reply_payload


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


def test_the_reply_names_its_turn_and_carries_no_events() -> None:
    assert reply_payload("t1", "好的") == {
        "events": [],
        "responses": [{"text": "好的", "custom": {"turn": "t1"}}],
    }
