"""What a citizen gets in WeChat, and when."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.clock import now_in_utc
from api.store.handovers import Handovers
from api.wechat import wording
from api.wechat.service import Patience
from assistant.wording import sentences
from tests.api.fakes import FakeEngine
from tests.api.wechat.interface import Interface
from tests.api.wechat.platform import Platform
from tests.api.wechat.telling import CITIZEN, Wechat
from tests.waiting import until

ID_NUMBER = "11010519491231002X"
FIRST_WORDS = "在厚街住了三年多"


class WaitingEngine(FakeEngine):
    """Answers only once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()

    def take_turn(self, *given: Any, **named: Any) -> Any:
        self.may.wait(30)
        return super().take_turn(*given, **named)


class TalkativeEngine(FakeEngine):
    """Says twenty thousand characters."""

    def take_turn(self, *given: Any, **named: Any) -> Any:
        after, reply = super().take_turn(*given, **named)
        long = "".join(f"第{number}句说的是这件事。" for number in range(2000))
        return after, reply.model_copy(update={"reply": f"{long}最后问您一句?"})


def cards(interface: Interface) -> list[dict[str, Any]]:
    sent = interface.taken[CITIZEN]
    return [one["news"]["articles"][0] for one in sent if one["msgtype"] == "news"]


def test_answer_choices_notice_and_route(wechat: Wechat) -> None:
    said = wechat.say(FIRST_WORDS)
    assert said.startswith(f"听到了:{FIRST_WORDS}")
    assert f"{wording.QUICK}\n1. 是\n2. 否" in said
    notice = said.rsplit("https://wz.example", 1)[1]
    until(lambda: len(cards(wechat.interface)) == 1)
    (card,) = cards(wechat.interface)
    assert card["title"] == wording.CARD and "1 趟" in card["description"]
    link = card["url"].removeprefix("https://wz.example/r/")
    found = wechat.client.get(f"/v1/links/{link}").json()
    assert [turn["text"] for turn in found["turns"]] == [FIRST_WORDS]
    assert notice == f"/v1/conversations/{found['id']}/notice"
    assert wechat.client.get(notice).status_code == 200


def test_numbers_and_free_words_are_both_understood(wechat: Wechat) -> None:
    wechat.say(FIRST_WORDS)
    said = [wechat.say(words) for words in ("2", "１", "回复2", "没有房子", "7")]
    assert wechat.turns() == [FIRST_WORDS, "否", "是", "否", "没有房子", "7"]
    assert said[0].startswith("听到了:否")


def test_a_message_that_comes_again_is_one_turn(wechat: Wechat) -> None:
    """The second time WeChat asks, it did not get the first reply: it goes another, surer way."""
    wechat.say(FIRST_WORDS)
    again = wechat.platform.message(CITIZEN, Content="1")
    first = wechat.send(again)
    assert first and first["Content"].startswith("听到了:是")
    assert wechat.send(again) is None and wechat.send(again) is None
    until(lambda: any(one.startswith("听到了:是") for one in wechat.interface.texts(CITIZEN)))
    assert wechat.turns() == [FIRST_WORDS, "是"]
    until(lambda: len(cards(wechat.interface)) == 2)
    texts = [one for one in wechat.interface.texts(CITIZEN) if one.startswith("听到了:是")]
    assert len(texts) == 1


def test_an_event_that_comes_again_is_one_turn(wechat: Wechat) -> None:
    click = wechat.event("CLICK", EventKey="ROUTE")
    assert wechat.send(click) is not None
    wechat.send(click)
    assert wechat.turns() == [sentences.ROUTE_PLEASE]


def test_a_first_reply_and_the_rest_when_it_is_there(opened: Callable[..., Wechat]) -> None:
    engine = WaitingEngine()
    wechat = opened(engine=engine, patience=Patience())
    assert wechat.say(FIRST_WORDS) == wording.FIRST
    engine.may.set()
    until(lambda: len(wechat.interface.taken[CITIZEN]) == 2)
    assert wechat.interface.texts(CITIZEN)[0].startswith(f"听到了:{FIRST_WORDS}")
    assert wechat.turns() == [FIRST_WORDS]


