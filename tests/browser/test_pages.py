"""The pages as a citizen, an agent and an editor use them, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def say(page: Page, words: str) -> None:
    page.get_by_label("您的情况").fill(words)
    page.keyboard.press("Enter")


def fits(page: Page) -> bool:
    """Nothing sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_message_brings_facts_an_ask_and_a_route(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("您好,我是东莞政务咨询助手")).to_be_visible()
    say(page, "在厚街住了三年多")
    expect(page.get_by_text("听到了:在厚街住了三年多")).to_be_visible()
    expect(page.locator(".chip")).to_have_text("连续居住月数36 到 47 个月")
    expect(page.get_by_text("已证明最少 1 趟")).to_be_visible()
    expect(page.get_by_role("button", name="不知道")).to_be_visible()
    route = page.locator("#route")
    expect(route.get_by_text("厚街 · 派出所", exact=True)).to_be_visible()
    expect(route.get_by_role("checkbox", name="居民身份证(本人)")).to_be_visible()
    expect(route.get_by_text("《居住证暂行条例》第九条")).to_be_hidden()
    route.get_by_text("依据", exact=True).click()
    expect(route.get_by_text("《居住证暂行条例》第九条")).to_be_visible()
    expect(route.get_by_text("待部门核对")).to_be_visible()
    assert fits(page)


def test_enter_sends_and_shift_enter_breaks_the_line(page: Page, address: str) -> None:
    page.goto(address)
    words = page.get_by_label("您的情况")
    words.fill("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    expect(words).to_have_value("第一行\n第二行")
    page.keyboard.press("Enter")
    expect(page.locator(".mine .words")).to_have_text("第一行\n第二行")
    expect(words).to_have_value("")
    expect(page.get_by_text("听到了")).to_be_visible()
    expect(words).to_be_focused()


def test_an_ask_is_answered_with_one_click(page: Page, address: str) -> None:
    page.goto(address)
    say(page, "想办居住证")
    page.get_by_role("button", name="不知道").click()
    expect(page.get_by_text("听到了:不知道")).to_be_visible()
    expect(page.get_by_role("button", name="不知道")).to_have_count(1)


def test_what_a_citizen_writes_never_becomes_markup(page: Page, address: str) -> None:
    page.goto(address)
    say(page, "<img src=x onerror=alert(1)><b>粗</b>")
    expect(page.locator(".mine .words")).to_have_text("<img src=x onerror=alert(1)><b>粗</b>")
    assert page.locator("#log img, #log b").count() == 0


def test_the_conversation_outlives_a_reload(page: Page, address: str) -> None:
    page.goto(address)
    say(page, "想办居住证")
    expect(page.get_by_text("听到了:想办居住证")).to_be_visible()
    page.reload()
    expect(page.get_by_text("听到了:想办居住证")).to_be_visible()
    expect(page.get_by_text("已证明最少 1 趟")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="重新开始").click()
    expect(page.get_by_text("您好,我是东莞政务咨询助手")).to_be_visible()
    expect(page.locator("#route")).to_be_hidden()


def test_a_lost_connection_can_be_mended_with_one_click(
    page: Page, address: str, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaint = "Failed to load resource"
    page.goto(address)
    page.route("**/v1/**", lambda route: route.abort())
    say(page, "想办居住证")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    page.unroute("**/v1/**")
    page.get_by_role("button", name="再发一次").click()
    expect(page.get_by_text("听到了:想办居住证")).to_be_visible()
    expect(page.locator(".mine")).to_have_count(1)


def test_a_refusal_is_shown_and_the_words_are_kept(
    page: Page, address: str, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaint = "413"
    page.goto(address)
    say(page, "长" * 40_000)
    expect(page.get_by_role("alert")).to_contain_text("请分几次说")
    expect(page.get_by_label("您的情况")).not_to_have_value("")


def test_print_shows_the_route_with_everything_unfolded(page: Page, address: str) -> None:
    page.goto(address)
    say(page, "想办居住证")
    expect(page.get_by_text("已证明最少 1 趟")).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("《居住证暂行条例》第九条")).to_be_visible()
    expect(page.get_by_label("您的情况")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_text("《居住证暂行条例》第九条")).to_be_hidden()


def test_the_agent_sees_what_is_said_while_it_is_said(page: Page, address: str) -> None:
    page.goto(f"{address}/hotline")
    expect(page.get_by_text("还没有人来咨询")).to_be_visible()
    citizen = page.context.new_page()
    citizen.goto(address)
    say(citizen, "想办居住证")
    expect(citizen.get_by_text("听到了")).to_be_visible()
    page.get_by_role("button", name="想办居住证").click(timeout=15_000)
    expect(page.get_by_text("您在东莞有租房合同或者自己的房子吗?")).to_be_visible()
    expect(page.get_by_text("已证明最少 1 趟")).to_be_visible()
    expect(page.locator(".chip")).to_have_count(1)
    assert fits(page)


def test_the_editor_sees_lists_and_problems(page: Page, address: str) -> None:
    page.goto(f"{address}/editor")
    expect(page.get_by_text("inquiry_lists/shared/facts.yml:21")).to_be_visible()
    expect(page.get_by_text("怎么改:是不是「乙」?")).to_be_visible()
    expect(page.get_by_text("显示 2 张,共 2 张")).to_be_visible()
    page.get_by_label("状态").select_option("未写")
    expect(page.get_by_text("显示 1 张,共 2 张")).to_be_visible()
    page.get_by_label("查找").fill("没有这样的")
    expect(page.get_by_text("没有符合的清单")).to_be_visible()
    assert fits(page)


def test_a_clean_check_says_so(page: Page, address: str) -> None:
    page.route("**/v1/editor/problems", lambda route: route.fulfill(json={"problems": []}))
    page.goto(f"{address}/editor")
    expect(page.get_by_text("没有发现问题")).to_be_visible()


def test_the_docs_are_drawn_without_a_network(page: Page, address: str) -> None:
    page.goto(f"{address}/docs")
    expect(page.get_by_text("说一句话,得到回答")).to_be_visible()
    assert fits(page)
