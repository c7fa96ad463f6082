"""A problem an editor can mend: where, what, how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

LONGEST = 40
SHORT = 3


@dataclass(frozen=True, order=True)
class Problem:
    """One fault.

    `message` quotes the editor's own words in 「」; `mend` says what to write instead.
    """

    path: str
    line: int
    code: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.code}  {self.message}\n    怎么改:{self.mend}"


def shown(words: object, *, longest: int = LONGEST) -> str:
    """The editor's words on one line, and no longer than a line."""
    text = " ".join(str(words).split())
    return text if len(text) <= longest else f"{text[:longest]}…"


def finished(words: str) -> str:
    """What to write instead, to be copied: whole, unless it fills several lines."""
    return shown(words, longest=10 * LONGEST)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None when nothing is close.

    Close is a ratio of 60 of 100, or, in a word of two or three characters, one of them wrong.
    """
    if len(word) <= SHORT:
        similar = process.extractOne(
            word, list(known), scorer=OSA.normalized_similarity, score_cutoff=0.5
        )
    else:
        similar = process.extractOne(shown(word), list(known), score_cutoff=60)
    return similar[0] if similar else None


def perhaps(word: str, known: Iterable[str]) -> str:
    """A sentence offering the nearest known word, or nothing."""
    candidate = nearest(word, known)
    return f"是不是「{candidate}」?" if candidate else ""
