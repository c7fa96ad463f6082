"""What a citizen does in the widget, and how a page is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

AXE = Path("api", "web", "widget", "node_modules", "axe-core", "axe.min.js")
ROOT = Path(__file__).resolve().parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def say(page: Page, words: str) -> None:
    page.get_by_label("您的情况").fill(words)
    page.keyboard.press("Enter")


def answered(page: Page, words: str) -> Locator:
    """The bubble that answers so; what is read out to those who do not see stands elsewhere."""
    return page.locator(".theirs .words", has_text=words)


def open_chat(page: Page, address: str, *, words: str | None = None) -> None:
    """The full page; with `words` said and answered."""
    page.goto(f"{address}/chat")
    expect(page.get_by_text("您好,我帮您弄清")).to_be_visible()
    if words is not None:
        say(page, words)
        expect(page.locator(".theirs", has_text="听到了")).to_be_visible()


def to_route(page: Page) -> None:
    """On a phone the route is behind the conversation; on a desk it stands beside it."""
    tab = page.get_by_role("button", name="办事路线", exact=True)
    if tab.is_visible():
        tab.click()
    expect(page.get_by_role("heading", name="办事路线")).to_be_visible()


def to_talk(page: Page) -> None:
    tab = page.get_by_role("button", name="对话", exact=True)
    if tab.is_visible():
        tab.click()


def choose(page: Page, entry: str) -> None:
    """One entry of the menu."""
    page.locator(".menu > summary").click()
    page.locator(".menu-list").get_by_text(entry).click()


def fits(page: Page) -> bool:
    """Nothing sticks out sideways, neither of the page nor inside the widget."""
    return bool(
        page.evaluate(
            """() => {
              const root = document.querySelector('wenzheng-assistant')?.shadowRoot;
              const places = root ? [...root.querySelectorAll('.log, .side-route, .frame')] : [];
              const wide = place => place.scrollWidth <= place.clientWidth + 1;
              return document.documentElement.scrollWidth <= innerWidth && places.every(wide);
            }"""
        )
    )


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is now; it looks into the shadow root as well."""
    page.evaluate((ROOT / AXE).read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES
    )
    assert len(found["passes"]) > 10
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
