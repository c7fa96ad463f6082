"""/v1/conversations/{id}/notice, notice.pdf and trips.ics: the route on paper and in a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

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
MISSING = documented(404, 429, 503)
PDF, CALENDAR = "application/pdf", "text/calendar"


def notice_routes(
    service: NoticeService, traditional: Callable[[str], str], *, now: Callable[[], datetime]
) -> APIRouter:
    """`traditional` turns a text into traditional characters; `now` gives UTC time."""
    router = APIRouter(prefix="/v1/conversations/{conversation}", tags=["市民咨询"])

    def wording(script: str) -> Callable[[str], str]:
        return traditional if script == "traditional" else str

    @router.get(
        "/notice",
        summary="一次性告知单:打印页",
        response_class=HTMLResponse,
        responses=MISSING,
    )
    def notice(conversation: str, request: Request, script: Script = "simplified") -> HTMLResponse:
        found = service.notice(conversation, site=str(request.base_url))
        page = page_of(found, wording=wording(script), script=script)
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    @router.get(
        "/notice.pdf",
        summary="一次性告知单:PDF",
        response_class=Response,
        responses={200: {"content": {PDF: {}}}, **MISSING},
    )
    def notice_pdf(conversation: str, request: Request, script: Script = "simplified") -> Response:
        found = service.notice(conversation, site=str(request.base_url))
        return _file(pdf_of(found, wording=wording(script)), PDF, "notice.pdf", inline=True)

    @router.get(
        "/trips.ics",
        summary="每一趟加进日历",
        response_class=Response,
        responses={200: {"content": {CALENDAR: {}}}, **MISSING},
    )
    def trips(conversation: str) -> Response:
        route = service.planned(conversation).route
        return _file(calendar_of(route, name=conversation, now=now()), CALENDAR, "trips.ics")

    return router


def _file(content: bytes, kind: str, name: str, *, inline: bool = False) -> Response:
    how = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f'{how}; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=kind, headers=headers)
