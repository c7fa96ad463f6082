"""Mr Zhang's way through the real app: lists, engine, planner and widget together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from api.app import create_app
from api.commands.dialogue import served as served_with_rasa
from api.settings import Settings
from tests.api.pdf_text import pdf_text
from tests.browser.citizen import answered, faults, fits, say, to_route, to_talk
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
PATIENCE = 60_000
CASE = (
    "我是清远人,在东莞大朗上班快五年了,社保一直在交,刚在大朗买了房。想把老婆孩子的户口都迁过来,"
    "小孩明年九月上小学,老婆没工作想自己交社保,老家的医保社保怎么转,上次住院的钱怎么报?"
)
SITUATION = (
    "我是清远人,来东莞打拼好多年了,最近想在这边买房定居,小孩要上小学,老婆孩子的户口也想迁过来,"
    "我自己以前在老家交的社保和医保怎么转,看病怎么报销?"
)


@pytest.fixture
def real_address(root: Path, release_path: Path, tmp_path: Path) -> Iterator[str]:
    settings = Settings(
        root=root, database=f"sqlite:///{tmp_path}/test.db", releases=release_path.parent
    )
    with served(create_app(settings)) as address:
        yield address


def opened(browser: Browser, width: int, height: int) -> Page:
    viewport = {"width": width, "height": height}
    return browser.new_context(viewport=viewport, locale="zh-CN").new_page()  # type: ignore[arg-type]


def told(page: Page, address: str) -> None:
    """The case said in one message, and answered."""
    page.goto(f"{address}/chat")
    say(page, CASE)
    expect(page.get_by_role("button", name="看办事路线")).to_be_visible(timeout=PATIENCE)


def test_one_message_then_answers_a_correction_another_day_and_paper(
    browser: Browser, real_address: str
) -> None:
    page = opened(browser, 360, 740)
    told(page, real_address)
    page.locator(".facts summary").click()
    expect(page.locator(".chip", has_text="户籍所在地").first).to_contain_text("清远")
    expect(page.locator(".chip", has_text="孩子的入读年级")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="不知道").click()
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator(".waiting")).to_have_count(0, timeout=PATIENCE)

    page.locator(".chip", has_text="户籍所在地").first.click()
    page.get_by_label("应该是").fill("湖南")
    page.keyboard.press("Enter")
    expect(answered(page, "已经改过来了")).to_be_visible(timeout=PATIENCE)
    to_route(page)
    expect(page.locator(".changes li").first).to_be_visible()
    expect(page.locator(".proof")).to_contain_text("已证明最少跑")
    assert "子女1" not in page.locator(".side-route").inner_text()
    assert fits(page) and faults(page) == []
    to_talk(page)

    page.reload()
    expect(page.locator(".exchange")).to_have_count(3)
    kept = page.evaluate("sessionStorage.getItem('wenzheng:conversation')")
    conversation = f"{real_address}/v1/conversations/{kept}"
    link = page.context.request.post(f"{conversation}/link").json()["path"]
    another = opened(browser, 1280, 900)
    another.goto(real_address + link)
    expect(another.locator(".exchange")).to_have_count(3)
    expect(another.locator(".proof")).to_be_visible()

    pdf = page.context.request.get(f"{conversation}/notice.pdf", timeout=PATIENCE).body()
    said = pdf_text(pdf)
    for words in ("一次性告知单", "办理条件", "由谁出具", "待部门核对", "12345", link):
        assert words in said, words
    page.context.close()
    another.context.close()


@pytest.mark.rasa
def test_the_whole_conversation(
    browser: Browser, root: Path, release_path: Path, tmp_path: Path
) -> None:
    """As he would talk, Rasa leading: situation, asks with an interruption in between, a correction
    with what it changes, papers, a paper the window wants besides, thanks, rating.
    """
    database = f"sqlite:///{tmp_path}/test.db"
    settings = Settings(root=root, database=database, releases=release_path.parent)
    with served_with_rasa(settings, database=database, today=date(2026, 11, 22)) as (_, address):
        page = opened(browser, 390, 844)
        page.goto(f"{address}/chat")
        _say(page, SITUATION)
        expect(_last(page)).to_contain_text("看病时亮医保码")  # what is asked besides is answered
        expect(page.locator(".ask")).to_contain_text("《广东省居住证》")
        _say(page, "没有")
        expect(page.locator(".ask")).to_contain_text("办过居住登记吗")

        _say(page, "居住证过期了怎么办?")
        expect(_last(page)).to_contain_text("补签就恢复")
        expect(page.locator(".ask")).to_contain_text("办过居住登记吗")
        _say(page, "办过")
        expect(_last(page)).to_contain_text("不用办「居住登记」了")

        _say(page, "孩子其实才五岁")
        expect(page.locator(".ask")).to_contain_text("哪年哪月哪日出生的")
        _say(page, "2021年10月3号")
        expect(_last(page)).to_contain_text("「户籍生小学一年级报名」从 2027")
        expect(_last(page)).to_contain_text("推后到 2028")
        while page.get_by_role("button", name="不知道").count():
            _say(page, "不知道")
        assert 3 <= len(_asked(page, address)) <= 6

        to_route(page)
        expect(page.locator(".proof")).to_contain_text("已证明最少跑")
        assert faults(page) == []
        to_talk(page)
        _say(page, "要带哪些材料")
        expect(_last(page)).to_contain_text("整条路线要的材料")
        _say(page, "窗口说还要一份结婚证复印件")
        expect(_last(page)).to_contain_text("哪一步没办成")
        _say(page, "户籍生小学一年级报名")
        expect(_last(page)).to_contain_text("窗口还要「结婚证」")
        _say(page, "谢谢")
        expect(_last(page)).to_contain_text("请给个评价")
        _say(page, "满意")
        expect(_last(page)).to_contain_text("收到您的评价:满意")
        assert fits(page) and faults(page) == []
        page.context.close()


def _say(page: Page, words: str) -> None:
    """Said, and answered in full."""
    before = page.locator(".exchange").count()
    say(page, words)
    expect(page.locator(".exchange")).to_have_count(before + 1, timeout=PATIENCE)
    expect(page.locator(".waiting")).to_have_count(0, timeout=PATIENCE)


def _last(page: Page) -> Locator:
    return page.locator(".exchange").last


def _asked(page: Page, address: str) -> set[str]:
    """The facts we asked for in all."""
    kept = page.evaluate("sessionStorage.getItem('wenzheng:conversation')")
    found = page.context.request.get(f"{address}/v1/conversations/{kept}").json()
    asks = [turn["reply"]["asks"] for turn in found["turns"]]
    return {ask["fact"] for ask in asks if ask}


def test_the_whole_case_is_seen_on_one_screen(browser: Browser, real_address: str) -> None:
    """Steps with their days, papers, and what together saves; why, one click away."""
    page = opened(browser, 1280, 900)
    told(page, real_address)
    glance = page.locator(".glance")
    count = glance.locator(".glance-steps > li").count()
    assert count >= 9
    seen = glance.bounding_box()
    assert seen and seen["y"] >= 0 and seen["y"] + seen["height"] <= 900
    expect(glance.locator(".compared")).to_contain_text("材料")
    expect(glance).to_contain_text("要带")
    glance.locator("summary").nth(4).click()
    expect(glance.locator("details[open] li").first).to_be_visible()
    page.context.close()
