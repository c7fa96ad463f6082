"""Cuts an utterance into clauses at its punctuation. Refuses to judge what they say."""

from __future__ import annotations

import re

_CUT = re.compile(r"[,，。;；!！?？、\n]+|\s{2,}")


def cut(text: str) -> tuple[str, ...]:
    """The clauses in order, without blanks around them; none is empty."""
    return tuple(piece.strip() for piece in _CUT.split(text) if piece.strip())
