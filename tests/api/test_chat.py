"""The chat over HTTP: a turn is masked, answered with or without Rasa, kept once, read again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.clock import now_in_utc
from api.parts import Parts, assemble
from api.store.conversations import Conversations
from api.store.database import open_database
from tests.api.fakes import TODAY, AbsentRasa, FakeEngine, SilentRasa, fake_parts

ID_NUMBER = "440301199001011234"
PROBLEM = "application/problem+json"


def parts_of(folder: Path, *, dialogue: Any, engine: FakeEngine | None = None) -> Parts:
    return fake_parts(
        open_database(f"sqlite:///{folder}/test.db"),
        engine=engine or FakeEngine(),
        dialogue=dialogue,
    )


@pytest.fixture
def parts(tmp_path: Path) -> Any:
    parts = parts_of(tmp_path, dialogue=AbsentRasa())
    yield parts
    parts.database.dispose()


@pytest.fixture
def client(parts: Parts) -> TestClient:
    return TestClient(assemble(parts), raise_server_exceptions=False)


@pytest.fixture
def turns(client: TestClient) -> str:
    """The address to say something to a fresh conversation."""
    return f"/v1/conversations/{client.post('/v1/conversations').json()['id']}/turns"


def test_a_turn_is_answered_while_rasa_is_down(client: TestClient, turns: str) -> None:
    answer = client.post(turns, json={"text": "在厚街住了三年多"})
    assert answer.status_code == 200
    taken = answer.json()
    assert taken["turn"]["number"] == 1
    assert taken["turn"]["reply"]["route"]["goals"] == [
        {"goal": "permit", "title": "领到居住证", "for": "本人"}
    ]
    assert taken["facts"] == [
        {
            "key": "本人.连续居住月数",
            "person": "本人",
            "name": "连续居住月数",
            "shown": "36 到 47 个月",
            "words": "三年多",
            "turn": 1,
            "source": "said",
        }
    ]
    assert taken["lists"][0]["title"] == "居住证与居住登记"
    assert taken["lists"][0]["reviewed"] is None


def test_a_conversation_can_be_read_again(client: TestClient, turns: str) -> None:
    client.post(turns, json={"text": "甲"})
    client.post(turns, json={"text": "乙"})
    found = client.get(turns.removesuffix("/turns")).json()
    assert [turn["text"] for turn in found["turns"]] == ["甲", "乙"]
    assert found["route"]["trips"][0]["place"] == "厚街 · 派出所"
    assert found["asks"]["fact"] == "本人.有合法稳定住所"


def test_nothing_unmasked_is_stored_sent_or_answered(tmp_path: Path) -> None:
    rasa, engine = SilentRasa(), FakeEngine()
    parts = parts_of(tmp_path, dialogue=rasa, engine=engine)
    client = TestClient(assemble(parts))
    conversation = client.post("/v1/conversations").json()["id"]
    answer = client.post(
        f"/v1/conversations/{conversation}/turns", json={"text": f"我的号码是{ID_NUMBER}"}
    )
    with parts.database.connect() as connection:
        stored = connection.execute(text("SELECT text, reply FROM turn")).all()
        state = connection.execute(text("SELECT state FROM turn")).all()
    parts.database.dispose()
    for seen in (answer.text, str(stored), str(state), str(rasa.sent), str(engine.calls)):
        assert ID_NUMBER not in seen
    assert "〔身份证号〕" in stored[0][0]


def test_rasa_that_never_calls_back_costs_the_act_only(tmp_path: Path) -> None:
    rasa, engine = SilentRasa(), FakeEngine()
    parts = parts_of(tmp_path, dialogue=rasa, engine=engine)
    client = TestClient(assemble(parts))
    conversation = client.post("/v1/conversations").json()["id"]
    address = f"/v1/conversations/{conversation}/turns"
    answer = client.post(address, json={"text": "甲"}, headers={"Idempotency-Key": "k"})
    parts.database.dispose()
    assert answer.status_code == 200
    assert rasa.sent == [(conversation, "甲", {"key": "k", "watched": False})]
    assert engine.calls == [("甲", None)]


def test_one_key_is_taken_once(client: TestClient, turns: str, parts: Parts) -> None:
    first = client.post(turns, json={"text": "甲"}, headers={"Idempotency-Key": "same"}).json()
    second = client.post(turns, json={"text": "甲"}, headers={"Idempotency-Key": "same"}).json()
    assert first["turn"] == second["turn"]
    assert isinstance(parts.engine, FakeEngine) and len(parts.engine.calls) == 1


def test_one_key_for_two_texts_is_refused(client: TestClient, turns: str) -> None:
    client.post(turns, json={"text": "甲"}, headers={"Idempotency-Key": "same"})
    answer = client.post(turns, json={"text": "乙"}, headers={"Idempotency-Key": "same"})
    assert answer.status_code == 422 and "Idempotency-Key" in answer.json()["detail"]


@pytest.mark.parametrize("empty", ["", "   ", "\n\u0000\t", "\u200b\u3000"])
def test_an_empty_message_gets_a_sentence(client: TestClient, turns: str, empty: str) -> None:
    answer = client.post(turns, json={"text": empty})
    assert answer.status_code == 422
    assert "请用一两句话说说" in answer.json()["detail"]


def test_a_long_message_is_answered(client: TestClient, turns: str) -> None:
    answer = client.post(turns, json={"text": "头" + "长" * 20_000 + "尾"})
    assert answer.status_code == 200
    kept = answer.json()["turn"]["text"]
    assert len(kept) <= 2000 and kept[0] == "头" and kept[-1] == "尾" and "略去" in kept


def test_a_body_over_the_limit_is_refused(client: TestClient, turns: str) -> None:
    answer = client.post(turns, json={"text": "长" * 100_000})
    assert answer.status_code == 413
    assert "请分几次说" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"text": ', "不是合法的 JSON"),
        ("{}", "缺少「text」"),
        ('{"text": 5}', "「text」应当是文字"),
        ('{"text": "\\ud800"}', "没有收到内容"),
        ('{"text": "甲", "extra": 1}', "不认识「extra」"),
        ("[]", "写得不对"),
    ],
)
def test_a_bad_body_is_explained(client: TestClient, turns: str, body: str, said: str) -> None:
    answer = client.post(turns, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert said in problem["detail"]
    assert set(problem) == {"type", "title", "status", "detail"} and problem["status"] == 422


def test_signs_no_database_keeps_are_dropped(client: TestClient, turns: str) -> None:
    assert client.post(turns, json={"text": "甲\u0000乙"}).json()["turn"]["text"] == "甲乙"


def test_a_slash_is_no_command(client: TestClient, turns: str) -> None:
    assert client.post(turns, json={"text": " /restart"}).json()["turn"]["text"] == "／restart"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/conversations/nobody", 404),
        ("POST", "/v1/conversations/nobody/turns", 404),
        ("GET", "/nowhere", 404),
        ("DELETE", "/v1/conversations", 405),
    ],
)
def test_what_is_not_there_is_a_problem(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path, json={"text": "甲"} if method == "POST" else None)
    assert answer.status_code == status and answer.headers["content-type"] == PROBLEM
    assert "。" in answer.json()["detail"]


def test_what_nobody_foresaw_shows_nothing_inside(client: TestClient, turns: str) -> None:
    answer = client.post(turns, json={"text": "炸"})
    assert answer.status_code == 500 and answer.headers["content-type"] == PROBLEM
    assert "secret internals" not in answer.text and "Traceback" not in answer.text
    assert "12345" in answer.json()["detail"]


def test_markup_comes_back_as_text_under_a_strict_policy(client: TestClient, turns: str) -> None:
    answer = client.post(turns, json={"text": "<script>alert(1)</script>"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["turn"]["text"] == "<script>alert(1)</script>"
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def left_behind(parts: Parts, conversation: str, words: str) -> str:
    """The id of a turn accepted by a process that died a minute ago."""
    a_minute_ago = now_in_utc() - timedelta(minutes=1)
    kept = Conversations(parts.database, now=lambda: a_minute_ago)
    return kept.accept(conversation, key="lost", text=words, day=TODAY).turn.id


def test_words_left_behind_are_answered_before_the_next_ones(
    client: TestClient, parts: Parts, turns: str
) -> None:
    address = turns.removesuffix("/turns")
    left_behind(parts, address.rpartition("/")[2], "甲")
    assert [one["text"] for one in client.get(address).json()["unanswered"]] == ["甲"]
    assert client.post(turns, json={"text": "乙"}).json()["turn"]["number"] == 2
    found = client.get(address).json()
    assert [turn["text"] for turn in found["turns"]] == ["甲", "乙"] and found["unanswered"] == []


def test_words_left_behind_are_answered_for_who_follows_them(
    client: TestClient, parts: Parts, turns: str
) -> None:
    address = turns.removesuffix("/turns")
    turn = left_behind(parts, address.rpartition("/")[2], "甲")
    followed = client.get(f"{turns}/{turn}/events")
    assert "event: done" in followed.text and "听到了:甲" in followed.text
    assert len(client.get(address).json()["turns"]) == 1


def test_words_that_cannot_be_answered_do_not_block_the_next_ones(
    client: TestClient, parts: Parts, turns: str
) -> None:
    address = turns.removesuffix("/turns")
    left_behind(parts, address.rpartition("/")[2], "炸")
    assert client.post(turns, json={"text": "乙"}).status_code == 200
    replies = [turn["reply"] for turn in client.get(address).json()["turns"]]
    assert [reply["status"] for reply in replies] == ["failed", "answered"]
    assert "换个说法" in replies[0]["reply"]
