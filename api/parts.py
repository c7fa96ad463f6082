"""The app's parts, and the app assembled from them. What the parts are is decided elsewhere: real
ones in app.py, hand-written ones in tests.
"""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine as Database
from starlette.middleware.gzip import GZipMiddleware

from api.actions.endpoints import action_routes
from api.chat.course import Course
from api.chat.course_endpoints import course_routes, link_routes
from api.chat.endpoints import chat_routes
from api.clock import now_in_utc
from api.dialogue import Dialogue
from api.editor.endpoints import editor_routes
from api.editor.repository import EditorRepository
from api.editor.service import EditorService
from api.guards import COUNTED_HERE, REQUESTS, BodyLimit, OpenToPages, RateLimit, SafeHeaders
from api.hotline.endpoints import hotline_routes
from api.hotline.repository import HotlineRepository
from api.hotline.service import HotlineService
from api.message import BODY_LIMIT
from api.notice.endpoints import notice_routes
from api.notice.repository import NoticeRepository
from api.notice.service import NoticeService
from api.opened import Engine, Opened
from api.problems import add_problem_handlers
from api.script.endpoints import script_routes
from api.script.service import Script
from api.settings import CONSOLE, NO_API, WechatAccount
from api.turns.repository import turn_repository
from api.turns.service import TurnService
from api.wechat.answering import Answering
from api.wechat.endpoints import wechat_routes
from api.wechat.envelope import Envelope, decoded_key
from api.wechat.outbox import Outbox
from api.wechat.repository import Inbox
from api.wechat.sending import ConsoleApi, PassiveOnly, ServiceApi
from api.wechat.service import WechatService
from knowledge.compiler.problem import Problem
from knowledge.model.knowledge_base import KnowledgeBase

TRACKER_LIMIT = 8 * 1024 * 1024
WEB = Path(__file__).parent / "web"
LINK_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
LINK_LENGTH = 16  # 31 ** 16 is about 2 ** 79
PAGES = {
    "/": "index.html",
    "/chat": "chat.html",
    "/r/{link}": "chat.html",
    "/hotline": "hotline.html",
    "/editor": "editor.html",
    "/docs": "docs.html",
    "/widget.js": "built/widget.js",
}
DESCRIPTION = (
    "市民说情况,得到跨部门的办事路线。出错时返回 RFC 9457 问题说明(application/problem+json)。"
)


@dataclass(frozen=True)
class Parts:
    """What the app is made of, opened and ready. Rasa must show `action_token` to call us.

    `newest` gives what to answer from now, where releases are followed; else it is this one
    throughout. `limit` is how often one client may call, `counters` where that is counted.
    `site` is our address as citizens reach it, `wechat` the official account if there is one, and
    `record` where its console twin writes.
    """

    release: str
    knowledge: KnowledgeBase
    engine: Engine
    dialogue: Dialogue
    database: Database
    check: Callable[[], tuple[Problem, ...]]
    today: Callable[[], date]
    action_token: str
    newest: Callable[[], Opened] | None = None
    limit: str = REQUESTS
    counters: str = COUNTED_HERE
    site: str = ""
    wechat: WechatAccount | None = None
    record: Path = Path("var", "wechat.jsonl")

    def opened(self) -> Opened:
        """What a turn is answered from now."""
        if self.newest is not None:
            return self.newest()
        return Opened(self.release, self.knowledge, self.engine)


def turn_service(parts: Parts) -> TurnService:
    """The way of a turn, wired; also used by `talk --batch` without HTTP."""
    return TurnService(
        repository=turn_repository(parts.database, now=now_in_utc),
        opened=parts.opened,
        dialogue=parts.dialogue,
        today=parts.today,
        now=now_in_utc,
        new_id=_new_id,
    )


def _new_id() -> str:
    return str(uuid.uuid4())


def _new_link() -> str:
    return "".join(secrets.choice(LINK_SIGNS) for _ in range(LINK_LENGTH))


