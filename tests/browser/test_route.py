"""The route in the widget: looked at, ticked off, told how it went, taken along."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.api.pdf_text import pdf_pages
from tests.browser.citizen import answered, fits, open_chat, to_route, to_talk

pytestmark = pytest.mark.browser


@pytest.fixture
def planned(page: Page, address: str) -> Page:
    open_chat(page, address, words="想办居住证")
    to_route(page)
    return page


def test_the_glance_compares_and_explains(planned: Page) -> None:
    glance = planned.locator(".glance")
    expect(glance.locator(".compared")).to_contain_text("跑几趟")
    expect(glance.locator("time")).to_have_text(["10月21日(周三)"])
    expect(glance).to_contain_text("要带 居民身份证")
    expect(glance.get_by_text("要「领到居住证」")).to_be_hidden()
    glance.locator("summary").click()
    expect(glance.get_by_text("要「领到居住证」")).to_be_visible()
    assert fits(planned)


def test_four_ways_to_look_at_it(planned: Page) -> None:
    panel = planned.get_by_role("tabpanel")
    expect(panel).to_contain_text("第 1 趟")
    expect(panel).to_contain_text("厚街 · 派出所")
    expect(panel.get_by_text("《居住证暂行条例》第九条")).to_be_hidden()
    panel.get_by_text("依据", exact=True).click()
    expect(panel.get_by_text("《居住证暂行条例》第九条")).to_be_visible()
    planned.get_by_role("tab", name="怎么走").focus()
    planned.keyboard.press("ArrowRight")
    expect(planned.get_by_role("tab", name="时间表")).to_be_focused()
    expect(panel).to_contain_text("东莞市公安局")
    expect(panel).to_contain_text("10月21日(周三) 至 11月5日(周四)")
    planned.keyboard.press("End")
    expect(panel).to_contain_text("这条路线先这样假定")
    expect(panel.get_by_role("row", name="跑几趟 1 1")).to_be_visible()
    expect(panel).to_contain_text("居住证与居住登记(公安):待部门核对")
    panel.get_by_text("已经有了、不用办的(1 件)").click()
    expect(panel).to_contain_text("居住登记:您说已经登记过")
    assert fits(planned)


def test_ticked_papers_stay_on_the_device(planned: Page) -> None:
    planned.get_by_role("tab", name="材料").click()
    planned.get_by_role("checkbox", name="居民身份证").check()
    expect(planned.get_by_text("备好了 1 份,共 1 份")).to_be_visible()
    planned.reload()
    expect(answered(planned, "听到了")).to_be_visible()
    to_route(planned)
    planned.get_by_role("tab", name="材料").click()
    expect(planned.get_by_role("checkbox", name="居民身份证")).to_be_checked()


def test_a_step_done_or_refused_is_told_and_planned_again(planned: Page) -> None:
    planned.get_by_text("这一步办得怎么样?").click()
    planned.get_by_role("button", name="窗口还要材料").click()
    planned.get_by_label("窗口还要哪份材料?").fill("居住证明")
    planned.get_by_role("button", name="告诉助手").click()
    expect(planned.locator(".changes")).to_contain_text("和 2026-10-20 的路线比过")
    planned.get_by_role("button", name="办好了").click()
    to_talk(planned)
    expect(answered(planned, "已经改过来了。")).to_have_count(2)
    expect(planned.locator(".mine").last).to_contain_text("step_done")


def test_the_notice_is_a_page_that_prints(planned: Page) -> None:
    with planned.context.expect_page() as opened:
        planned.get_by_role("link", name="打印告知单").click()
    notice = opened.value
    complaints: list[str] = []
    notice.on("console", lambda line: complaints.append(line.text))
    notice.reload()
    expect(notice.get_by_role("heading", name="一次性告知单")).to_be_visible()
    expect(notice.get_by_text("《居住证暂行条例》第九条")).to_be_visible()
    expect(notice.locator(".code svg")).to_be_visible()
    assert notice.evaluate("document.documentElement.scrollWidth <= innerWidth")
    notice.evaluate("window.print = () => { document.title = 'printed' }")
    notice.get_by_role("button", name="打印").click()
    assert notice.title() == "printed"
    notice.emulate_media(media="print")
    expect(notice.get_by_role("button", name="打印")).to_be_hidden()
    paper = notice.pdf() if planned.viewport_size == {"width": 1280, "height": 800} else b""
    if paper:
        assert 1 <= pdf_pages(paper) <= 3
    assert complaints == []


def test_what_is_taken_along(planned: Page) -> None:
    request = planned.context.request
    pdf = planned.get_by_role("link", name="下载 PDF").get_attribute("href")
    assert pdf and request.get(pdf).body().startswith(b"%PDF-")
    calendar = planned.get_by_role("link", name="加进日历").get_attribute("href")
    assert calendar and "BEGIN:VEVENT" in request.get(calendar).text()
