"""Cuts a text into messages: at paragraphs, lines, sentences, and only then anywhere.

Nothing is left out. WeChat names no limit for texts; 2048 bytes is what others met in practice,
and what goes over is refused with 45002.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BYTES = 2000
_ENDS = (
    re.compile(r"(?<=\n\n)"),
    re.compile(r"(?<=\n)"),
    re.compile(r"(?<=[。!?;!?;])"),
    re.compile(r"(?<=[,,、:: ])"),
)


def split(text: str, limit: int = BYTES) -> tuple[str, ...]:
    """Pieces of at most `limit` bytes (UTF-8, at least 4), each as full as its cuts allow."""
    pieces = [piece.strip("\n") for piece in _pack(_fitting(text, limit, 0), limit)]
    return tuple(piece for piece in pieces if piece.strip())


def size(text: str) -> int:
    """In bytes, as WeChat counts."""
    return len(text.encode())


def _pack(pieces: Iterator[str], limit: int) -> Iterator[str]:
    held = ""
    for piece in pieces:
        if held and size(held + piece) > limit:
            yield held
            held = ""
        held += piece
    yield held


def _fitting(text: str, limit: int, level: int) -> Iterator[str]:
    if size(text) <= limit:
        yield text
    elif level == len(_ENDS):
        yield from text
    else:
        for piece in _ENDS[level].split(text):
            yield from _fitting(piece, limit, level + 1)