def assemble(parts: Parts) -> FastAPI:
    """The whole app over these parts."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if wechat is not None:
            wechat.start()
        yield
        if wechat is not None:
            await wechat.close()
        await chat.close()
        await parts.dialogue.close()
        parts.database.dispose()

    app = FastAPI(
        title="问政清单",
        description=DESCRIPTION,
        version=parts.release,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    chat = turn_service(parts)
    course = Course(turn_repository(parts.database, now=now_in_utc), new_link=_new_link)
    editor = EditorService(EditorRepository(parts.knowledge, parts.check), release=parts.release)
    app.include_router(chat_routes(chat, _knowledge(parts)))
    app.include_router(course_routes(chat, course, parts.opened))
    app.include_router(link_routes(chat, course, parts.opened))
    _add_notice(app, parts, course)
    app.include_router(hotline_routes(_hotline(parts), _knowledge(parts)))
    app.include_router(editor_routes(editor))
    app.include_router(action_routes(chat, token=parts.action_token))
    wechat = _add_wechat(app, parts, chat, course)
    _add_pages(app)
    add_problem_handlers(app)
    _add_guards(app, parts)
    return app


def _add_guards(app: FastAPI, parts: Parts) -> None:
    """Around everything, the last one outermost."""
    app.add_middleware(BodyLimit, limit=BODY_LIMIT, wide="/internal/", wide_limit=TRACKER_LIMIT)
    app.add_middleware(RateLimit, limit=parts.limit, counters=parts.counters)
    app.add_middleware(OpenToPages)
    app.add_middleware(SafeHeaders)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)


def _add_notice(app: FastAPI, parts: Parts, course: Course) -> None:
    repository = NoticeRepository(parts.database, now=now_in_utc)
    notice, script = NoticeService(repository, _knowledge(parts), course.link), Script()
    app.include_router(notice_routes(notice, script.traditional, now=now_in_utc))
    app.include_router(script_routes(script))


def _add_wechat(
    app: FastAPI, parts: Parts, turns: TurnService, course: Course
) -> WechatService | None:
    account = parts.wechat
    if account is None:
        return None
    inbox = Inbox(parts.database, holder=_new_id(), now=now_in_utc)
    sender = sender_of(account, record=parts.record)
    answering = Answering(
        turns=turns,
        kept=turn_repository(parts.database, now=now_in_utc),
        inbox=inbox,
        link=course.link,
        site=parts.site,
        pushes=sender.pushes,
    )
    service = WechatService(turns, answering, inbox, Outbox(parts.database, now_in_utc), sender)
    keys = tuple(decoded_key(key) for key in account.keys)
    envelope = Envelope(
        account.token, account.appid, keys, now=time.time, noise=secrets.token_bytes
    )
    app.include_router(wechat_routes(service, envelope))
    app.state.wechat = service  # an agent's words go out through its `speak`
    return service


def sender_of(account: WechatAccount, *, record: Path) -> ServiceApi | ConsoleApi | PassiveOnly:
    """What sends for this account."""
    if account.api == CONSOLE:
        return ConsoleApi(record)
    if account.api == NO_API:
        return PassiveOnly()
    return ServiceApi(account.api, appid=account.appid, secret=account.secret)


def _hotline(parts: Parts) -> HotlineService:
    repository = HotlineRepository(parts.database, now=now_in_utc, today=parts.today)
    return HotlineService(repository, release=lambda: parts.opened().release, new_id=_new_id)


def _knowledge(parts: Parts) -> Callable[[], KnowledgeBase]:
    return lambda: parts.opened().knowledge


def _add_pages(app: FastAPI) -> None:
    """The static pages, their files under /web, and the API docs' own files (no content delivery
    network).
    """
    for address, name in PAGES.items():
        app.add_api_route(address, _page(WEB / name), include_in_schema=False, methods=["GET"])
    app.mount("/web", StaticFiles(directory=WEB))
    app.mount("/docs/files", StaticFiles(directory=str(files("fastapi_swagger") / "resources")))


def _page(path: Path) -> Callable[[], FileResponse]:
    def page() -> FileResponse:
        return FileResponse(path, headers={"Cache-Control": "no-cache"})

    return page
