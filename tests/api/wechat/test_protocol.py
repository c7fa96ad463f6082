"""What is let in: right signatures, our keys, plain XML. What is refused leaves no trace."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from api.clock import now_in_utc
from api.parts import turn_service
from api.wechat.repository import Inbox
from api.wechat.schemas import Incoming, Received
from tests.api.fakes import fake_parts
from tests.api.wechat.platform import AES_KEY, OTHER_KEY, Call, Platform, written
from tests.api.wechat.telling import CITIZEN, Wechat

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    b"<xml><ToUserName>x</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime>"
    b"<MsgType>text</MsgType><MsgId>1</MsgId><Content>&c;</Content></xml>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b"<xml><FromUserName>o</FromUserName><Content>&a;</Content></xml>"
)
HOSTILE = {
    "entity bomb": BOMB,
    "outside entity": OUTSIDE,
    "document type": b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd"><xml></xml>',
    "cut off": b"<xml><ToUserName>x",
    "nothing": b"",
    "no xml": b'{"MsgType": "text"}',
    "other signs": b"\xff\xfe\x00<xml/>",
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?><xml/>',
    "nobody": b"<xml><MsgType>text</MsgType><MsgId>1</MsgId><CreateTime>1</CreateTime></xml>",
    "no number": written({"FromUserName": "o", "CreateTime": "1", "MsgType": "text"}),
    "strange name": written(
        {"FromUserName": "o'; --", "CreateTime": "1", "MsgType": "text", "MsgId": "1"}
    ),
}


def text(platform: Platform, words: str = "在厚街住了三年多") -> Call:
    return platform.call(platform.message(CITIZEN, Content=words))


def check(wechat: Wechat, platform: Platform, **query: str) -> Any:
    call = platform.call_with(b"")
    return wechat.client.get("/wechat", params={**call.query, "echostr": "4711", **query})


def test_the_address_is_checked(wechat: Wechat) -> None:
    answer = check(wechat, wechat.platform)
    assert (answer.status_code, answer.text) == (200, "4711")
    assert check(wechat, wechat.platform, signature="0" * 40).status_code == 403
    assert check(wechat, Platform(skew=-3600)).status_code == 403
    assert wechat.client.get("/wechat", params={"echostr": "4711"}).status_code == 403


def test_there_is_no_address_without_an_account(opened: Callable[..., Wechat]) -> None:
    assert opened().client.get("/wechat").status_code == 403
    from api.parts import assemble
    from tests.api.fakes import fake_parts

    app = assemble(fake_parts(opened().database))
    assert "/wechat" not in {getattr(route, "path", "") for route in app.routes}


@pytest.mark.parametrize("skew", [-120, 120])
def test_clocks_may_differ_a_little(wechat: Wechat, skew: int) -> None:
    platform = Platform(skew=skew)
    answer = wechat.post(text(platform))
    found = platform.read(answer.content)
    assert found and "听到了:在厚街住了三年多" in found["Content"]
    assert abs(int(found["CreateTime"]) - time.time()) < 60


def test_plain_mode(opened: Callable[..., Wechat]) -> None:
    wechat = opened(keys=())
    assert "听到了:你好" in wechat.say("你好")
    call = text(wechat.platform)
    wrong = replace(call, query={**call.query, "signature": "0" * 40})
    assert wechat.post(wrong).status_code == 403
    assert wechat.post(text(Platform(key=None, token="stranger"))).status_code == 403
    assert wechat.post(text(Platform())).status_code == 403
    assert wechat.turns() == ["你好"]


def test_a_signature_serves_for_one_message(opened: Callable[..., Wechat]) -> None:
    wechat = opened(keys=())
    call = text(wechat.platform, "第一句")
    assert wechat.post(call).status_code == 200
    forged = written(wechat.platform.message(CITIZEN, Content="伪造的一句"))
    assert wechat.post(replace(call, body=forged)).status_code == 403
    assert wechat.post(call).status_code == 200
    assert wechat.turns() == ["第一句"]


def test_the_first_message_of_somebody_may_come_twice_at_once(database: Engine) -> None:
    """The one is kept between the other's two looks: at the message, and at its signature."""
    if database.dialect.name == "sqlite":
        pytest.skip("SQLite: nobody writes between another one's two looks")
    inbox = Inbox(database, holder="this process", now=now_in_utc)
    message = Incoming(CITIZEN, "account", "4711", "say", "你好", "message")
    receive = partial(inbox.receive, message, signature="0" * 40, wait=timedelta(seconds=3))
    twin: list[Received] = []

    def come_between(_: Connection, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("SELECT") and not twin:
            twin.append(Received(0, "", 0))
            conversation = turn_service(fake_parts(database)).begin().conversation.id
            assert inbox.meet(CITIZEN, conversation)
            twin[0] = receive()

    event.listen(database, "before_cursor_execute", come_between)
    with pytest.raises(KeyError):
        receive()
    again = receive()
    assert (twin[0].id, twin[0].attempts, again.attempts) == (again.id, 1, 2)


def test_the_key_before_is_taken_while_keys_change(opened: Callable[..., Wechat]) -> None:
    wechat = opened(keys=(OTHER_KEY, AES_KEY))
    for key in (OTHER_KEY, AES_KEY):
        platform = Platform(key, numbers=wechat.platform.numbers)
        wechat.interface.heard_from(CITIZEN)
        found = platform.read(wechat.post(text(platform, key)).content)
        assert found and f"听到了:{key}" in found["Content"]
        wechat.pause()
    assert len(wechat.turns()) == 2


def test_what_nobody_we_know_has_sealed(wechat: Wechat) -> None:
    good = text(wechat.platform)
    stale = text(Platform(skew=-3600))
    wrong = {**good.query, "msg_signature": "0" * 40}
    refused = [
        replace(good, query=wrong),
        replace(good, query={}),
        stale,
        text(Platform(skew=3600)),
        text(Platform(token="stranger")),
        text(Platform(key=OTHER_KEY)),
        text(Platform(appid="wx_another")),
        text(Platform(key=None)),
        wechat.platform.call_with(b""),
    ]
    codes = [wechat.post(call).status_code for call in refused]
    assert codes == [403] * 8 + [422]
    tampered = good.body.replace(b"<Encrypt><![CDATA[", b"<Encrypt><![CDATA[A")
    assert wechat.post(replace(good, body=tampered)).status_code == 403
    assert wechat.rows("SELECT * FROM wechat_person") == []
    assert wechat.post(good).status_code == 200


@pytest.mark.parametrize("name", list(HOSTILE))
@pytest.mark.parametrize("keys", [(), (AES_KEY,)], ids=["plain", "sealed"])
def test_hostile_xml_is_refused(
    opened: Callable[..., Wechat], name: str, keys: tuple[str, ...]
) -> None:
    wechat = opened(keys=keys)
    answer = wechat.post(wechat.platform.call_with(HOSTILE[name]))
    assert answer.status_code == 422 and "root:" not in answer.text
    call = wechat.platform.call_with(b"<xml/>")
    assert wechat.post(replace(call, body=HOSTILE[name])).status_code in (403, 422)
    assert wechat.rows("SELECT * FROM wechat_person") == []


def test_a_body_that_is_too_long(wechat: Wechat) -> None:
    assert wechat.post(text(wechat.platform, "长" * 40_000)).status_code == 413
