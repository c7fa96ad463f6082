"""What every test may ask for: the project root, a built release, parts of the machine.

A missing part is a skip that names it; with CI=true it is a failure, never a skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# What loads slowly is imported where it is used: most tests need none of it.
if TYPE_CHECKING:
    from knowledge.index.release import Release

ROOT = Path(__file__).resolve().parent.parent
NEEDS = {"rasa": ("rasa",), "browser": ("chromium", "chinese font", "widget")}


@pytest.fixture(scope="session")
def root() -> Path:
    """The project root."""
    return ROOT


@pytest.fixture(scope="session")
def release_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the lists as they are, built once; what an earlier run cached is used again."""
    from knowledge.index.build import build_release

    built = build_release(
        ROOT,
        out=tmp_path_factory.mktemp("releases"),
        cache=ROOT / "var" / "cache",
        progress=lambda stage, share: None,
    )
    return built.path


@pytest.fixture(scope="session")
def release(release_path: Path) -> Release:
    """That release, opened. Nothing of it may be changed."""
    from knowledge.index.release import open_release

    return open_release(release_path)


@pytest.fixture(scope="session")
def require() -> Callable[[str], None]:
    """Call it with the name of a part of the machine; where that is missing the test ends there."""
    return require_part


@pytest.fixture(autouse=True)
def _parts_of_marks(request: pytest.FixtureRequest) -> None:
    for mark, parts in NEEDS.items():
        if request.node.get_closest_marker(mark):
            for part in parts:
                require_part(part)


def require_part(part: str, environ: Mapping[str, str] = os.environ) -> None:
    """Skip without that part, saying why; fail instead where CI is true."""
    reason = PARTS[part]()
    if reason and environ.get("CI") == "true":
        pytest.fail(f"{reason} (CI=true: a missing part is a failure)", pytrace=False)
    if reason:
        pytest.skip(reason)


def _no_chromium() -> str | None:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return None if found else "chromium is not installed"


def _no_chinese_font() -> str | None:
    fonts = shutil.which("fc-list")
    listed = fonts and subprocess.run([fonts, ":lang=zh"], capture_output=True, check=False).stdout
    return None if listed else "no font with Chinese characters is installed"


def _no_rasa() -> str | None:
    from assistant.rasa_process import RasaPythonMissing, find_rasa_python

    try:
        find_rasa_python(ROOT)
    except RasaPythonMissing as missing:
        return str(missing)
    return None


def _no_widget() -> str | None:
    from deploy.widget import is_built

    return None if is_built(ROOT) else "the widget is not built from these sources: make setup"


PARTS: Mapping[str, Callable[[], str | None]] = {
    "chromium": _no_chromium,
    "chinese font": _no_chinese_font,
    "rasa": _no_rasa,
    "widget": _no_widget,
}
