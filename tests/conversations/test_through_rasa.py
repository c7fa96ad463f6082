"""The conversations marked `rasa: true` through the real way of a turn: masked, given to Rasa,
called back, answered, stored. One server for all; Rasa decides the acts, not the files.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.commands.dialogue import talking
from api.settings import Settings
from api.turns.service import TurnService
from tests.conftest import ROOT
from tests.conversations.test_conversations import FILES, compare, read

pytestmark = pytest.mark.rasa

THROUGH = [file for file in FILES if read(file).get("rasa")]
TODAY = "2026-11-22"


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def chat(
    release_path: Path, tmp_path_factory: pytest.TempPathFactory, loop: asyncio.Runner
) -> Iterator[TurnService]:
    database = f"sqlite:///{tmp_path_factory.mktemp('talk') / 'talk.db'}"
    settings = Settings(root=ROOT, database=database, releases=release_path.parent)
    today = read(THROUGH[0])["today"]
    with talking(settings, database=database, today=today) as service:
        yield service


@pytest.mark.parametrize("file", THROUGH, ids=lambda file: file.stem)
def test_conversation_through_rasa(chat: TurnService, loop: asyncio.Runner, file: Path) -> None:
    script = read(file)
    assert str(script["today"]) == TODAY
    conversation = chat.begin().conversation.id
    for number, turn in enumerate(script["turns"], 1):
        reply = loop.run(chat.take(conversation, turn["says"])).reply
        unexpected = compare(turn, reply)
        assert not unexpected, (
            f"{file.name}, turn {number} ({turn['says']}): {unexpected}\n{reply.reply}"
        )
