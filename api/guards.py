"""Layers around the whole app: how much may come in, how often, and headers on what goes out.

Pure ASGI, because a limit must hold before anything has read the body.
"""

from __future__ import annotations

import ipaddress
import logging
from math import ceil
from time import time
from typing import Any, cast

from limits import parse
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.storage import storage_from_string
from redis.asyncio import ConnectionPool
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response

log = logging.getLogger("wenzheng.http")
LIMITED = "/v1/"
OPENED = ("/v1/conversations", "/v1/links/", "/v1/script/")
REQUESTS = "120/minute"
READS = 10
COUNTED_HERE = "memory://"
TOO_OFTEN = "发得太快了,请过 {wait} 秒再发。说过的话都还在。"
TOO_LONG = "内容太长了,超过了 {limit} kB。请分几次说,一次说一两千字以内。"
DRAINED = 1024 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class BodyLimit:
    """Answers 413 to a body over `limit` bytes; paths under `wide` may have `wide_limit` bytes."""

    def __init__(self, app: ASGIApp, *, limit: int, wide: str, wide_limit: int) -> None:
        self._app = app
        self._limit = limit
        self._wide = wide
        self._wide_limit = wide_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._wide_limit if scope["path"].startswith(self._wide) else self._limit
        messages, size = await _read_body(receive, limit)
        if size > limit:
            answer = problem_response(413, TOO_LONG.format(limit=limit // 1024))
            await answer(scope, receive, send)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self._app(scope, replay, send)


async def _read_body(receive: Receive, limit: int) -> tuple[list[Message], int]:
    """The body's messages and its size in bytes. What is over the limit is dropped, yet read for a
    while: a browser that is still sending would see a broken connection instead of our answer.
    """
    messages: list[Message] = []
    size, more = 0, True
    while more and size <= limit + DRAINED:
        message = await receive()
        size += len(message.get("body", b""))
        more = bool(message.get("more_body", False))
        if size <= limit:
            messages.append(message)
    return messages, size


class RateLimit:
    """Answers 429 to a client that calls /v1/ more often than `limit` (12 per minute: "12/minute").

    Reading is cheap and may be ten times as frequent. `counters` is where requests are counted: in
    this process (memory) or, for several, in Redis. This machine itself is not limited. While the
    counters cannot be reached nobody is refused: an answer is worth more than the limit.
    """

    def __init__(self, app: ASGIApp, *, limit: str, counters: str) -> None:
        self._app = app
        write = parse(limit)
        read = type(write)(write.amount * READS, write.multiples, "read")
        self._limits = {True: read, False: write}
        self._pool = None if counters == COUNTED_HERE else ConnectionPool.from_url(counters)
        self._counted = FixedWindowRateLimiter(cast(Storage, self._storage(counters)))

    def _storage(self, counters: str) -> object:
        if self._pool is None:
            return storage_from_string(f"async+{counters}")
        options: dict[str, Any] = {"connection_pool": self._pool}
        return storage_from_string(f"async+{counters}", implementation="redispy", **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(LIMITED):
            client = (scope.get("client") or ("",))[0]
            wait = None if _is_here(client) else await self._wait(scope["method"], client)
            if wait is not None:
                answer = problem_response(429, TOO_OFTEN.format(wait=wait), retry_after=wait)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
        if scope["type"] == "lifespan" and self._pool is not None:
            await self._pool.aclose()

    async def _wait(self, method: str, client: str) -> int | None:
        """Seconds until this client may call again; None for now."""
        limit = self._limits[method in ("GET", "HEAD")]
        try:
            if await self._counted.hit(limit, client):
                return None
            reset = (await self._counted.get_window_stats(limit, client)).reset_time
        except Exception as error:  # each kind of counter fails in its own way
            log.warning("requests cannot be counted: %s", type(error).__name__)
            return None
        return max(1, ceil(reset - time()))


def _is_here(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False


class OpenToPages:
    """Lets the widget on any other page call what citizens may call anyway.

    Safe because nothing here goes by cookies: who knows a conversation's id may read it, from
    anywhere. The consoles, which go by where a request comes from, are not opened.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Content-Type", "Idempotency-Key", "Last-Event-ID"],
            max_age=3600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = scope["type"] == "http" and scope["path"].startswith(OPENED)
        await (self._open if opened else self._app)(scope, receive, send)


class SafeHeaders:
    """Puts HEADERS on every response that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)
