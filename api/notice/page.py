"""The notice as a page to print: plain HTML that needs no script to be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.notice.schemas import Notice
from api.notice.wording import sayings

FOLDER = Path(__file__).parent


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_of(notice: Notice, *, wording: Callable[[str], str], script: str) -> str:
    """A whole HTML page; `wording` turns every text into the script asked for."""
    template = _environment().get_template("notice.html")
    code = segno.make(notice.link, error="m").svg_inline(scale=4, border=2)
    lang = "zh-Hant" if script == "traditional" else "zh-Hans"
    page = template.render(notice=notice, say=sayings(notice), lang=lang, code=Markup(code))
    return wording(page)
