"""The app over fakes as a process of its own, so that tests can kill it: address and database are
given, the engine takes its time where the words ask for it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date

import uvicorn

from api.parts import assemble
from api.settings import WechatAccount
from api.store.database import open_database
from assistant.client import RasaClient
from assistant.turn.conversation import Conversation, Reply
from tests.api.fakes import FakeEngine, fake_parts
from tests.api.wechat import platform

SLOWLY = "慢慢"
SECONDS = 2.0
TOKEN = "secret"


class DeliberateEngine(FakeEngine):
    """Has heard at once; plans for two seconds where the words say 慢慢."""

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
        if SLOWLY in text:
            time.sleep(SECONDS)
        return found


def account(api: str, *keys: str) -> WechatAccount:
    """The account that the platform of the tests plays; in safe mode unless told otherwise."""
    return WechatAccount(platform.TOKEN, platform.APPID, "secret", keys or (platform.AES_KEY,), api)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rasa", required=True)
    parser.add_argument("--wechat", help="the address of WeChat's interface")
    given = parser.parse_args()
    parts = fake_parts(
        open_database(given.database),
        engine=DeliberateEngine(),
        dialogue=RasaClient(given.rasa, TOKEN, timeout_seconds=2.0),
        action_token=TOKEN,
        site="https://wz.example",
        wechat=account(given.wechat) if given.wechat else None,
    )
    uvicorn.run(assemble(parts), host="127.0.0.1", port=given.port, log_level="warning", ws="none")


if __name__ == "__main__":
    main()
