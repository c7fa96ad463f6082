"""What citizens do besides talking: correct a fact, say how a step went, rate, ask for a person,
come back by a link. On SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.parts import Parts, assemble
from tests.api.fakes import MONTHS, FakeEngine, fake_parts

HERE = ("127.0.0.1", 5000)


@pytest.fixture
def parts(database: Engine) -> Parts:
    return fake_parts(database)


@pytest.fixture
def client(parts: Parts) -> Iterator[TestClient]:
    yield TestClient(assemble(parts), client=HERE, raise_server_exceptions=False)


@pytest.fixture
def begun(client: TestClient) -> str:
    """The address of a conversation in which one thing was said."""
    address = f"/v1/conversations/{client.post('/v1/conversations').json()['id']}"
    client.post(f"{address}/turns", json={"text": "住了三年多"})
    return address


def test_a_corrected_fact_is_a_turn_that_says_what_changed(client: TestClient, begun: str) -> None:
    answer = client.put(f"{begun}/facts/{MONTHS}", json={"value": 12})
    assert answer.status_code == 200
    turn = answer.json()["turn"]
    assert (turn["number"], turn["reply"]["status"]) == (2, "changed")
    assert turn["reply"]["changes"] == ["和 2026-10-20 的路线比过"]
    assert [fact["shown"] for fact in answer.json()["facts"]] == ["12 个月"]
    said = client.get(f"{begun}/facts").json()["facts"]
    assert [(fact["shown"], fact["turn"], fact["until"]) for fact in said] == [
        ("36 到 47 个月", 1, 2),
        ("12 个月", 2, None),
    ]


def test_a_correction_sent_twice_counts_once(client: TestClient, begun: str) -> None:
    key = {"Idempotency-Key": "tap"}
    first = client.put(f"{begun}/facts/{MONTHS}", json={"value": 12}, headers=key).json()
    again = client.put(f"{begun}/facts/{MONTHS}", json={"value": 12}, headers=key).json()
    assert first == again and len(client.get(begun).json()["turns"]) == 2
    other = client.put(f"{begun}/facts/{MONTHS}", json={"value": 24}, headers=key)
    assert other.status_code == 422 and "Idempotency-Key" in other.json()["detail"]


def test_what_cannot_be_changed_is_refused_and_leaves_nothing(
    client: TestClient, begun: str
) -> None:
    wrong = client.put(f"{begun}/facts/{MONTHS}", json={"value": "不行"})
    assert wrong.status_code == 422 and "不能是" in wrong.json()["detail"]
    gone = client.delete(f"{begun}/facts/没有的")
    assert gone.status_code == 422 and "还没有记下过" in gone.json()["detail"]
    found = client.get(begun).json()
    assert len(found["turns"]) == 1 and found["unanswered"] == []


def test_a_step_that_went_is_a_turn(client: TestClient, begun: str) -> None:
    done = client.post(f"{begun}/steps/step-1", json={"outcome": "done"})
    assert done.status_code == 200 and done.json()["turn"]["reply"]["status"] == "changed"
    paper = client.post(f"{begun}/steps/step-1", json={"outcome": "paper", "paper": "居住证明"})
    assert "居住证明" in paper.json()["turn"]["text"]
    failed = client.post(f"{begun}/steps/step-1", json={"outcome": "failed", "turn": 1})
    assert "step_failed" in failed.json()["turn"]["text"]


@pytest.mark.parametrize(
    ("step", "body", "status", "said"),
    [
        ("step-9", {"outcome": "done"}, 404, "没有「step-9」这一步"),
        ("step-1", {"outcome": "done", "turn": 7}, 404, "还没有排过办事路线"),
        ("step-1", {"outcome": "paper"}, 422, "还要哪份材料"),
        ("step-1", {"outcome": "好了"}, 422, "只能是 done、paper、failed"),
    ],
)
def test_a_step_that_is_not_there_is_explained(
    client: TestClient, begun: str, step: str, body: dict[str, Any], status: int, said: str
) -> None:
    answer = client.post(f"{begun}/steps/{step}", json=body)
    assert answer.status_code == status and said in answer.json()["detail"]


def test_the_route_says_as_of_which_release(client: TestClient, begun: str) -> None:
    found = client.get(f"{begun}/route").json()
    assert (found["turn"], found["release"], found["newest"]) == (1, "0123456789abcdef", True)
    assert found["route"]["steps"][0]["id"] == "step-1"
    fresh = client.post("/v1/conversations").json()["id"]
    none = client.get(f"/v1/conversations/{fresh}/route")
    assert none.status_code == 404 and "还没有排过" in none.json()["detail"]
    assert client.get("/v1/conversations/nobody/route").status_code == 404


@pytest.mark.parametrize("level", ["非常满意", "满意", "基本满意", "不满意", "非常不满意"])
def test_the_five_official_levels(client: TestClient, begun: str, level: str) -> None:
    said = {"level": level, "reason": "我的电话 13800138000"}
    assert client.post(f"{begun}/rating", json=said).status_code == 200
    kept = client.get(begun).json()["rating"]
    assert kept == {"level": level, "reason": "我的电话 〔手机号〕"}


def test_no_other_level(client: TestClient, begun: str) -> None:
    answer = client.post(f"{begun}/rating", json={"level": "五星"})
    assert answer.status_code == 422 and "非常满意、满意" in answer.json()["detail"]


def test_a_short_link_reopens_the_conversation(client: TestClient, begun: str) -> None:
    given = client.post(f"{begun}/link").json()
    assert given == client.post(f"{begun}/link").json()
    assert given["path"] == f"/r/{given['link']}" and len(given["link"]) == 16
    found = client.get(f"/v1/links/{given['link']}").json()
    assert found["id"] in begun and found["turns"][0]["text"] == "住了三年多"
    assert client.get(given["path"]).headers["content-type"].startswith("text/html")
    lost = client.get("/v1/links/nothing")
    assert lost.status_code == 404 and "打不开" in lost.json()["detail"]


def test_links_are_not_alike(client: TestClient) -> None:
    links = set()
    for _ in range(20):
        conversation = client.post("/v1/conversations").json()["id"]
        links.add(client.post(f"/v1/conversations/{conversation}/link").json()["link"])
    assert len(links) == 20


def test_an_erased_conversation_is_gone(client: TestClient, begun: str) -> None:
    link = client.post(f"{begun}/link").json()["link"]
    assert client.delete(begun).status_code == 204
    for address in (begun, f"{begun}/facts", f"{begun}/route", f"/v1/links/{link}"):
        assert client.get(address).status_code == 404
    assert client.post(f"{begun}/turns", json={"text": "甲"}).status_code == 404
    assert client.delete(begun).status_code == 404


def test_a_person_takes_over_and_gives_back(client: TestClient, begun: str, parts: Parts) -> None:
    waiting = client.post(f"{begun}/handover").json()
    assert (waiting["state"], waiting["place"]) == ("waiting", 1)
    desk = begun.replace("/v1/", "/v1/hotline/")
    assert client.get("/v1/hotline/queue").json()["waiting"][0]["conversation"] in begun
    assert client.post(f"{desk}/claim", json={"agent": "坐席 1"}).status_code == 200
    late = client.post(f"{desk}/claim", json={"agent": "坐席 2"})
    assert late.status_code == 409 and "「坐席 1」" in late.json()["detail"]
    assert client.get(f"{begun}/handover").json()["agent"] == "坐席 1"
    assert client.delete(f"{begun}/handover").status_code == 409

    assert isinstance(parts.engine, FakeEngine)
    answered = len(parts.engine.calls)
    silent = client.post(f"{begun}/turns", json={"text": "您好"}).json()["turn"]["reply"]
    assert silent["status"] == "with_agent" and len(parts.engine.calls) == answered
    words = {"agent": "坐席 1", "text": "您的材料齐了,号码 13800138000"}
    key = {"Idempotency-Key": "w"}
    for _ in range(2):
        spoken = client.post(f"{desk}/words", json=words, headers=key)
        assert spoken.status_code == 200
    shown = client.get(begun).json()["turns"]
    assert [turn["reply"]["status"] for turn in shown] == ["answered", "with_agent", "agent"]
    assert shown[-1]["reply"]["reply"] == "您的材料齐了,号码 〔手机号〕"
    assert shown[-1]["text"] == "" and client.get(begun).json()["facts"] != []

    other = client.post(f"{desk}/words", json={"agent": "坐席 2", "text": "我来"})
    assert other.status_code == 409
    assert client.post(f"{desk}/close", json={"agent": "坐席 1"}).status_code == 204
    assert client.get(f"{begun}/handover").status_code == 404
    again = client.post(f"{begun}/turns", json={"text": "还有一件事"}).json()["turn"]["reply"]
    assert again["status"] == "answered"


def test_leaving_the_queue(client: TestClient, begun: str) -> None:
    client.post(f"{begun}/handover")
    assert client.delete(f"{begun}/handover").status_code == 204
    answer = client.delete(f"{begun}/handover")
    assert answer.status_code == 404 and "没有在排队" in answer.json()["detail"]
    assert client.post("/v1/conversations/nobody/handover").status_code == 404
