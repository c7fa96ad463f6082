"""Rasa for a command: trained when needed, running while the command does, and gone with it."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import uvicorn

from api.actions.endpoints import WEBHOOK
from api.app import open_parts
from api.commands.language import Sentence
from api.commands.opening import current_release
from api.commands.progress import Seconds
from api.dialogue import Dialogue, WithoutRasa
from api.parts import Parts, assemble, turn_service
from api.settings import Settings
from api.turns.service import TurnService
from assistant.client import RasaClient
from assistant.rasa_keeper import kept_running
from assistant.rasa_process import RasaProblem, RasaProcess, find_rasa_python
from assistant.rasa_process import train as train_model

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 60.0
WITHOUT = "不用 Rasa 继续:每句话照样回答,只是听不出确认、追问、转人工这些对话行为。"


def new_token() -> str:
    """The shared word between the app and the Rasa that it starts."""
    return secrets.token_urlsafe(24)


def trained_model(settings: Settings, python: Path) -> Path:
    """The dialogue model for the present files, trained if there is none. Raises RasaProblem."""
    waiting = Seconds("正在训练对话行为模型")
    try:
        return train_model(settings.root, python, progress=waiting)
    finally:
        waiting.done()


@contextmanager
def rasa_beside(settings: Settings, *, actions_url: str) -> Iterator[str | None]:
    """The address of a Rasa that calls `actions_url`; None, said once, where it cannot run."""
    with ExitStack() as stack:
        try:
            python = find_rasa_python(settings.root)
            model = trained_model(settings, python)
            address = stack.enter_context(_started(settings, python, model, actions_url))
        except RasaProblem as problem:
            click.echo(f"{problem}\n{WITHOUT}", err=True)
            address = None
        yield address


@contextmanager
def _started(settings: Settings, python: Path, model: Path, actions_url: str) -> Iterator[str]:
    waiting = Seconds("正在启动对话引擎")
    process = RasaProcess(
        settings.root,
        python,
        model=model,
        actions_url=actions_url,
        token=settings.rasa_token,
        progress=waiting,
    )
    try:
        process.start()
    finally:
        waiting.done()
    with kept_running(process):
        yield process.url


@contextmanager
def talking(settings: Settings, *, database: str, today: date) -> Iterator[TurnService]:
    """A chat over its own database, with Rasa and the action server beside it on loopback."""
    with served(settings, database=database, today=today) as (parts, _):
        yield turn_service(parts)


@contextmanager
def served(settings: Settings, *, database: str, today: date) -> Iterator[tuple[Parts, str]]:
    """The app's parts on a day that is given, and the address on loopback at which Rasa and
    anybody else reaches it.
    """
    release = current_release(settings)
    settings = replace(settings, database=database, rasa_token=new_token())
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        actions_url = f"http://{LOOPBACK}:{listener.getsockname()[1]}{WEBHOOK}"
        with rasa_beside(settings, actions_url=actions_url) as address:
            dialogue: Dialogue = WithoutRasa()
            if address is not None:
                dialogue = RasaClient(
                    address, settings.rasa_token, timeout_seconds=PATIENCE_SECONDS
                )
            parts = open_parts(settings, release, dialogue=dialogue, today=lambda: today)
            with _action_server(parts, listener):
                yield parts, actions_url.removesuffix(WEBHOOK)


@contextmanager
def _action_server(parts: Parts, listener: socket.socket) -> Iterator[None]:
    """The app on its own thread, for Rasa to call."""
    config = uvicorn.Config(assemble(parts), log_level="warning", access_log=False, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise Sentence("内部的动作服务没有启动成功,请再运行一次。")
        time.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
