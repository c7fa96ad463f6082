"""The app: the only place where the real parts are opened and wired to each other."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from fastapi import FastAPI

from api.clock import today_in_china
from api.dialogue import Dialogue, WithoutRasa
from api.parts import Parts, assemble
from api.settings import Settings, read_settings
from api.store.database import open_database
from assistant.client import RasaClient
from assistant.turn.engine import Engine
from knowledge.compiler.check import check
from knowledge.index.release import CURRENT, Release, open_release
from knowledge.retrieval.finder import Finder

# Rasa decides in milliseconds; the rest is the turn itself, taken inside its call. A Rasa that is
# down refuses at once, so this bounds only one that hangs.
RASA_SECONDS = 8.0


def create_app(settings: Settings) -> FastAPI:
    """The app over what settings name. Raises DatabaseRefused."""
    dialogue: Dialogue = WithoutRasa()
    if settings.rasa:
        dialogue = RasaClient(settings.rasa, settings.rasa_token, timeout_seconds=RASA_SECONDS)
    release = open_release(settings.releases / CURRENT)
    return assemble(open_parts(settings, release, dialogue=dialogue, today=today_in_china))


def app_from_environment() -> FastAPI:
    """For uvicorn's worker processes, which can be handed nothing but the environment."""
    return create_app(read_settings(os.environ, start=Path.cwd()))


def open_parts(
    settings: Settings, release: Release, *, dialogue: Dialogue, today: Callable[[], date]
) -> Parts:
    """Everything real around one release. Raises DatabaseRefused."""
    return Parts(
        release=release.name,
        knowledge=release.knowledge,
        engine=Engine(release, Finder(release)),
        dialogue=dialogue,
        database=open_database(settings.database),
        check=lambda: check(settings.root),
        today=today,
        action_token=settings.rasa_token,
    )
