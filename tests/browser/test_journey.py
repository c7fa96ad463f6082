"""One citizen's way through the real app: lists, engine, planner and page together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.app import create_app
from api.settings import Settings
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
PATIENCE = 60_000
CASE = (
    "我是清远人,来东莞打拼好多年了,最近想在这边买房定居,小孩要上小学,老婆孩子的户口也想迁过来,"
    "我自己以前在老家交的社保和医保怎么转,看病怎么报销?"
)
TOLD = "我是湖南的,在厚街上班三年多了,小孩明年九月读小学,没有居住证怎么办"


@pytest.fixture
def real_address(root: Path, release_path: Path, tmp_path: Path) -> Iterator[str]:
    settings = Settings(
        root=root, database=f"sqlite:///{tmp_path}/test.db", releases=release_path.parent
    )
    with served(create_app(settings)) as address:
        yield address


def test_one_message_brings_both_lists_an_ask_and_a_dated_route(
    browser: Browser, real_address: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.goto(real_address)
    page.get_by_label("您的情况").fill(TOLD)
    page.keyboard.press("Enter")
    route = page.locator("#route")
    expect(route.get_by_role("heading", name="办事路线")).to_be_visible(timeout=PATIENCE)
    for title in ("居住证与居住登记", "义务教育"):
        expect(page.locator("#log").get_by_text(title).first).to_be_visible()
    expect(page.locator(".chip", has_text="户籍所在地").first).to_contain_text("湖南")
    expect(page.get_by_role("button", name="不知道")).to_be_visible()
    expect(route.locator("time").first).to_contain_text("月")
    expect(route.get_by_text("居住登记").first).to_be_visible()
    expect(route.locator(".proof")).to_contain_text("已证明")
    assert route.get_by_role("checkbox").count() > 0
    route.locator("summary", has_text="为什么要办").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="不知道").click()
    expect(page.locator(".theirs:not(.waiting)")).to_have_count(3, timeout=PATIENCE)
    context.close()


def test_the_whole_case_is_seen_on_one_screen(browser: Browser, real_address: str) -> None:
    """Steps with their days, papers, and what together saves; why, one click away."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(real_address)
    page.get_by_label("您的情况").fill(CASE)
    page.keyboard.press("Enter")
    glance = page.locator("#route .glance")
    expect(glance.locator("li time")).to_have_count(9, timeout=PATIENCE)
    seen = glance.bounding_box()
    assert seen and seen["y"] >= 0 and seen["y"] + seen["height"] <= 900
    expect(glance.get_by_label("单独办 → 一起办")).to_contain_text("材料")
    expect(glance).to_contain_text("要带")
    expect(glance.get_by_text("为了达到").first).to_be_hidden()
    glance.locator("summary").nth(4).click()
    expect(glance.locator("details[open] li").first).to_be_visible()
    context.close()
