"""Two layers around the whole app: a limit on what comes in, and headers on what goes out.

Pure ASGI, because a limit must hold before anything has read the body.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response

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
