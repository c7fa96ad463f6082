"""The pages as an agent and an editor use them, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import answered, fits, say

pytestmark = pytest.mark.browser


def test_the_agent_sees_what_is_said_while_it_is_said(page: Page, address: str) -> None:
    page.goto(f"{address}/hotline")
    expect(page.get_by_text("还没有人来咨询")).to_be_visible()
    citizen = page.context.new_page()
    citizen.goto(f"{address}/chat")
    say(citizen, "想办居住证")
    expect(answered(citizen, "听到了")).to_be_visible()
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