def test_without_the_interface_the_rest_comes_with_the_next_word(
    opened: Callable[..., Wechat],
) -> None:
    engine = WaitingEngine()
    wechat = opened(engine=engine, api="none", patience=Patience())
    assert wechat.say(FIRST_WORDS) == wording.FIRST_AND_ASK
    engine.may.set()
    until(lambda: len(wechat.rows("SELECT id FROM wechat_part")) == 1)
    said = wechat.say("好了吗")
    assert said.startswith(f"听到了:{FIRST_WORDS}") and "听到了:好了吗" in said
    assert wechat.interface.taken == {}


def test_a_long_answer_is_cut_at_sentences(opened: Callable[..., Wechat]) -> None:
    wechat = opened(engine=TalkativeEngine())
    first = wechat.say(FIRST_WORDS)
    until(lambda: len(cards(wechat.interface)) == 1)
    pieces = [first, *wechat.interface.texts(CITIZEN)]
    assert len(pieces) == 4 and all(len(one.encode()) <= 2048 for one in pieces)
    assert first.startswith("第0句") and first.endswith("说的是这件事。")
    assert "最后问您一句?" in pieces[-1] and "https://wz.example/r/" in pieces[-2]
    assert wechat.interface.refused.keys() <= {0}
    alone = opened(engine=TalkativeEngine(), api="none").say(FIRST_WORDS, "o_alone")
    assert len(alone.encode()) <= 2048 and "https://wz.example/r/" in alone


def test_the_interface_is_away_for_a_while(wechat: Wechat) -> None:
    wechat.interface.away = True
    wechat.say(FIRST_WORDS)
    wechat.interface.away = False
    until(lambda: len(cards(wechat.interface)) == 1)


def test_an_agent_takes_over_and_the_assistant_is_silent(wechat: Wechat) -> None:
    wechat.say(FIRST_WORDS)
    until(lambda: len(cards(wechat.interface)) == 1)
    ((conversation,),) = wechat.rows("SELECT conversation FROM wechat_person")
    handovers = Handovers(wechat.database, now=now_in_utc)
    handovers.ask(conversation)
    assert "前面还有 0 位" in wechat.click("PROGRESS")
    handovers.claim(conversation, "坐席 7")
    assert wording.WITH_AGENT in wechat.click("PROGRESS")
    assert wechat.send(wechat.platform.message(CITIZEN, Content="你在吗")) is None
    assert wechat.speak("在的,请说。") == "sent"
    assert wechat.interface.texts(CITIZEN)[-1] == "在的,请说。"
    assert wechat.turns() == [FIRST_WORDS, "你在吗"]
    handovers.close(conversation)
    assert "听到了:谢谢" in wechat.say("谢谢")


def test_what_cannot_be_sent_comes_with_the_next_word(wechat: Wechat) -> None:
    wechat.say(FIRST_WORDS)
    until(lambda: len(cards(wechat.interface)) == 1)
    said = [wechat.speak(f"坐席第{number}句") for number in range(1, 7)]
    assert said == ["sent"] * 4 + ["waiting"] * 2
    next_word = wechat.say("还在吗")
    assert next_word.startswith("坐席第5句\n\n坐席第6句\n\n听到了:还在吗")
    assert [one for one in wechat.interface.texts(CITIZEN) if "坐席" in one] == [
        f"坐席第{number}句" for number in range(1, 5)
    ]


def test_voice_places_pictures(wechat: Wechat) -> None:
    message = wechat.platform.message
    voice = {"MediaId": "m", "Format": "amr"}
    wechat.send(message(CITIZEN, "voice", **voice, Recognition="我想办居住证"))
    wechat.send(message(CITIZEN, "location", Location_X="23.0", Location_Y="113.7", Label="厚街镇"))
    assert wechat.turns() == ["我想办居住证", "我在厚街镇"]
    unheard = wechat.send(message(CITIZEN, "voice", **voice, Recognition=""))
    picture = wechat.send(message(CITIZEN, "image", PicUrl="http://x", MediaId="m"))
    blank = wechat.send(message(CITIZEN, Content="   "))
    assert unheard and unheard["Content"] == wording.UNHEARD
    assert picture and blank and picture["Content"] == blank["Content"] == wording.UNREAD
    assert len(wechat.turns()) == 2


