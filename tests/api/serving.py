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
from api.store.database import open_database
from assistant.client import RasaClient
from assistant.turn.conversation import Conversation, Reply
from tests.api.fakes import FakeEngine, fake_parts

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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rasa", required=True)
    given = parser.parse_args()
    parts = fake_parts(
        open_database(given.database),
        engine=DeliberateEngine(),
        dialogue=RasaClient(given.rasa, TOKEN, timeout_seconds=2.0),
        action_token=TOKEN,
    )
    uvicorn.run(assemble(parts), host="127.0.0.1", port=given.port, log_level="warning", ws="none")


if __name__ == "__main__":
    main()
