"""The real Rasa, trained and started once: messages go in over REST, through the action, and back.

Needs the Rasa environment; without it the tests are skipped by name, and fail where CI is true.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest

from assistant.actions.server import ActionCall, parse_call, reply_payload
from assistant.client import RasaClient, RasaUnavailable
from assistant.rasa_process import RasaProcess, RasaPythonMissing, find_rasa_python, train
from assistant.turn.conversation import Reply

pytestmark = pytest.mark.rasa

ROOT = Path(__file__).parents[3]
TOKEN = "for-tests"
Awaits = Literal["", "fact", "step", "rating", "reason"]
SITUATION = "我是湖南的,在厚街上班三年多了,小孩明年九月读小学"
SECRET_WORDS = "我住在厚街,居住证丢了怎么补办"


class ActionServer(ThreadingHTTPServer):
    """The smallest app: remembers each call, answers "turn <n>", and fails on SECRET_WORDS."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[ActionCall] = []
        self.sizes: list[int] = []
        self.tokens: set[str] = set()
        self.awaits: Awaits = ""
        self.status = "answered"

    def reply(self) -> Reply:
        """One answer of two paragraphs that waits for what the test wants."""
        return Reply(reply="一\n\n二", kind="consult", status=self.status, awaits=self.awaits)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/webhook"


class _Handler(BaseHTTPRequestHandler):
    server: ActionServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        call = parse_call(json.loads(body))
        self.server.calls.append(call)
        self.server.sizes.append(len(body))
        self.server.tokens.add(self.headers["authorization"])
        answer = json.dumps(
            reply_payload(f"turn {len(self.server.calls)}", self.server.reply(), call)
        ).encode()
        self.send_response(500 if call.text == SECRET_WORDS else 200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass
class Served:
    """A running Rasa and the app it calls; `send` gives one message to it."""

    url: str
    app: ActionServer

    def send(self, message: str, *, sender: str = "c1", token: str = TOKEN) -> list[dict[str, Any]]:
        async def once() -> list[dict[str, Any]]:
            async with RasaClient(self.url, token, timeout_seconds=30) as client:
                return await client.send(sender, message, metadata={"turn": "t1"})

        return asyncio.run(once())

    def heard(self, message: str, *, sender: str = "c1") -> ActionCall:
        self.send(message, sender=sender)
        return self.app.calls[-1]


@pytest.fixture(scope="session")
def rasa_python() -> Path:
    try:
        return find_rasa_python(ROOT)
    except RasaPythonMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def served(rasa_python: Path) -> Iterator[Served]:
    model = train(ROOT, rasa_python)
    with ActionServer() as app:
        thread = threading.Thread(target=app.serve_forever)
        thread.start()
        try:
            with RasaProcess(
                ROOT, rasa_python, model=model, actions_url=app.url, token=TOKEN
            ) as rasa:
                yield Served(rasa.url, app)
        finally:
            app.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ("你好呀", "greet"),
        ("着火了，楼下全是烟", "emergency"),
        ("我想转人工客服", "request_human"),
        ("我是清远人，在东莞工作多年，想买房定居，孩子要上学，老婆孩子入户，医保也要报销",
         "tell_situation"),
        ("急诊抢救的费用医保能报销吗", "ask_question"),
        ("多谢晒", "thanks"),
        ("这个我也不知道", "dont_know"),
    ],
)  # fmt: skip
def test_the_action_learns_the_act(served: Served, message: str, act: str) -> None:
    heard = served.heard(message)
    assert (heard.act, heard.sure) == (act, True)
    assert (heard.sender, heard.text, heard.metadata) == ("c1", message, {"turn": "t1"})


def test_the_answer_comes_back_with_its_turn(served: Served) -> None:
    messages = served.send("社保怎么转过来")
    assert [message.get("text") for message in messages] == ["一", "二", None]
    assert messages[-1]["custom"] == {"turn": f"turn {len(served.app.calls)}"}
    assert served.app.tokens == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("command", ["/restart", "/act_greet", "/session_start", " /back{}"])
def test_a_command_is_only_writing(served: Served, command: str) -> None:
    assert served.heard(command).text.startswith("／")


