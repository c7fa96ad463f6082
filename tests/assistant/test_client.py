"""RasaClient against a small server on loopback that answers as Rasa's REST channel does."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.client import RasaClient, RasaUnavailable

TOKEN = "for-tests"


class FakeRasa(ThreadingHTTPServer):
    """Answers with `status` and `body` after `delay` seconds; remembers what it got."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.body = b'[{"recipient_id": "c1", "text": "hello"}]'
        self.delay = 0.0
        self.received: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeRasa

    def do_GET(self) -> None:
        self._answer(200 if self._admitted() else 401, b"{}")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if not self._admitted():
            self._answer(401, b"{}")
            return
        self.server.received.append({"path": self.path, "body": json.loads(body)})
        time.sleep(self.server.delay)
        self._answer(self.server.status, self.server.body)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _admitted(self) -> bool:
        return self.headers["authorization"] == f"Bearer {TOKEN}"

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def send(url: str, message: str = "你好", token: str = TOKEN, **more: Any) -> list[dict[str, Any]]:
    async def once() -> list[dict[str, Any]]:
        async with RasaClient(url, token, timeout_seconds=0.5) as client:
            return await client.send("c1", message, **more)

    return asyncio.run(once())


def ready(url: str, token: str = TOKEN) -> bool:
    async def once() -> bool:
        async with RasaClient(url, token, timeout_seconds=0.5) as client:
            return await client.ready()

    return asyncio.run(once())


def test_a_message_goes_out_with_sender_and_metadata(rasa: FakeRasa) -> None:
    assert send(rasa.url, "小孩要上学", metadata={"turn": "t1"}) == [
        {"recipient_id": "c1", "text": "hello"}
    ]
    assert rasa.received == [
        {
            "path": "/webhooks/rest/webhook",
            "body": {"sender": "c1", "message": "小孩要上学", "metadata": {"turn": "t1"}},
        }
    ]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (400, b'{"error": "body"}', "refused"),
        (502, b'{"error": "unanswered"}', "unanswered"),
        (500, b"oops", "unanswered"),
        (200, b"[]", "unanswered"),
        (200, b"<html>", "unreadable"),
        (200, b'{"text": "hello"}', "unreadable"),
        (200, b'["hello"]', "unreadable"),
    ],
)
def test_what_is_not_an_answer_is_a_domain_error(
    rasa: FakeRasa, status: int, body: bytes, reason: str
) -> None:
    rasa.status, rasa.body = status, body
    with pytest.raises(RasaUnavailable) as caught:
        send(rasa.url)
    assert caught.value.reason == reason
    assert caught.value.status == "rasa_unavailable"


def test_a_slow_rasa_is_given_up(rasa: FakeRasa) -> None:
    rasa.delay = 1.5
    with pytest.raises(RasaUnavailable) as caught:
        send(rasa.url)
    assert caught.value.reason == "slow"


def test_a_wrong_token_is_refused(rasa: FakeRasa) -> None:
    with pytest.raises(RasaUnavailable) as caught:
        send(rasa.url, token="wrong")
    assert caught.value.reason == "refused"
    assert rasa.received == []


def test_nobody_there() -> None:
    with pytest.raises(RasaUnavailable) as caught:
        send("http://127.0.0.1:9")
    assert caught.value.reason == "unreachable"
    assert not ready("http://127.0.0.1:9")


def test_ready_only_for_those_who_know_the_token(rasa: FakeRasa) -> None:
    assert ready(rasa.url)
    assert not ready(rasa.url, token="wrong")


def test_proxy_settings_are_ignored(rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert send(rasa.url)
