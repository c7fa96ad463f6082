"""A turn as events: early ones before the route is there, the whole turn last, on after a cut."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.chat import endpoints
from api.parts import Parts, assemble, turn_service
from api.store.database import open_database
from api.store.record import Accepted
from assistant.turn.conversation import Conversation, Reply
from tests.api.fakes import FakeEngine, fake_parts, knowledge

STREAM = {"Accept": "text/event-stream"}
ORDER = ["accepted", "facts", "answers", "route", "asks", "done"]


class SlowPlanner(FakeEngine):
    """Has heard at once, and plans until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def take_turn(
        self,
        conversation: Conversation,
        text: str,
        *,
        act: str | None,
        today: date,
        heard: Callable[[Conversation, Reply], None] | None = None,
    ) -> tuple[Conversation, Reply]:
        found = super().take_turn(conversation, text, act=act, today=today, heard=heard)
        assert self.go.wait(timeout=20)
        return found


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def parts(tmp_path: Path, engine: FakeEngine) -> Iterator[Parts]:
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    yield fake_parts(database, engine=engine)
    database.dispose()


@pytest.fixture
def client(parts: Parts) -> TestClient:
    return TestClient(assemble(parts), raise_server_exceptions=False)


def begin(client: TestClient) -> str:
    return f"/v1/conversations/{client.post('/v1/conversations').json()['id']}"


def read_events(body: str) -> list[dict[str, Any]]:
    """Event, id and data of each; comments left out."""
    found = []
    for block in body.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line[:1] not in ":")
        if fields:
            found.append({**fields, "data": json.loads(fields["data"])})
    return found


def test_the_events_say_what_the_json_reply_says(client: TestClient) -> None:
    address, key = begin(client), {"Idempotency-Key": "k"}
    streamed = client.post(f"{address}/turns", json={"text": "甲"}, headers={**STREAM, **key})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert streamed.headers["cache-control"] == "no-store"
    events = read_events(streamed.text)
    assert [one["event"] for one in events] == ORDER
    assert [one["id"] for one in events] == ["1", "2", "3", "4", "5", "6"]
    plain = client.post(f"{address}/turns", json={"text": "甲"}, headers=key).json()
    told = {one["event"]: one["data"] for one in events}
    assert told["done"] == plain
    reply = plain["turn"]["reply"]
    assert told["accepted"] == {"id": plain["turn"]["id"], "text": "甲"}
    assert told["facts"]["facts"] == plain["facts"]
    assert told["answers"] == {"lists": plain["lists"], "answers": reply["answers"]}
    assert told["route"] == {"route": reply["route"], "changes": reply["changes"]}
    assert told["asks"] == {"asks": reply["asks"], "quick": reply["quick"]}


@pytest.mark.parametrize("last", [1, 3, 5, 6])
def test_a_cut_stream_goes_on_where_it_was(client: TestClient, last: int) -> None:
    address = begin(client)
    turn = client.post(f"{address}/turns", json={"text": "甲"}).json()["turn"]["id"]
    headers = {"Last-Event-ID": str(last)}
    rest = client.get(f"{address}/turns/{turn}/events", headers=headers)
    assert [one["event"] for one in read_events(rest.text)] == ORDER[last:]


def test_a_turn_that_is_not_there(client: TestClient) -> None:
    address = begin(client)
    assert client.get(f"{address}/turns/nothing/events").status_code == 404
    empty = client.post(f"{address}/turns", json={"text": " "}, headers=STREAM)
    assert empty.status_code == 422 and empty.json()["detail"]


def test_an_error_after_the_first_event_is_a_problem_event(client: TestClient) -> None:
    answer = client.post(f"{begin(client)}/turns", json={"text": "炸"}, headers=STREAM)
    first, last = read_events(answer.text)
    assert (first["event"], last["event"]) == ("accepted", "problem")
    assert last["data"]["status"] == 500 and "12345" in last["data"]["detail"]
    assert "secret internals" not in answer.text


@pytest.mark.parametrize("engine", [SlowPlanner()])
def test_what_was_heard_comes_before_the_route(
    parts: Parts, engine: SlowPlanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reads the stream as it comes; the route is only planned after facts and answers were seen."""
    monkeypatch.setattr(endpoints, "HEARTBEAT_SECONDS", 0.3)
    service = turn_service(parts)
    conversation = service.begin().conversation.id

    async def watch() -> tuple[list[str], list[str]]:
        accepted = service.accept(conversation, "甲", "k")
        assert isinstance(accepted, Accepted)
        stream = endpoints._stream(service, accepted, knowledge(), after=0)
        early: list[str] = []
        body = stream.body_iterator  # type: ignore[attr-defined]
        async for block in body:
            early.append(block.decode())
            if ": ping" in early[-1]:
                break
        engine.go.set()
        return early, [block.decode() async for block in body]

    early, late = asyncio.run(watch())
    assert [one["event"] for one in read_events("".join(early))] == ORDER[:3]
    assert [one["event"] for one in read_events("".join(late))] == ORDER[3:]


@pytest.mark.parametrize("engine", [SlowPlanner()])
def test_whoever_leaves_leaves_the_turn_going(parts: Parts, engine: SlowPlanner) -> None:
    """Network cut in mid-reply: the stream is closed, the turn is taken, and read on later."""
    service = turn_service(parts)
    conversation = service.begin().conversation.id

    async def cut_and_back() -> list[str]:
        accepted = service.accept(conversation, "甲", "k")
        assert isinstance(accepted, Accepted)
        stream = endpoints._stream(service, accepted, knowledge(), after=0)
        body = stream.body_iterator  # type: ignore[attr-defined]
        first = await anext(body)
        await body.aclose()
        assert b"accepted" in first
        back = endpoints._follow(
            service, service.find(conversation, accepted.id), knowledge(), after=1
        )
        engine.go.set()
        rest = back.body_iterator  # type: ignore[attr-defined]
        return [block.decode() async for block in rest]

    rest = asyncio.run(cut_and_back())
    assert [one["event"] for one in read_events("".join(rest))] == ORDER[1:]
    assert len(engine.calls) == 1 and len(service.read(conversation).turns) == 1
