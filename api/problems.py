"""Errors over HTTP as problem details (RFC 9457), in Chinese, each saying what to do.

Refuses to let an exception's own text out: what nobody foresaw becomes one sentence, and goes to
the log.
"""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

log = logging.getLogger("wenzheng.http")
MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
UNAVAILABLE = (OperationalError, PoolTimeout)
TITLES = {
    400: "请求看不懂",
    403: "没有权限",
    404: "没有找到",
    405: "不能这样访问",
    409: "请稍后再试",
    413: "内容太长",
    422: "请求不完整",
    429: "请求太多",
    500: "出错了",
    503: "暂时不能用",
}
DETAILS = {
    400: "这个请求看不懂,用法见 /docs。",
    404: "这个地址没有内容,请检查地址有没有写错。",
    405: "这个地址不支持这种访问方式,用法见 /docs。",
    500: "系统出了问题,这次没有办成。请稍后再试;急着办可以打 12345。",
    503: "现在太忙,这次没有记下。请过几秒用同样的内容再发一次,不会重复;急着办可以打 12345。",
}
COMPLAINTS = {
    "missing": "缺少「{name}」",
    "string_type": "「{name}」应当是文字",
    "string_unicode": "「{name}」里有无法识别的字符",
    "string_too_long": "「{name}」太长",
    "json_invalid": "内容不是合法的 JSON",
    "extra_forbidden": "不认识「{name}」",
    "literal_error": "「{name}」只能是 {expected}",
    "string_too_short": "「{name}」不能是空的",
    "greater_than_equal": "「{name}」太小",
    "less_than_equal": "「{name}」太大",
    "int_type": "「{name}」应当是整数",
}


class Problem(BaseModel):
    """RFC 9457, section 3.1."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["没有找到"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["没有这个对话,可能已经过期。请重新开始。"])


class Refusal(Exception):
    """A foreseen end of a request: a status and the Chinese sentence for whoever asked."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def problem_body(status: int, detail: str) -> dict[str, Any]:
    title = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    return Problem(type="about:blank", title=title, status=status, detail=detail).model_dump()


def problem_response(status: int, detail: str, *, retry_after: int | None = None) -> JSONResponse:
    """`retry_after` is in seconds."""
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else None
    body = problem_body(status, detail)
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def problem_of(error: BaseException) -> dict[str, Any]:
    """The problem that stands for this error, as the handlers below would answer it."""
    if isinstance(error, Refusal):
        return problem_body(error.status, error.detail)
    status = 503 if isinstance(error, UNAVAILABLE) else 500
    log.error("unforeseen error in a stream", exc_info=error)
    return problem_body(status, DETAILS[status])


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint that may end with these statuses."""
    return {
        status: {
            "model": Problem,
            "description": TITLES[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def add_problem_handlers(app: FastAPI) -> None:
    """Every way a request can fail ends as a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _incomplete)
    app.add_exception_handler(HTTPException, _not_served)
    for error in UNAVAILABLE:
        app.add_exception_handler(error, _busy)
    app.add_exception_handler(Exception, _unforeseen)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return problem_response(error.status, error.detail)


async def _incomplete(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    said = dict.fromkeys(_complaint(fault) for fault in error.errors())
    return problem_response(422, ";".join(said) + "。用法见 /docs。")


async def _not_served(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code
    return problem_response(status, DETAILS.get(status, DETAILS[500 if status >= 500 else 400]))


async def _busy(request: Request, error: Exception) -> JSONResponse:
    """The database cannot be written to: another one holds it for too long, or it is away."""
    log.error("database unavailable at %s %s", request.method, request.url.path, exc_info=error)
    return problem_response(503, DETAILS[503], retry_after=RETRY_SECONDS)


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    log.error("unforeseen error at %s %s", request.method, request.url.path, exc_info=error)
    return problem_response(500, DETAILS[500])


def _complaint(fault: dict[str, Any]) -> str:
    name = str(fault["loc"][-1]) if fault["loc"] else "内容"
    expected = str(fault.get("ctx", {}).get("expected", ""))
    expected = expected.replace(" or ", "、").replace(", ", "、").replace("'", "")
    said = COMPLAINTS.get(fault["type"], "「{name}」写得不对")
    return said.format(name=name, expected=expected)
