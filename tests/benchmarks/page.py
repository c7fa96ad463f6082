"""How soon a citizen can begin to type, on a slow phone: from opening the page to a focused input
that takes a letter.

Chromium throttled as Lighthouse throttles a phone (150 ms round trip, 1.6 Mbit/s, a processor four
times slower), a cold cache each time, the app over fakes on this machine.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from api.parts import assemble
from api.store.database import open_database
from tests.api.fakes import fake_parts
from tests.browser.conftest import FLAGS, served

TIMES = 7
TARGET_SECONDS = 1.0
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8,
    "uploadThroughput": 0.75 * 1024 * 1024 / 8,
}
SLOWER = 4


def main() -> None:
    """Print the figures."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = open_database(f"sqlite:///{Path(folder)}/test.db")
        parts = fake_parts(database)
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        with served(assemble(parts)) as address:
            whole, after = zip(*(_once(browser, address) for _ in range(TIMES)), strict=True)
        browser.close()
        database.dispose()
    print(f"网页助手,慢手机({TIMES} 次的中位数)")
    print(f"  从打开到能打字          {median(whole):6.2f} 秒")
    print(f"  从页面装好到能打字      {median(after):6.2f} 秒(目标 {TARGET_SECONDS:.0f} 秒以内)")


def _once(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds from navigation, and from the page's load event, until a letter is taken."""
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    began = time.perf_counter()
    page.goto(f"{address}/chat", wait_until="load")
    loaded = time.perf_counter()
    page.get_by_label("您的情况").press_sequentially("我")
    ended = time.perf_counter()
    page.context.close()
    return ended - began, ended - loaded


if __name__ == "__main__":
    main()
