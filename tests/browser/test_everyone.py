"""The widget for everyone: axe in every state, the keyboard alone, large, dark, traditional."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import answered, choose, faults, fits, open_chat, say, to_route, to_talk

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_in_the_conversation(page: Page, address: str) -> None:
    open_chat(page, address)
    assert faults(page) == []
    say(page, "想办居住证")
    expect(answered(page, "听到了")).to_be_visible()
    page.get_by_text("我记下的情形").click()
    page.get_by_text("答复来自").click()
    assert faults(page) == []
    page.locator(".menu > summary").click()
    assert faults(page) == []


@pytest.mark.parametrize("entry", ["存下来", "评价", "怎么听懂", "重新开始", "删除这次对话"])
def test_axe_finds_nothing_in_the_dialogs(page: Page, address: str, entry: str) -> None:
    open_chat(page, address, words="想办居住证")
    choose(page, entry)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_route(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_chat(page, address, words="想办居住证")
    to_route(page)
    for view in ("怎么走", "时间表", "材料", "为什么"):
        page.get_by_role("tab", name=view).click()
        for summary in page.get_by_role("tabpanel").locator("summary").all():
            summary.click()
        assert faults(page) == [], view


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_axe_finds_nothing_on_the_pages(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    if path == "/":
        page.get_by_role("button", name="打开政务咨询助手").click()
    expect(page.get_by_text("您好,我帮您弄清")).to_be_visible()
    assert faults(page) == []


def test_high_contrast_and_no_motion(page: Page, address: str) -> None:
    page.emulate_media(contrast="more", reduced_motion="reduce", forced_colors="none")
    open_chat(page, address, words="想办居住证")
    assert faults(page) == []
    motion = "getComputedStyle(document.querySelector('wenzheng-assistant').shadowRoot"
    page.route("**/turns", lambda route: None)
    say(page, "再问一句")
    expect(page.locator(".wheel")).to_be_visible()
    assert page.evaluate(motion + ".querySelector('.wheel')).animationName") == "none"


def test_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    launch = page.get_by_role("button", name="打开政务咨询助手")
    expect(launch).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if launch.evaluate("button => button.getRootNode().activeElement === button"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_label("您的情况")).to_be_focused()
    page.keyboard.type("想办居住证")
    page.keyboard.press("Enter")
    expect(answered(page, "听到了")).to_be_visible()
    unsure = page.get_by_role("button", name="不知道")
    for _ in range(20):
        if unsure.evaluate("button => button.getRootNode().activeElement === button"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(answered(page, "听到了:不知道")).to_be_visible()
    page.get_by_label("您的情况").focus()
    page.keyboard.press("Escape")
    expect(launch).to_be_focused()


def test_what_streams_in_is_read_out_once_and_whole(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    live = page.locator(".talk > [aria-live=polite]")
    expect(live).to_have_text("听到了:想办居住证 办事路线排好了:1 件事,跑 1 趟。")
    assert page.locator(".log").get_attribute("aria-live") is None


def test_elder_mode_is_large_and_shows_one_thing_at_a_time(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    size = "getComputedStyle(document.querySelector('wenzheng-assistant').shadowRoot"
    before = page.evaluate(f"parseFloat({size}.querySelector('.root')).fontSize)")
    page.locator(".menu > summary").click()
    page.get_by_label("长辈模式").check()
    page.keyboard.press("Escape")
    assert page.evaluate(f"parseFloat({size}.querySelector('.root')).fontSize)") >= before * 1.4
    say(page, "还有一件事")
    expect(answered(page, "听到了:还有一件事")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(1)
    assert fits(page) and faults(page) == []
    tab = page.get_by_role("button", name="怎么办", exact=True)
    if tab.is_visible():
        tab.click()
    expect(page.get_by_text("第 1 件,共 1 件")).to_be_visible()
    expect(page.locator(".glance")).to_have_count(0)
    assert fits(page) and faults(page) == []
    page.reload()
    expect(page.get_by_text("看前面说过的(1 句)")).to_be_visible()


def test_traditional_script_on_request(page: Page, address: str) -> None:
    open_chat(page, address, words="想办居住证")
    page.locator(".menu > summary").click()
    page.get_by_label("繁體字").check()
    expect(page.get_by_text("我記下的情形(1 條)")).to_be_visible()
    expect(page.locator(".ask")).to_have_text("您在東莞有租房合同或者自己的房子嗎?")
    page.keyboard.press("Escape")
    page.get_by_text("我記下的情形").click()
    page.locator(".chip").click()
    page.get_by_label("應該是").fill("四年")
    page.keyboard.press("Enter")
    expect(answered(page, "已經改過來了。")).to_be_visible()
    page.locator(".menu > summary").click()
    page.get_by_label("繁體字").uncheck()
    expect(page.get_by_text("我记下的情形(1 条)")).to_be_visible()


def test_at_twice_the_size_everything_can_be_reached(page: Page, address: str) -> None:
    viewport = page.viewport_size
    assert viewport
    page.set_viewport_size({"width": viewport["width"] // 2, "height": viewport["height"] // 2})
    open_chat(page, address, words="想办居住证")
    assert fits(page)
    page.get_by_role("button", name="不知道").scroll_into_view_if_needed()
    page.get_by_role("button", name="不知道").click()
    expect(answered(page, "听到了:不知道")).to_be_visible()
    to_route(page)
    page.get_by_role("tab", name="为什么").click()
    assert fits(page)
    to_talk(page)
    expect(page.get_by_label("您的情况")).to_be_visible()
