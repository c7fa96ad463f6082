"""A pair for somebody to look at: both places, both words, why they stand side by side."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.compiler.draft import Draft
from knowledge.compiler.walk import Where


@dataclass(frozen=True)
class Side:
    """One of the two; `list_id` is "" for what is shared by lists."""

    where: str
    words: str
    list_id: str = ""


@dataclass(frozen=True)
class Pair:
    """`likeness` is 0 to 1; `why` is a Chinese half-sentence, empty where the kind says it all."""

    kind: str
    likeness: float
    one: Side
    other: Side
    why: str = ""


def side(draft: Draft, path: str, where: Where, *, words: str, list_id: str = "") -> Side:
    """The words with file:line."""
    line = draft.documents[path].line_at(where)
    return Side(f"{path}:{line}", " ".join(words.split()), list_id)
