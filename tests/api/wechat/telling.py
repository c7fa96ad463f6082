"""A citizen in WeChat, for tests of one app."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from tests.api.wechat.interface import Interface
from tests.api.wechat.platform import Call, Platform

CITIZEN = "o_citizen-1"
READING = 3.0
UNSENT = "SELECT id FROM wechat_part WHERE sent_at IS NULL"


@dataclass
class Wechat:
    client: TestClient
    platform: Platform
    interface: Interface
    database: Engine
    events: int = 0

    def post(self, call: Call) -> Any:
        return self.client.post("/wechat", params=call.query, content=call.body)

    def send(self, elements: dict[str, str]) -> dict[str, str] | None:
        """Deliver it once the rest of the last answer is out; the passive reply's elements."""
        self.pause()
        self.interface.heard_from(elements["FromUserName"])
        answer = self.post(self.platform.call(elements))
        assert answer.status_code == 200, answer.text
        return self.platform.read(answer.content)

    def say(self, words: str, openid: str = CITIZEN) -> str:
        """A text; the passive reply's text."""
        found = self.send(self.platform.message(openid, Content=words))
        return (found or {}).get("Content", "")

    def pause(self) -> None:
        """As long as a citizen takes to read, if anything is on its way to them."""
        ends = time.monotonic() + READING
        while time.monotonic() < ends and self.rows(UNSENT):
            time.sleep(0.05)

    def click(self, key: str) -> str:
        found = self.send(self.event("CLICK", EventKey=key))
        return (found or {}).get("Content", "")

    def event(self, name: str, **elements: str) -> dict[str, str]:
        """No two of them in one second."""
        self.events += 1
        made = self.platform.message(CITIZEN, "event", Event=name, **elements)
        return made | {"CreateTime": str(int(made["CreateTime"]) + self.events)}

    def speak(self, words: str) -> str:
        """An agent speaks to the citizen."""
        ((conversation,),) = self.rows("SELECT conversation FROM wechat_person")
        service = self.client.app.state.wechat  # type: ignore[attr-defined]
        assert self.client.portal is not None
        said: str = self.client.portal.call(service.speak, conversation, words)
        return said

    def rows(self, query: str) -> list[Any]:
        with self.database.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def turns(self) -> list[str]:
        """What was said in turns, in order."""
        return [row[0] for row in self.rows("SELECT text FROM turn ORDER BY number")]
