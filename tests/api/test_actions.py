"""Rasa's calls: only with the token, each turn once, whichever of entrance and call comes first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.dialogue import WithoutRasa
from api.parts import Parts, assemble, turn_service
from api.store.database import open_database
from assistant.client import RasaUnavailable
from tests.api.fakes import FakeEngine, fake_parts

TOKEN = {"Authorization": "Bearer secret"}
WEBHOOK = "/internal/actions/webhook"


class CallingRasa(WithoutRasa):
    """Calls the app back as Rasa does; `gives_up` pretends that the answer came too late."""

    def __init__(self, *, intent: str = "act_thanks", gives_up: bool = False) -> None:
        self.app = FastAPI()
        self._intent = intent
        self._gives_up = gives_up

    async def send(
        self, sender: str, message: str, *, metadata: Mapping[str, Any] | None = None
    ) -> Any:
        body = call_of(sender, message, metadata or {}, intent=self._intent)
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as http:
            answer = await http.post(WEBHOOK, json=body, headers=TOKEN)
        if self._gives_up:
            raise RasaUnavailable("slow")
        return answer.json()["responses"]


def call_of(
    sender: str, text: str, metadata: Mapping[str, Any], *, intent: str = "act_thanks"
) -> dict[str, Any]:
    """The body of Rasa's call, as far as anyone reads it."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "intent_ranking": [{"name": "act_greet", "confidence": 0.1}],
        "metadata": dict(metadata),
    }
    return {
        "next_action": "action_turn",
        "sender_id": sender,
        "tracker": {"sender_id": sender, "latest_message": message, "events": [{}] * 3},
        "domain": {},
    }


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def parts(tmp_path: Path, engine: FakeEngine) -> Iterator[Parts]:
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    yield fake_parts(database, engine=engine, dialogue=CallingRasa())
    database.dispose()


def with_rasa(parts: Parts, rasa: CallingRasa) -> TestClient:
    """The app over these parts and this Rasa, which knows the app it calls."""
    parts = Parts(**{**vars(parts), "dialogue": rasa})
    rasa.app = assemble(parts)
    return TestClient(rasa.app)


def begin(client: TestClient) -> str:
    return str(client.post("/v1/conversations").json()["id"])


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
def test_only_our_rasa_may_call(parts: Parts, headers: dict[str, str]) -> None:
    client = TestClient(assemble(parts))
    body = call_of("one", "甲", {"key": "k"})
    assert client.post(WEBHOOK, json=body, headers=headers).status_code == 403
    assert client.get("/internal/actions/health", headers=headers).status_code == 403
    assert client.get("/internal/actions/health", headers=TOKEN).json() == {"status": "ok"}


def test_an_empty_token_admits_nobody(parts: Parts) -> None:
    client = TestClient(assemble(Parts(**{**vars(parts), "action_token": ""})))
    answer = client.get("/internal/actions/health", headers={"Authorization": "Bearer "})
    assert answer.status_code == 403


def test_rasa_decides_the_act_and_the_turn_is_taken_once(parts: Parts, engine: FakeEngine) -> None:
    client = with_rasa(parts, CallingRasa(intent="act_thanks"))
    taken = client.post(f"/v1/conversations/{begin(client)}/turns", json={"text": "谢谢"})
    assert taken.status_code == 200 and taken.json()["turn"]["number"] == 1
    assert engine.calls == [("谢谢", "thanks")]


def test_a_guess_of_rasa_is_no_act(parts: Parts, engine: FakeEngine) -> None:
    client = with_rasa(parts, CallingRasa(intent="nlu_fallback"))
    client.post(f"/v1/conversations/{begin(client)}/turns", json={"text": "嗯"})
    assert engine.calls == [("嗯", None)]


def test_a_call_whose_answer_comes_too_late_still_counts(parts: Parts, engine: FakeEngine) -> None:
    client = with_rasa(parts, CallingRasa(gives_up=True))
    conversation = begin(client)
    client.post(f"/v1/conversations/{conversation}/turns", json={"text": "谢谢"})
    assert engine.calls == [("谢谢", "thanks")]
    assert len(client.get(f"/v1/conversations/{conversation}").json()["turns"]) == 1


def test_a_call_after_the_turn_was_taken_takes_none(parts: Parts, engine: FakeEngine) -> None:
    client = with_rasa(parts, CallingRasa())
    conversation = begin(client)
    service = turn_service(Parts(**{**vars(parts), "dialogue": WithoutRasa()}))
    taken = asyncio.run(service.take(conversation, "甲", key="k"))
    body = call_of(conversation, "甲", {"key": "k"})
    answer = client.post(WEBHOOK, json=body, headers=TOKEN)
    said = [{"text": taken.reply.reply, "custom": {"turn": taken.id}}]
    assert answer.json()["responses"] == said
    assert engine.calls == [("甲", None)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"next_action": "action_other"}, 400),
        (call_of("one", "甲", {}), 400),
        (call_of("one", "甲", {"key": 5}), 400),
        (call_of("nobody", "甲", {"key": "k"}), 404),
    ],
)
def test_a_call_for_no_turn_of_ours_is_refused(
    parts: Parts, engine: FakeEngine, body: dict[str, Any], status: int
) -> None:
    client = TestClient(assemble(parts))
    assert client.post(WEBHOOK, json=body, headers=TOKEN).status_code == status
    assert engine.calls == []


def test_many_turns_at_once_each_count(parts: Parts, engine: FakeEngine) -> None:
    service = turn_service(Parts(**{**vars(parts), "dialogue": WithoutRasa()}))
    conversation = service.begin().conversation.id

    async def crowd() -> None:
        await asyncio.gather(*(service.take(conversation, f"第{n}句") for n in range(4)))

    asyncio.run(crowd())
    turns = service.read(conversation).turns
    assert sorted(turn.text for turn in turns) == [f"第{n}句" for n in range(4)]
    assert [turn.number for turn in turns] == [1, 2, 3, 4]
