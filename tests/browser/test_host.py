"""The widget on somebody else's page: hostile styles, a strict policy, shortcuts of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.browser.citizen import answered, fits, say
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
HOSTILE = """
html { font-size: 5px; direction: rtl }
* { color: red !important; font: italic 40px/1 serif !important; display: none !important;
    letter-spacing: 9px !important; visibility: hidden !important; transform: none !important }
html, body, p { display: block !important; visibility: visible !important }
wenzheng-assistant { opacity: 0 !important; position: absolute !important; left: -999px !important }
button, input, textarea, dialog { all: unset !important; width: 1px !important }
"""
PAGE = """<!doctype html><html lang="zh-Hans"><head><title>别人的网页</title>
<link rel="stylesheet" href="/host.css"><script src="{widget}/widget.js" defer></script>
<script src="/host.js"></script></head>
<body><p id="own" class="bubble row">自己的字</p></body></html>"""
SCRIPT = """
window.before = Object.keys(window).length;
window.keys = 0;
addEventListener("keydown", () => { window.keys += 1; });
"""


@pytest.fixture
def host(address: str) -> Iterator[str]:
    """A page on another origin that allows nothing but itself and the widget's server."""
    policy = (
        f"default-src 'none'; style-src 'self'; script-src 'self' {address}; connect-src {address}"
    )
    policy += "; require-trusted-types-for 'script'"

    def page(_: Request) -> Response:
        headers = {"Content-Security-Policy": policy}
        return HTMLResponse(PAGE.format(widget=address), headers=headers)

    def style(_: Request) -> Response:
        return Response(HOSTILE, media_type="text/css")

    def script(_: Request) -> Response:
        return Response(SCRIPT, media_type="text/javascript")

    routes = [Route("/", page), Route("/host.css", style), Route("/host.js", script)]
    with served(Starlette(routes=routes)) as found:
        yield found


@pytest.fixture
def on_host(page: Page, host: str, request: pytest.FixtureRequest) -> Page:
    request.node.expected_complaint = "favicon"
    page.goto(host)
    return page


def test_it_works_and_looks_as_it_should(on_host: Page) -> None:
    launch = on_host.get_by_role("button", name="打开政务咨询助手")
    expect(launch).to_be_visible()
    launch.click()
    say(on_host, "想办居住证")
    expect(answered(on_host, "听到了:想办居住证")).to_be_visible()
    style = on_host.locator(".theirs .words").first.evaluate(
        "e => (({color, fontStyle, fontSize, direction, letterSpacing}) =>"
        " [color, fontStyle, fontSize, direction, letterSpacing])(getComputedStyle(e))"
    )
    assert style == ["rgb(27, 40, 38)", "normal", "16px", "ltr", "normal"]
    box = on_host.get_by_label("您的情况").bounding_box()
    assert box and box["width"] > 150
    assert fits(on_host)


def test_nothing_of_it_reaches_the_page(on_host: Page) -> None:
    on_host.get_by_role("button", name="打开政务咨询助手").click()
    expect(on_host.get_by_label("您的情况")).to_be_focused()
    on_host.keyboard.type("abc")
    own = on_host.locator("#own")
    assert on_host.evaluate("window.keys") == 0
    assert on_host.evaluate("Object.keys(window).length - window.before") == 2  # before, keys
    assert own.evaluate("e => getComputedStyle(e).color") == "rgb(255, 0, 0)"
    assert own.evaluate("e => getComputedStyle(e).paddingTop") == "0px"
    assert on_host.evaluate("document.adoptedStyleSheets.length") == 0
    assert on_host.evaluate("document.head.querySelectorAll('style').length") == 0


def test_the_page_may_take_it_out_and_put_it_back(on_host: Page) -> None:
    expect(on_host.get_by_role("button", name="打开政务咨询助手")).to_be_visible()
    on_host.evaluate(
        """() => { const one = document.querySelector('wenzheng-assistant');
                   one.remove(); document.body.append(one); }"""
    )
    on_host.get_by_role("button", name="打开政务咨询助手").click()
    say(on_host, "想办居住证")
    expect(answered(on_host, "听到了:想办居住证")).to_be_visible()
