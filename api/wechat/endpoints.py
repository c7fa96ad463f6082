"""/wechat: the address that the official account is told. GET is WeChat's own check of it.

Answers with HTTP 200 and "success" where nothing is to be said, with 503 where the message could
not be kept in time: then WeChat sends it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from api.problems import DETAILS, Refusal
from api.wechat.envelope import NOT_WECHAT, Envelope, Opened
from api.wechat.repository import Replayed
from api.wechat.schemas import Incoming, Part
from api.wechat.service import WechatService
from api.wechat.wire import fields_of, incoming_of, write_reply, write_sealed

PATH = "/wechat"
NOTHING = "success"


def wechat_routes(service: WechatService, envelope: Envelope) -> APIRouter:
    """The callback, outside the public docs."""
    router = APIRouter(prefix=PATH, include_in_schema=False)

    @router.get("")
    def check(request: Request, echostr: str = "") -> PlainTextResponse:
        envelope.verify(request.query_params)
        return PlainTextResponse(echostr)

    @router.post("")
    async def receive(request: Request) -> Response:
        opened, incoming = _read(envelope, request.query_params, await request.body())
        try:
            async with asyncio.timeout(service.patience.request):
                part = await service.receive(incoming, signature=opened.signature)
        except Replayed:
            raise Refusal(403, NOT_WECHAT) from None
        except TimeoutError:
            raise Refusal(503, DETAILS[503]) from None
        if part is None:
            return PlainTextResponse(NOTHING)
        return Response(_written(envelope, opened, incoming, part), media_type="application/xml")

    return router


def _read(envelope: Envelope, query: Mapping[str, str], body: bytes) -> tuple[Opened, Incoming]:
    fields = fields_of(body)
    opened = envelope.open(query, body, fields.get("Encrypt"))
    if opened.key is not None:
        fields = fields_of(opened.xml)
    return opened, incoming_of(fields)


def _written(envelope: Envelope, opened: Opened, incoming: Incoming, part: Part) -> bytes:
    xml = write_reply(
        part, openid=incoming.openid, account=incoming.account, at=int(envelope.now())
    )
    if opened.key is None:
        return xml
    return write_sealed(*envelope.seal(xml, opened.key))
