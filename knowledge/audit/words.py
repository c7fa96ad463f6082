"""How a route marks where a paper comes from, and other fixed words that an audit reads.

These are part of what a Route says to people; the audit reads them as they stand on the page.
"""

from __future__ import annotations

import re

WAIVED = "免交"
PERHAPS = "如果"
IN_HAND = "手里有"
FREE = "免费"
ISSUED_BY_STEP = re.compile(r"第\s*(\d+)\s*步")
NUMBER = re.compile(r"\d+")


def issuing_step(source: str) -> str | None:
    """The id of the step that a paper's source names: 第 2 步办出来 -> s2."""
    match = ISSUED_BY_STEP.match(source)
    return f"s{match[1]}" if match else None


def numbers_in(text: str) -> tuple[int, ...]:
    """The numbers in a text, in order."""
    return tuple(int(number) for number in NUMBER.findall(text))
