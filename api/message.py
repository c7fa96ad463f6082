"""What a message may be before anything reads it: how long, and of which signs.

One place for web and commands, so that the same words are understood the same way through every
door.
"""

from __future__ import annotations

import unicodedata

BODY_LIMIT = 64 * 1024
TEXT_LIMIT = 100_000
WORDS_LIMIT = 2000
LEFT_OUT = "\n……(太长,中间略去)……\n"
KEPT_CONTROLS = "\n\t"


class EmptyMessage(ValueError):
    """Nothing is left that could be answered."""


def clean_text(text: str) -> str:
    """The text without signs that no database keeps (NUL, lone surrogates, other controls) and
    without blank ends. A leading slash becomes a full-width one, as Rasa would obey it as a
    command.

    Raises EmptyMessage when nothing visible is left.
    """
    kept = "".join(
        sign
        for sign in text
        if sign in KEPT_CONTROLS or unicodedata.category(sign) not in ("Cc", "Cs")
    ).strip()
    if all(unicodedata.category(sign)[0] in "CZ" for sign in kept):
        raise EmptyMessage
    return "／" + kept[1:] if kept.startswith("/") else kept


def shorten(text: str) -> str:
    """At most WORDS_LIMIT characters: the beginning and the end, where people put what they want.

    What is left out is marked, so that whoever reads it later knows. Also keeps Rasa quick: its
    time grows with the square of the length.
    """
    if len(text) <= WORDS_LIMIT:
        return text
    half = (WORDS_LIMIT - len(LEFT_OUT)) // 2
    return text[:half] + LEFT_OUT + text[-half:]
