"""The conversation in the widget, on a phone and on a desk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.parts import Parts, assemble
from assistant.turn.conversation import Conversation, Reply
from tests.api.fakes import FakeEngine
from tests.browser.citizen import answered, choose, fits, open_chat, say, to_route, to_talk
from tests.browser.conftest import served

pytestmark = pytest.mark.browser


def test_a_message_brings_facts_an_answer_an_ask_and_a_route(page: Page, address: str) -> None:
    open_chat(page, address, words="在厚街住了三年多")
    expect(page.get_by_text("我记下的情形(1 条)")).to_be_visible()
    page.get_by_text("我记下的情形(1 条)").click()
    expect(page.locator(".chip")).to_have_text("连续居住月数 36 到 47 个月")
    expect(page.locator(".ask")).to_have_text("您在东莞有租房合同或者自己的房子吗?")
    expect(page.get_by_role("button", name="不知道")).to_be_visible()
    page.get_by_text("为什么问这个").click()
    expect(page.get_by_text("决定能不能申领居住证")).to_be_visible()
    assert fits(page)
    to_route(page)
    expect(page.get_by_text("已证明最少跑 1 趟")).to_be_visible()
    assert fits(page)


def test_enter_sends_and_shift_enter_breaks_the_line(page: Page, address: str) -> None:
    open_chat(page, address)
    words = page.get_by_label("您的情况")
    words.fill("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    expect(words).to_have_value("第一行\n第二行")
    page.keyboard.press("Enter")
    expect(page.locator(".mine .words")).to_have_text("第一行\n第二行")
    expect(words).to_have_value("")
    expect(words).to_be_focused()


def test_an_ask_is_answered_with_one_click(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    page.get_by_role("button", name="不知道").click()
    expect(answered(page, "听到了:不知道")).to_be_visible()
    expect(page.get_by_role("button", name="不知道")).to_have_count(1)


def test_what_a_citizen_writes_never_becomes_markup(page: Page, address: str) -> None:
    open_chat(page, address, words="<img src=x onerror=alert(1)><b>粗</b>")
    expect(page.locator(".mine .words")).to_have_text("<img src=x onerror=alert(1)><b>粗</b>")
    assert page.locator(".log img, .log b").count() == 0


def test_it_outlives_a_reload_and_ends_when_asked(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    page.reload()
    expect(answered(page, "听到了:想办居住证")).to_be_visible()
    expect(page.get_by_role("button", name="不知道")).to_be_visible()
    choose(page, "重新开始")
    page.get_by_role("dialog").get_by_role("button", name="重新开始").click()
    expect(page.get_by_text("您好,我帮您弄清")).to_be_visible()
    expect(answered(page, "听到了:想办居住证")).to_have_count(0)


def test_a_tapped_fact_is_corrected_and_the_route_says_what_changed(
    page: Page, address: str, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaint = "422"
    open_chat(page, address, words="想办居住证")
    page.get_by_text("我记下的情形(1 条)").click()
    page.locator(".chip").click()
    dialog = page.get_by_role("dialog", name="改正")
    expect(dialog).to_contain_text("您说的是:“三年多”")
    dialog.get_by_label("应该是").fill("不行")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("不能是")
    dialog.get_by_label("应该是").fill("四年")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".chip strong")).to_have_text("四年")
    expect(answered(page, "已经改过来了。")).to_be_visible()
    to_route(page)
    expect(page.locator(".changes")).to_contain_text("和 2026-10-20 的路线比过")


def test_another_day_by_the_short_link(page: Page, address: str, browser: Browser) -> None:
    open_chat(page, address, words="想办居住证")
    choose(page, "存下来")
    field = page.get_by_label("接着问的链接")
    expect(page.get_by_role("button", name="复制链接")).to_be_enabled()
    link = field.input_value()
    assert link.startswith(f"{address}/r/")
    other = browser.new_context()
    another = other.new_page()
    another.goto(link)
    expect(answered(another, "听到了:想办居住证")).to_be_visible()
    say(another, "还有一件事")
    expect(answered(another, "听到了:还有一件事")).to_be_visible()
    other.close()


def test_a_person_with_the_place_in_the_queue(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    choose(page, "转人工")
    expect(page.get_by_text("您排在第 1 位")).to_be_visible()
    desk = page.context.request
    (waiting,) = desk.get(f"{address}/v1/hotline/queue").json()["waiting"]
    place = f"{address}/v1/hotline/conversations/{waiting['conversation']}"
    desk.post(f"{place}/claim", data={"agent": "坐席 1"})
    expect(page.get_by_text("“坐席 1”正在接待您")).to_be_visible(timeout=10_000)
    desk.post(f"{place}/words", data={"agent": "坐席 1", "text": "您的材料齐了"})
    expect(answered(page, "您的材料齐了")).to_be_visible(timeout=10_000)
    desk.post(f"{place}/close", data={"agent": "坐席 1"})
    expect(page.get_by_text("人工接待已经结束")).to_be_visible(timeout=10_000)


def test_leaving_the_queue(page: Page, address: str) -> None:
    open_chat(page, address)
    choose(page, "转人工")
    page.get_by_role("button", name="不等了").click()
    expect(page.get_by_text("您排在第")).to_have_count(0)


def test_a_rating_in_the_official_levels_with_a_reason(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    choose(page, "评价")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio")).to_have_count(5)
    dialog.get_by_label("基本满意").check()
    dialog.get_by_label("为什么").fill("说得清楚")
    dialog.get_by_role("button", name="提交评价").click()
    expect(dialog.get_by_text("您的评价已经记下:基本满意")).to_be_visible()


def test_how_it_was_understood(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    choose(page, "怎么听懂")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("咨询办事")
    expect(dialog).to_contain_text("居住证与居住登记")
    expect(dialog).to_contain_text("连续居住月数:36 到 47 个月(第 1 句:“三年多”)")


def test_erased_it_is_gone(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    kept = page.evaluate("sessionStorage.getItem('wenzheng:conversation')")
    choose(page, "删除这次对话")
    page.get_by_role("dialog").get_by_role("button", name="删除", exact=True).click()
    expect(page.get_by_text("您好,我帮您弄清")).to_be_visible()
    gone = page.context.request.get(f"{address}/v1/conversations/{kept}")
    assert gone.status == 404


def test_without_a_connection_it_waits_and_goes_on_by_itself(
    page: Page, address: str, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaint = "Failed to load resource"
    open_chat(page, address)
    page.route("**/v1/**/turns", lambda route: route.abort())
    say(page, "想办居住证")
    expect(page.get_by_text("网络断了,正在接上")).to_be_visible()
    page.unroute("**/v1/**/turns")
    expect(answered(page, "听到了:想办居住证")).to_be_visible(timeout=15_000)
    expect(page.locator(".mine")).to_have_count(1)


def test_a_refusal_is_shown_and_the_words_are_kept(
    page: Page, address: str, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaint = "413"
    open_chat(page, address)
    say(page, "长" * 40_000)
    expect(page.get_by_role("alert")).to_contain_text("请分几次说")
    expect(page.get_by_label("您的情况")).not_to_have_value("")


class CutOnce:
    """Lets the first stream of a turn end after its first event, as a network does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self.cut = app, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.cut or scope["type"] != "http" or not scope["path"].endswith("/turns"):
            await self._app(scope, receive, send)
            return
        self.cut += 1
        sent = 0

        async def cutting(message: Message) -> None:
            nonlocal sent
            if message["type"] != "http.response.body" or sent == 0:
                sent += message["type"] == "http.response.body"
                await send(message)
            elif sent == 1:
                sent += 1
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self._app(scope, receive, cutting)


