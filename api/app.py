"""The app: the only place where the real parts are opened and wired to each other."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from fastapi import FastAPI

from api.clock import today_in_china
from api.dialogue import Dialogue, WithoutRasa
from api.opened import Opened
from api.parts import Parts, assemble
from api.releases import Releases, engine_over
from api.settings import Settings, read_settings
from api.store.database import open_database
from assistant.client import RasaClient
from knowledge.compiler.check import check
from knowledge.index.release import CURRENT, Release, open_release

# Rasa decides in some 10 ms, and a Rasa that is down refuses at once, so this bounds one that
# hangs: whoever waits longer gets the answer without its act. A turn that is itself slow, being
# taken inside Rasa's call, is waited for all the same.
RASA_SECONDS = 2.0


def create_app(settings: Settings) -> FastAPI:
    """The app over what settings name. Raises DatabaseRefused."""
    dialogue: Dialogue = WithoutRasa()
    if settings.rasa:
        dialogue = RasaClient(settings.rasa, settings.rasa_token, timeout_seconds=RASA_SECONDS)
    release = open_release(settings.releases / CURRENT)
    parts = open_parts(settings, release, dialogue=dialogue, today=today_in_china)
    first = Opened(parts.release, parts.knowledge, parts.engine)
    return assemble(replace(parts, newest=Releases(settings.releases, first).newest))


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
        engine=engine_over(release),
        dialogue=dialogue,
        database=open_database(settings.database),
        check=lambda: check(settings.root),
        today=today,
        action_token=settings.rasa_token,
        limit=settings.limit,
        counters=settings.counters,
        site=settings.site,
        wechat=settings.wechat,
        record=settings.var / "wechat.jsonl",
    )
