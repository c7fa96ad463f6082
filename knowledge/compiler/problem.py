"""A problem an editor can mend: where, what, how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process


@dataclass(frozen=True, order=True)
class Problem:
    """One fault. `message` quotes the editor's own words in 「」; `mend` says what to write instead."""

    path: str
    line: int
    code: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.code}  {self.message}\n    怎么改:{self.mend}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None when nothing is close (ratio below 60 of 100)."""
    found = process.extractOne(word, list(known), score_cutoff=60)
    return found[0] if found else None


def perhaps(word: str, known: Iterable[str]) -> str:
    """A sentence offering the nearest known word, or nothing."""
    candidate = nearest(word, known)
    return f"是不是「{candidate}」?" if candidate else ""
