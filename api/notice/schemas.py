"""The notice as plain data: what the print page and the PDF both draw. All texts are Chinese and
final; days are calendar days in 东莞.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PaperLine:
    """One paper of one item: whose, in what form, how many, who issues it, where it comes from.
    `waived` papers need not be brought.
    """

    title: str
    of: str
    form: str
    copies: int
    issuer: str
    source: str
    waived: bool


@dataclass(frozen=True)
class ItemLines:
    """One step of the route with everything a citizen has a right to be told at once."""

    number: int
    title: str
    person: str
    department: str
    place: str
    channel: str
    present: str
    start: date
    finish: date
    open: bool
    time_limit: str
    fee: str
    waits: tuple[int, ...]
    conditions: tuple[str, ...]
    papers: tuple[PaperLine, ...]
    basis: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class ListLine:
    """One list that the route rests on, and whether its departments have signed it off."""

    title: str
    lead: str
    others: tuple[str, ...]
    reviewed: str | None


@dataclass(frozen=True)
class Notice:
    """一次性告知单. `departments` are the full names in the order in which one meets them; `link`
    is the address that reopens the conversation.
    """

    goals: tuple[str, ...]
    today: date
    release: str
    finish: date | None
    trips: int
    facts: tuple[str, ...]
    items: tuple[ItemLines, ...]
    bring: tuple[str, ...]
    blocked: tuple[str, ...]
    assumptions: tuple[str, ...]
    measures: tuple[tuple[str, int, int], ...]
    formula: str
    departments: tuple[str, ...]
    lists: tuple[ListLine, ...]
    link: str
