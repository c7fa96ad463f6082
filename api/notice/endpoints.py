"""/v1/conversations/{id}/notice, notice.pdf and trips.ics: the route on paper and in a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.notice.page import page_of
from api.notice.pdf import pdf_of
from api.notice.service import NoticeService
from api.notice.trips import calendar_of
from api.problems import documented

Script = Annotated[
    Literal["simplified", "traditional"], Query(description="简体 simplified,繁体 traditional")
]
MISSING = documented(404, 422, 429, 503)
PAGE_EXAMPLE = '<!doctype html><html lang="zh-Hans">…<h1>一次性告知单</h1>…</html>'
PDF_EXAMPLE = "%PDF-1.6 …"
CALENDAR_EXAMPLE = (
    "BEGIN:VCALENDAR\r\n…BEGIN:VEVENT\r\nSUMMARY:第 1 趟:首次申领居住证\r\n"
    "DTSTART;VALUE=DATE:20261021\r\nLOCATION:厚街 · 派出所\r\nEND:VEVENT\r\nEND:VCALENDAR"
)
PDF, CALENDAR = "application/pdf", "text/calendar"


def notice_routes(
    service: NoticeService, traditional: Callable[[str], str], *, now: Callable[[], datetime]
) -> APIRouter:
    """`traditional` turns a text into traditional characters; `now` gives UTC time."""
    router = APIRouter(prefix="/v1/conversations/{conversation}", tags=["市民咨询"])

    wording: dict[str, Callable[[str], str]] = {"simplified": str, "traditional": traditional}

    @router.get(
        "/notice",
        summary="一次性告知单:打印页",
        response_class=HTMLResponse,
        responses={**_shown("text/html", PAGE_EXAMPLE), **MISSING},
    )
    def notice(conversation: str, request: Request, script: Script = "simplified") -> HTMLResponse:
        found = service.notice(conversation, site=str(request.base_url))
        page = page_of(found, wording=wording[script], script=script)
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    @router.get(
        "/notice.pdf",
        summary="一次性告知单:PDF",
        response_class=Response,
        responses={**_shown(PDF, PDF_EXAMPLE), **MISSING},
    )
    def notice_pdf(conversation: str, request: Request, script: Script = "simplified") -> Response:
        found = service.notice(conversation, site=str(request.base_url))
        return _file(pdf_of(found, wording=wording[script]), PDF, "notice.pdf", inline=True)

    @router.get(
        "/trips.ics",
        summary="每一趟加进日历",
        response_class=Response,
        responses={**_shown(CALENDAR, CALENDAR_EXAMPLE), **documented(404, 429, 503)},
    )
    def trips(conversation: str) -> Response:
        route = service.planned(conversation).route
        return _file(calendar_of(route, name=conversation, now=now()), CALENDAR, "trips.ics")

    return router


def _shown(kind: str, example: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {kind: {"example": example}}}}


def _file(content: bytes, kind: str, name: str, *, inline: bool = False) -> Response:
    how = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f'{how}; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=kind, headers=headers)
