"""What finding returns, and how it is explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast, get_args

from knowledge.model.kind import Kind


@dataclass(frozen=True)
class Scored:
    """A list, or a question as "list/question"; `score` is a probability, 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True)
class ClauseFound:
    """One clause of a message (normalised) and the lists it speaks of by itself, best first."""

    text: str
    lists: tuple[Scored, ...]


@dataclass(frozen=True)
class Found:
    """Lists and questions, best first; all is empty unless the message is a consultation.

    `clauses` has at least one; a message of a single clause is its own. `between` are two lists of
    which one is meant, and it is not clear which (never two of one message that wants both).
    """

    kind: Kind
    lists: tuple[Scored, ...] = ()
    questions: tuple[Scored, ...] = ()
    clauses: tuple[ClauseFound, ...] = ()
    between: tuple[str, str] | None = None


@dataclass(frozen=True)
class ClauseRead:
    """One clause (or the whole): the words seen, the words added to it, its best lists by
    itself.
    """

    text: str
    words: tuple[str, ...]
    added: tuple[str, ...]
    lists: tuple[Scored, ...]


@dataclass(frozen=True)
class Near:
    """A known saying that is near to the message."""

    text: str
    id: str
    closeness: float


@dataclass(frozen=True)
class Evidence:
    """Why a list or a question scored as it did. `signals` are those of the clause that spoke for
    it most clearly, by their Chinese names; `words` those of it that spoke for its list, and `near`
    the saying of it that is nearest.
    """

    id: str
    title: str
    score: float
    kept: bool
    clause: str
    signals: dict[str, float]
    words: tuple[str, ...]
    near: Near | None


@dataclass(frozen=True)
class Explanation:
    """How a message was understood; `shortened` where only its two ends were read.

    `kinds` are margins, best first; `consulting` is the probability that it is a consultation,
    which is let in from `consulting_from`; a list is kept from `lists_from`. `lists` and
    `questions` include the next ones that were not kept.
    """

    found: Found
    shortened: bool
    whole: ClauseRead
    clauses: tuple[ClauseRead, ...]
    kinds: dict[str, float]
    consulting: float
    consulting_from: float
    lists_from: float
    lists: tuple[Evidence, ...]
    questions: tuple[Evidence, ...]
    nearest: tuple[Near, ...]


def kind_of(name: str) -> Kind:
    """A kind by its name. Raises ValueError for a name that is none."""
    if name not in get_args(Kind):
        raise ValueError(f"no kind of message: {name}")
    return cast(Kind, name)
