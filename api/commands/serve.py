"""`wenzheng serve`: the app with its Rasa, until Ctrl-C or SIGTERM; then both end."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
import time
from dataclasses import replace
from types import FrameType

import click

from api.commands.language import Command, Sentence, WholeNumber
from api.commands.project import settings_here
from api.settings import Settings

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
FACTORY = "api.app:app_from_environment"
ANNOUNCED_AFTER = 120
TAKEN = "端口 {port} 已经有程序在用。请换一个,例如 --port {next},或先停掉那个程序。"


@click.command("serve", cls=Command, short_help="启动网页和接口")
@click.option(
    "--workers", type=WholeNumber(1, 64), default=1, metavar="个数", help="开几个进程,默认 1。"
)
@click.option("--host", metavar="地址", help="监听地址,默认 127.0.0.1(只有本机能打开)。")
@click.option("--port", type=WholeNumber(1, 65535), metavar="端口", help="默认 8000。")
def serve_command(workers: int, host: str | None, port: int | None) -> None:
    """启动网页、接口和对话引擎,按 Ctrl-C 停止。没有发布版本就先编译,没有对话模型就先训练。"""
    found = settings_here()
    settings = replace(found, host=host or found.host, port=port or found.port)
    refuse_taken_port(settings.host, settings.port)
    signal.signal(signal.SIGTERM, _stop)
    serve(settings, workers=workers)
    click.echo("已停止。", err=True)


def serve(settings: Settings, *, workers: int) -> None:
    """Prepare everything, then serve until told to stop. Ends with a sentence where it cannot."""
    from api.actions.endpoints import WEBHOOK
    from api.commands.dialogue import new_token, rasa_beside
    from api.commands.opening import current_release
    from api.store.database import DatabaseRefused, open_database

    current_release(settings)
    try:
        open_database(settings.database).dispose()
    except DatabaseRefused as refused:
        raise Sentence(str(refused)) from None
    settings = replace(settings, rasa_token=settings.rasa_token or new_token())
    if settings.rasa:
        _run(settings, workers)
        return
    with rasa_beside(settings, actions_url=f"{address_of(settings)}{WEBHOOK}") as rasa:
        _run(replace(settings, rasa=rasa), workers)


def address_of(settings: Settings) -> str:
    """Where this machine reaches the app."""
    host = EVERYWHERE.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def refuse_taken_port(host: str, port: int) -> None:
    """Ends the command with a sentence where nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return
        except PermissionError:
            said = f"没有权限使用端口 {port},请换一个 1024 以上的,例如 --port 8000。"
        except OSError as error:
            said = f"监听地址「{host}」用不了,请改 --host,例如 127.0.0.1。"
            if error.errno == errno.EADDRINUSE:
                said = TAKEN.format(port=port, next=port % 65535 + 1)
    raise Sentence(said)


def _run(settings: Settings, workers: int) -> None:
    import uvicorn

    os.environ.update(environment_of(settings))
    threading.Thread(target=_announce, args=(settings,), daemon=True).start()
    uvicorn.run(
        FACTORY,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        log_level="warning",
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=5,
    )


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as worker processes read them."""
    return {
        "WENZHENG_ROOT": str(settings.root),
        "WENZHENG_DATABASE_URL": settings.database,
        "WENZHENG_RELEASES": str(settings.releases),
        "WENZHENG_HOST": settings.host,
        "WENZHENG_PORT": str(settings.port),
        "WENZHENG_RASA_URL": settings.rasa or "",
        "WENZHENG_RASA_TOKEN": settings.rasa_token,
        "WENZHENG_ENCODER": str(settings.encoder or ""),
        "WENZHENG_RATE_LIMIT": settings.limit,
        "WENZHENG_COUNTERS_URL": settings.counters,
        "WENZHENG_KEEP_DAYS": str(settings.keep_days),
    }


def _announce(settings: Settings) -> None:
    """Say where to look, as soon as something answers there."""
    address = address_of(settings)
    host = EVERYWHERE.get(settings.host, settings.host)
    for _ in range(ANNOUNCED_AFTER * 2):
        try:
            socket.create_connection((host, settings.port), timeout=1).close()
        except OSError:
            time.sleep(0.5)
            continue
        pages = (
            f"首页 {address}/ 坐席台 {address}/hotline 编辑台 {address}/editor 接口 {address}/docs"
        )
        click.echo(f"已经启动:{pages}\n按 Ctrl-C 停止。", err=True)
        return


def _stop(number: int, frame: FrameType | None) -> None:
    """SIGTERM ends the command as Ctrl-C does, so that Rasa is stopped too."""
    raise KeyboardInterrupt
