"""The few strokes that pictures are made of, as SVG text: bars, lines, folds, labels.

All lengths are units of the picture. Every text passes `escaped`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

INK, FAINT, MAIN, GUIDE, BAND = "#1b2826", "#4a5956", "#0b6e69", "#b9c6c2", "#eef3f1"
PAPER = "#ffffff"
BAR = 14.0
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def bar(start: float, end: float, middle: float, *, dashed: bool = False) -> str:
    """A step: filled where its end is known, else an open, dashed outline with an arrow."""
    top = middle - BAR / 2
    if not dashed:
        return (
            f'<rect x="{start:g}" y="{top:g}" width="{end - start:g}" height="{BAR:g}" '
            f'rx="3" fill="{MAIN}"/>'
        )
    far, tip = end + 14, end + 24
    return (
        f'<path d="M{far:g} {top:g}H{start:g}V{top + BAR:g}H{far:g}L{tip:g} {middle:g}Z" '
        f'fill="{PAPER}" stroke="{MAIN}" stroke-width="2" stroke-dasharray="4 3"/>'
    )


def break_mark(x: float, y: float) -> str:
    """Two slanted strokes across a line that is cut between them."""
    low, high = y + 7, y - 7
    cut = f"M{x - 6:g} {low:g}L{x:g} {high:g}H{x + 6:g}L{x:g} {low:g}Z"
    sides = f"M{x - 6:g} {low:g}L{x:g} {high:g}M{x:g} {low:g}L{x + 6:g} {high:g}"
    return (
        f'<path d="{cut}" fill="{PAPER}"/>'
        f'<path d="{sides}" stroke="{INK}" stroke-width="1.5" fill="none"/>'
    )


def stroke(x1: float, y1: float, x2: float, y2: float, ink: str, dashes: str = "") -> str:
    """A thin line; `dashes` as in SVG, e.g. "2 4"."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{ink}" stroke-width="1.5" fill="none"'
        f"{dashed}/>"
    )


def label(
    x: float,
    y: float,
    said: str,
    *,
    anchor: str = "start",
    size: int | None = None,
    bold: bool = False,
    ink: str | None = None,
) -> str:
    """One line of text; `anchor` is start, middle or end. Size and ink are the picture's own."""
    given = {
        "text-anchor": anchor if anchor != "start" else None,
        "font-size": size,
        "font-weight": "bold" if bold else None,
        "fill": ink,
    }
    terms = "".join(f' {name}="{value}"' for name, value in given.items() if value is not None)
    return f'<text x="{x:g}" y="{y:g}"{terms}>{escaped(said)}</text>'


def badge(x: float, y: float, number: int) -> str:
    """A number in a circle."""
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="9" fill="{PAPER}" stroke="{MAIN}" stroke-width="2"/>'
        + label(x, y + 4.5, str(number), anchor="middle")
    )


def band(x: float, y: float, wide: float, high: float) -> str:
    """The ground of a lane."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="6" '
        f'fill="{BAND}" stroke="{GUIDE}"/>'
    )


def escaped(text: str) -> str:
    """The text as XML allows it; what XML 1.0 has no way to say is left out."""
    return escape(FORBIDDEN.sub("", text), {'"': "&quot;"})


def ems(text: str) -> float:
    """About how many ems wide: Chinese letters one, others a little over half."""
    return sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in text)


def lines(text: str, room: float) -> Iterator[str]:
    """The text cut into lines no wider than `room` ems."""
    line = ""
    for letter in text:
        if line and ems(line + letter) > room:
            yield line
            line = ""
        line += letter
    yield line