def test_who_does_not_know_the_token_is_refused(served: Served) -> None:
    with pytest.raises(RasaUnavailable) as caught:
        served.send("你好", token="wrong")
    assert caught.value.reason == "refused"


def test_the_http_api_is_off(served: Served) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=served.url, headers=headers, trust_env=False) as http:
        assert http.get("/webhooks/rest/").json() == {"status": "ok"}
        for path in ("/status", "/version", "/domain", "/conversations/c1/tracker"):
            assert http.get(path).status_code == 404
        assert http.post("/model/parse", json={"text": "你好"}).status_code == 404


def test_a_failed_action_is_an_error_and_leaves_no_words_in_the_log(served: Served) -> None:
    with pytest.raises(RasaUnavailable) as caught:
        served.send(SECRET_WORDS)
    assert caught.value.reason == "unanswered"
    log = (ROOT / "var" / "logs" / "rasa.log").read_text(encoding="utf-8")
    assert "action_turn" in log
    assert "厚街" not in log


@pytest.mark.parametrize("message", ["", "  ", "🙂", "？！", "啊" * 5000])
def test_odd_messages_never_hang(served: Served, message: str) -> None:
    if message.strip():
        assert served.heard(message, sender="odd").sender == "odd"
    else:
        with pytest.raises(RasaUnavailable):
            served.send(message, sender="odd")


def test_a_long_conversation_does_not_grow_the_calls(served: Served) -> None:
    for _ in range(12):
        served.send("住在厚街", sender="long")
    assert served.app.sizes[-1] < 1.5 * served.app.sizes[-6]


@dataclass
class Thread:
    """One conversation of the served Rasa, and how each message of it was decided."""

    served: Served
    sender: str

    def decided(self, message: str, *, awaits: Awaits = "", status: str = "answered") -> str:
        """Rasa's decision on a message that the app answers waiting for `awaits`."""
        self.served.app.awaits, self.served.app.status = awaits, status
        before = len(self.served.app.calls)
        try:
            heard = self.served.heard(message, sender=self.sender)
        finally:
            self.served.app.awaits, self.served.app.status = "", "answered"
        assert len(self.served.app.calls) == before + 1, "one message is one call"
        return str(heard.decision())


def test_an_ask_is_interrupted_and_comes_back(served: Served) -> None:
    thread = Thread(served, "interrupted")
    opened = thread.decided(SITUATION, awaits="fact")
    assert not opened.endswith(("answer", "interruption"))
    assert thread.decided("居住证过期了怎么办", awaits="fact") == "ask_question interruption"
    assert thread.decided("为什么要问这个", awaits="fact") == "ask_why interruption"
    assert thread.decided("不知道", awaits="fact") == "dont_know answer"
    assert thread.decided("没有") == "deny answer"
    assert thread.decided("下一步呢") == "next"


def test_a_form_that_waits_for_nothing_more_is_closed(served: Served) -> None:
    thread = Thread(served, "closed")
    thread.decided(SITUATION, awaits="fact")
    assert thread.decided("我要转人工") == "request_human interruption"
    assert thread.decided("没有") == "deny"


def test_one_form_gives_way_to_another(served: Served) -> None:
    thread = Thread(served, "rating")
    thread.decided(SITUATION, awaits="fact")
    assert thread.decided("我要评价", awaits="rating") == "rate interruption"
    assert thread.decided("不满意", awaits="reason") == "rate answer"
    assert thread.decided("太慢了,讲得不清楚", awaits="rating").endswith(" answer")
    assert thread.decided("社保怎么转过来") == "ask_question interruption"


def test_not_understood_has_two_stages_and_begins_again(served: Served) -> None:
    thread = Thread(served, "unclear")
    assert thread.decided("那个", status="unclear").startswith("unclear unsure unclear,")
    assert thread.decided("就是那个嘛", status="stuck").startswith("unclear stuck unclear,")
    assert thread.decided("那个", status="unclear").startswith("unclear unsure unclear,")
    assert thread.decided("社保怎么转过来") == "ask_question"


def test_the_server_ends_with_the_process_that_started_it(rasa_python: Path) -> None:
    command = [
        str(rasa_python),
        "-m",
        "assistant.bot.serve",
        "--model",
        "x",
        "--port",
        "1",
        "--tied",
    ]
    ended = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=60)
    assert ended.returncode == 0
