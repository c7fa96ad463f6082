"""The customer-service interface: what we may send without being asked. The real one, and its
console twin, which prints and records what would be sent.

Sources: https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html (the
stable token is the same for all our processes while it is valid), custom/send (errors 45015: window
over, 45047: too many, 48001: the account has no such right, 40001, 40014, 42001: another token).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol

import click
import httpx

from api.wechat.schemas import Part

log = logging.getLogger("wenzheng.wechat")
Outcome = Literal["sent", "later", "refused"]
SEND, TOKEN, MENU = "/cgi-bin/message/custom/send", "/cgi-bin/stable_token", "/cgi-bin/menu/create"
OTHER_TOKEN = (40001, 40014, 42001)
BUSY = (-1, 45009)
SECONDS = 4.0
NOBODY = "没有发出"
MENU_REFUSED = "微信没有接受菜单(错误码 {code})。请检查 AppID、AppSecret 和 IP 白名单。"


class MenuRefused(RuntimeError):
    """The menu was not published; the text is a Chinese sentence."""


class Sender(Protocol):
    """Sends one part to one person. `pushes` says whether it can at all."""

    pushes: bool

    async def send(self, openid: str, part: Part) -> Outcome:
        """`later`: try again; `refused`: not before the citizen's next word. Never raises."""

    async def close(self) -> None:
        """Give back what was held."""


class ServiceApi:
    """WeChat itself, at `address`."""

    pushes = True

    def __init__(self, address: str, *, appid: str, secret: str) -> None:
        self._http = httpx.AsyncClient(base_url=address, timeout=SECONDS)
        self._who = {"grant_type": "client_credential", "appid": appid, "secret": secret}
        self._token: str | None = None

    async def send(self, openid: str, part: Part) -> Outcome:
        try:
            code = await self._post(SEND, message_of(openid, part))
        except (httpx.HTTPError, ValueError, KeyError) as error:
            log.warning("WeChat cannot be reached: %s", type(error).__name__)
            return "later"
        if code:
            log.warning("WeChat did not take a message: %d", code)
        return "sent" if code == 0 else "later" if code in BUSY else "refused"

    async def publish(self, menu: dict[str, Any]) -> None:
        """Put this menu in place of the one there is. Raises MenuRefused."""
        try:
            code: int | str = await self._post(MENU, menu)
        except (httpx.HTTPError, ValueError, KeyError):
            code = NOBODY
        if code:
            raise MenuRefused(MENU_REFUSED.format(code=code))

    async def _post(self, path: str, body: dict[str, Any]) -> int:
        """The error code, 0 for none; once more with a new token where ours is not taken."""
        code = -1
        for _ in range(2):
            if self._token is None:
                self._token = await self._new_token()
            sent = await self._http.post(
                path,
                params={"access_token": self._token},
                content=json.dumps(body, ensure_ascii=False).encode(),
                headers={"Content-Type": "application/json"},
            )
            sent.raise_for_status()
            code = int(sent.json().get("errcode", 0))
            if code not in OTHER_TOKEN:
                break
            self._token = None
        return code

    async def _new_token(self) -> str:
        given = await self._http.post(TOKEN, json=self._who)
        given.raise_for_status()
        return str(given.json()["access_token"])

    async def close(self) -> None:
        await self._http.aclose()


class ConsoleApi:
    """Prints what would be sent, and adds it to a file of JSON lines: for trying things out without
    an account. Of an OpenID only the end is shown.
    """

    pushes = True

    def __init__(self, record: Path, *, say: Callable[[str], None] = click.echo) -> None:
        self._record = record
        self._say = say

    async def send(self, openid: str, part: Part) -> Outcome:
        message = message_of(f"…{openid[-4:]}", part)
        self._say(f"[微信客服消息] {json.dumps(message, ensure_ascii=False)}")
        self._record.parent.mkdir(parents=True, exist_ok=True)
        with self._record.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(message, ensure_ascii=False) + "\n")
        return "sent"

    async def close(self) -> None:
        """Nothing was held."""


class PassiveOnly:
    """An account without the interface (a subscription account that is not verified)."""

    pushes = False

    async def send(self, openid: str, part: Part) -> Outcome:
        return "refused"

    async def close(self) -> None:
        """Nothing was held."""


def message_of(openid: str, part: Part) -> dict[str, Any]:
    """The body of custom/send."""
    if part.card is None:
        return {"touser": openid, "msgtype": "text", "text": {"content": part.text}}
    card = part.card
    article = {"title": card.title, "description": card.description, "url": card.url, "picurl": ""}
    return {"touser": openid, "msgtype": "news", "news": {"articles": [article]}}
