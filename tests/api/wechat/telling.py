"""A citizen in WeChat, for tests of one app."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from tests.api.wechat.interface import Interface
from tests.api.wechat.platform import Call, Platform

CITIZEN = "o_citizen-1"
PATIENCE = 15.0


@dataclass
class Wechat:
    client: TestClient
    platform: Platform
    interface: Interface
    database: Engine

    def post(self, call: Call) -> httpx.Response:
        return self.client.post("/wechat", params=call.query, content=call.body)

    def send(self, elements: dict[str, str]) -> dict[str, str] | None:
        """Deliver it; the passive reply's elements."""
        self.interface.heard_from(elements["FromUserName"])
        answer = self.post(self.platform.call(elements))
        assert answer.status_code == 200, answer.text
        return self.platform.read(answer.content)

    def say(self, words: str, openid: str = CITIZEN) -> str:
        """A text; the passive reply's text."""
        found = self.send(self.platform.message(openid, Content=words))
        return (found or {}).get("Content", "")

    def click(self, key: str) -> str:
        found = self.send(self.event("CLICK", EventKey=key))
        return (found or {}).get("Content", "")

    def event(self, name: str, **elements: str) -> dict[str, str]:
        return self.platform.message(CITIZEN, "event", Event=name, **elements)

    def rows(self, query: str) -> list[Any]:
        with self.database.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def turns(self) -> list[str]:
        """What was said in turns, in order."""
        return [row[0] for row in self.rows("SELECT text FROM turn ORDER BY number")]


def until(true: Callable[[], bool]) -> None:
    """Wait for what happens by itself."""
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)