def test_a_reply_that_breaks_off_in_the_middle_is_taken_up(page: Page, parts: Parts) -> None:
    app = CutOnce(assemble(parts))
    with served(app) as address:
        open_chat(page, address, words="想办居住证")
        expect(page.locator(".mine")).to_have_count(1)
        expect(page.get_by_role("button", name="不知道")).to_be_visible()
        page.goto("about:blank")
    assert app.cut == 1
    assert isinstance(parts.engine, FakeEngine) and len(parts.engine.calls) == 1


class SlowEngine(FakeEngine):
    """Hears at once and plans only when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def take_turn(
        self,
        conversation: Conversation,
        text: str,
        *,
        act: str | None,
        today: date,
        heard: Callable[[Conversation, Reply], None] | None = None,
    ) -> tuple[Conversation, Reply]:
        after, reply = super().take_turn(conversation, text, act=act, today=today, heard=heard)
        self.go.wait(timeout=30)
        return after, reply


@pytest.fixture
def slow(parts: Parts) -> Iterator[tuple[str, SlowEngine]]:
    engine = SlowEngine()
    with served(assemble(replace(parts, engine=engine))) as address:
        yield address, engine
        engine.go.set()


def test_a_slow_server_shows_what_it_is_at(page: Page, slow: tuple[str, SlowEngine]) -> None:
    address, engine = slow
    open_chat(page, address)
    say(page, "想办居住证")
    expect(page.get_by_text("正在排办事路线")).to_be_visible()
    expect(page.get_by_text("我记下的情形(1 条)")).to_be_visible()
    expect(page.get_by_role("heading", name="什么人可以申领居住证?")).to_be_visible()
    expect(page.get_by_text("会多花一会儿")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="发送")).to_be_disabled()
    page.reload()
    expect(page.locator(".mine .words")).to_have_text("想办居住证")
    engine.go.set()
    expect(answered(page, "听到了:想办居住证")).to_be_visible()
    to_route(page)
    to_talk(page)
    page.goto("about:blank")
