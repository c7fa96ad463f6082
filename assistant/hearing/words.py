"""Cuts an utterance into clauses and says of each whom it speaks of and whether it is only
supposed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.model.household import SELF
from knowledge.model.shared import HOUSEHOLD, Person

_CUT = re.compile(r"[,，。;；!！?？、\n]+|\s{2,}")
_SUPPOSED = re.compile(r"如果|要是|假如|假设|万一|的话")
_NEAR = 4


@dataclass(frozen=True)
class Clause:
    """A stretch of the citizen's own words.

    `named` is the role it speaks of itself, `person` that role or else the one carried on from
    before.
    """

    text: str
    named: str | None
    person: str
    supposed: bool


def cut(text: str, persons: Mapping[str, Person]) -> tuple[Clause, ...]:
    """Clauses in order; a clause without a person of its own goes on about the one before."""
    found: list[Clause] = []
    person = SELF
    for piece in _CUT.split(text):
        if not piece.strip():
            continue
        named = person_in(piece, persons)
        person = named or person
        found.append(Clause(piece.strip(), named, person, bool(_SUPPOSED.search(piece))))
    return tuple(found)


def person_in(text: str, persons: Mapping[str, Person]) -> str | None:
    """The role first spoken of in the text; None when nobody is.

    我老婆, 我家小孩: 我 and 我家 only lead to the person that follows at once.
    """
    found = sorted(
        (place, -len(word), role)
        for role, person in persons.items()
        for word in (role, *person.spoken)
        if (place := text.find(word)) >= 0
    )
    for place, length, role in found:
        if role not in (SELF, HOUSEHOLD):
            return role
        end = place - length
        if not any(
            other not in (SELF, HOUSEHOLD) and end <= later <= place + _NEAR
            for later, _, other in found
        ):
            return role
    return None