def test_events(wechat: Wechat) -> None:
    welcome = wechat.send(wechat.event("subscribe", EventKey="qrscene_12"))
    assert welcome and welcome["Content"] == wording.WELCOME
    scanned = wechat.send(wechat.event("SCAN", EventKey="12", Ticket="t"))
    assert scanned and scanned["Content"] == wording.WELCOME
    assert wechat.click("PROGRESS") == wording.PROGRESS_NONE
    for key in ("ROUTE", "PERSON", "RATE"):
        assert "听到了:" in wechat.click(key)
    assert "首次申领居住证" in wechat.click("PROGRESS")
    assert wechat.turns() == ["排路线", "转人工", "评价"]
    for name in ("LOCATION", "VIEW", "unsubscribe", "CLICK"):
        assert wechat.send(wechat.event(name, EventKey="other")) is None


def test_the_web_conversation_goes_on_where_the_citizen_brings_its_link(wechat: Wechat) -> None:
    web = wechat.client.post("/v1/conversations").json()["id"]
    address = f"/v1/conversations/{web}"
    wechat.client.post(f"{address}/turns", json={"text": "网页上说的"})
    link = wechat.client.post(f"{address}/link").json()["path"]
    wechat.say("微信里先说的")
    assert wechat.say(f"https://wz.example{link}") == wording.JOINED
    wechat.say("微信里接着说")
    turns = wechat.client.get(address).json()["turns"]
    assert [turn["text"] for turn in turns] == ["网页上说的", "微信里接着说"]
    assert wechat.say("/r/aaaaaaaaaaaaaaaa") == wording.NO_LINK


def test_people_do_not_share_a_conversation(wechat: Wechat) -> None:
    wechat.say("甲说的", "o_first")
    wechat.say("乙说的", "o_second")
    assert len(set(wechat.rows("SELECT conversation FROM wechat_person"))) == 2


def test_erased_is_erased(wechat: Wechat) -> None:
    wechat.say(FIRST_WORDS)
    ((conversation,),) = wechat.rows("SELECT conversation FROM wechat_person")
    assert wechat.client.delete(f"/v1/conversations/{conversation}").status_code == 204
    for table in ("wechat_person", "wechat_message", "wechat_part"):
        assert wechat.rows(f"SELECT * FROM {table}") == []
    assert "听到了:又来了" in wechat.say("又来了")


def test_numbers_are_masked_and_words_kept_once(
    wechat: Wechat, caplog: pytest.LogCaptureFixture
) -> None:
    said = wechat.say(f"我的身份证号是{ID_NUMBER}")
    assert "〔身份证号〕" in said
    for table in ("wechat_message", "wechat_part", "turn"):
        assert ID_NUMBER not in str(wechat.rows(f"SELECT * FROM {table}"))
    assert wechat.rows("SELECT words FROM wechat_message") == [("",)]
    assert ID_NUMBER not in caplog.text and CITIZEN not in caplog.text


def test_a_turn_that_fails_is_said_to_have_failed(wechat: Wechat) -> None:
    assert wechat.say("炸") == sentences.FAILED
    assert "听到了:再来" in wechat.say("再来")


def test_the_console_twin_prints_and_records(
    opened: Callable[..., Wechat], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "sent" / "wechat.jsonl"
    wechat = opened(api="console", record=record)
    wechat.say(FIRST_WORDS)
    until(record.exists)
    until(lambda: "news" in record.read_text(encoding="utf-8"))
    assert CITIZEN not in record.read_text(encoding="utf-8")
    assert "[微信客服消息]" in capsys.readouterr().out
    assert wechat.interface.taken == {}


def test_tokens_are_renewed(opened: Callable[..., Wechat]) -> None:
    busy = Interface(uses=1)
    try:
        wechat = opened(api=busy.address)
        wechat.interface = busy
        wechat.platform = Platform()
        wechat.say(FIRST_WORDS)
        wechat.say("还有一件")
        until(lambda: len(cards(busy)) == 2)
    finally:
        busy.close()
