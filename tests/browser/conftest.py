"""A real browser over the app on a loopback port; the engine is the one of tests/api/fakes.py."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.types import ASGIApp

from api.parts import Parts, assemble
from api.store.database import open_database
from knowledge.compiler.problem import Problem
from tests.api.fakes import fake_parts

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
FAULT = Problem("inquiry_lists/shared/facts.yml", 21, "E202", "没有登记「甲」", "是不是「乙」?")


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The app on a free loopback port; gives its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@pytest.fixture(scope="module")
def browser(require: Callable[[str], None]) -> Iterator[Browser]:
    """Chromium, where there is one. Not for the whole session: while it lives this thread has a
    running event loop, and other tests want their own.
    """
    require("chromium")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """Fakes around an empty database, with one problem in the files."""
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    yield fake_parts(database, check=lambda: (FAULT,))
    database.dispose()


@pytest.fixture
def address(parts: Parts) -> Iterator[str]:
    """The app over fakes."""
    with served(assemble(parts)) as found:
        yield found


@pytest.fixture(params=sorted(SIZES))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A fresh page of each size; at the end it must not have complained of anything. It asks for
    `address` so that the app outlives it.
    """
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    found = context.new_page()
    complaints: list[str] = []
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield found
    context.close()
    expected = getattr(request.node, "expected_complaint", None)
    assert [said for said in complaints if not expected or expected not in said] == []
