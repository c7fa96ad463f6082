"""/v1/conversations/{id}/…: facts, route, steps, link, rating, hand-over. What changes what is
known is a turn of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Path

from api.chat import examples
from api.chat.course import Course
from api.chat.endpoints import Key
from api.chat.schemas import (
    Correct,
    FactsView,
    LinkView,
    Rate,
    RouteView,
    StepOutcome,
    TurnTaken,
    view_history,
    view_route,
    view_taken,
)
from api.opened import Opened
from api.problems import documented
from api.transcript import ConversationView, HandoverView, view_conversation, view_handover
from api.turns.service import TurnService
from assistant.turn.change import Change, FactCorrected, FactWithdrawn
from assistant.turn.conversation import Rating

FactKey = Annotated[str, Path(description="谁的哪个情形,如 本人.户籍所在地", max_length=120)]
StepId = Annotated[str, Path(description="路线里这一步的 id,如 step-1", max_length=120)]
CHANGING = documented(404, 409, 422, 429, 503)


def course_routes(service: TurnService, course: Course, opened: Callable[[], Opened]) -> APIRouter:
    """The endpoints around the turns."""
    router = APIRouter(prefix="/v1/conversations/{conversation}", tags=["市民咨询"])
    _add_changes(router, service, course, opened=opened)
    _add_reads(router, course, opened)
    _add_handover(router, course)
    return router


def link_routes(service: TurnService, course: Course, opened: Callable[[], Opened]) -> APIRouter:
    """/v1/links: a conversation reopened by its short link."""
    router = APIRouter(prefix="/v1/links", tags=["市民咨询"])

    @router.get(
        "/{link}",
        summary="用短链接接着上次的对话",
        responses={**examples.shown(200, examples.WHOLE), **documented(404, 429, 503)},
    )
    def reopen(link: str) -> ConversationView:
        return view_conversation(service.read(course.linked(link)), opened().knowledge)

    return router


def _add_changes(
    router: APIRouter, service: TurnService, course: Course, *, opened: Callable[[], Opened]
) -> None:
    taken = {**examples.shown(200, examples.CHANGED), **CHANGING}

    async def change(conversation: str, made: Change, key: str | None) -> TurnTaken:
        accepted = await to_thread.run_sync(service.accept_change, conversation, made, key)
        return view_taken(await service.finish(accepted), opened().knowledge)

    @router.put("/facts/{fact}", summary="改正一条情形,重排路线", responses=taken)
    async def correct(
        conversation: str, fact: FactKey, said: Correct, key: Key = None
    ) -> TurnTaken:
        return await change(conversation, FactCorrected(key=fact, value=said.value), key)

    @router.delete("/facts/{fact}", summary="去掉一条情形,重排路线", responses=taken)
    async def withdraw(conversation: str, fact: FactKey, key: Key = None) -> TurnTaken:
        return await change(conversation, FactWithdrawn(key=fact), key)

    @router.post("/steps/{step}", summary="一步办好了、还要材料或没办成,重排路线", responses=taken)
    async def tell_outcome(
        conversation: str, step: StepId, said: StepOutcome, key: Key = None
    ) -> TurnTaken:
        made = await to_thread.run_sync(course.outcome, conversation, step, said)
        return await change(conversation, made, key)


def _add_reads(router: APIRouter, course: Course, opened: Callable[[], Opened]) -> None:
    @router.get(
        "/facts",
        summary="听到过的情形,连同哪一轮说的、哪一轮改的",
        responses={**examples.shown(200, examples.FACTS), **documented(404, 429, 503)},
    )
    def facts(conversation: str) -> FactsView:
        return view_history(course.facts(conversation), opened().knowledge)

    @router.get(
        "/route",
        summary="最近一条办事路线,按哪个发布版本排的",
        responses={**examples.shown(200, examples.ROUTE), **documented(404, 429, 503)},
    )
    def route(conversation: str) -> RouteView:
        return view_route(course.planned(conversation), release=opened().release)

    @router.post(
        "/link",
        summary="取得短链接,换个手机、改天接着问",
        responses={**examples.shown(200, examples.LINK), **documented(404, 429, 503)},
    )
    def link(conversation: str) -> LinkView:
        word = course.link(conversation)
        return LinkView(link=word, path=f"/r/{word}")

    @router.post(
        "/rating",
        summary="评价:非常满意、满意、基本满意、不满意、非常不满意",
        responses={**examples.shown(200, examples.RATING), **documented(404, 422, 429, 503)},
    )
    def rate(conversation: str, said: Rate) -> Rating:
        return course.rate(conversation, said)


def _add_handover(router: APIRouter, course: Course) -> None:
    shown = {**examples.shown(200, examples.HANDOVER), **documented(404, 429, 503)}

    @router.post("/handover", summary="转人工:排队,得到前面还有几位", responses=shown)
    def ask_for_agent(conversation: str) -> HandoverView:
        return view_handover(course.ask_for_agent(conversation))

    @router.get("/handover", summary="转人工排到第几位,或哪位坐席接了", responses=shown)
    def handover(conversation: str) -> HandoverView:
        return view_handover(course.handover(conversation))

    @router.delete(
        "/handover",
        status_code=204,
        summary="不转人工了",
        responses=documented(404, 409, 429, 503),
    )
    def leave_queue(conversation: str) -> None:
        course.leave_queue(conversation)
