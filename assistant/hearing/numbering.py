"""Numbers the persons of a role: the elder child is 子女1, the younger 子女2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.hearing.claim import Claim
from assistant.hearing.mentions import CHILD, ELDER, THIRD, YOUNGER
from assistant.hearing.schooling import born_about
from assistant.hearing.segments import Who

_FIXED = {ELDER: 1, YOUNGER: 2, THIRD: 3}
_SHARED = ("户籍所在地", "医保参保", "现居住地")


def numbers(claims: Sequence[Claim], *, today: date) -> dict[Who, int]:
    """A number for everyone claims are made of; children by age, others as they come."""
    given: dict[Who, int] = {}
    for role in dict.fromkeys(one.who.role for one in claims):
        people = list(dict.fromkeys(one.who for one in claims if one.who.role == role))
        labelled = [who for who in people if who.label]
        if role == CHILD:
            labelled.sort(key=lambda who: _age(who, claims, today), reverse=True)
        taken = {_FIXED[who.label] for who in labelled if who.label in _FIXED}
        for who in labelled:
            number = _FIXED.get(who.label) or next(n for n in range(1, 99) if n not in taken)
            taken.add(number)
            given[who] = number
        if len(labelled) == 1:
            given[Who(role)] = given[labelled[0]]
        else:
            given.setdefault(Who(role), 1 if not labelled else min(set(range(1, 99)) - taken))
    return given


def spread(claims: Sequence[Claim]) -> list[Claim]:
    """What is said of the children together, said of each that is told apart."""
    labelled = [
        who for who in dict.fromkeys(one.who for one in claims) if who.role == CHILD and who.label
    ]
    found: list[Claim] = []
    for one in claims:
        if one.who == Who(CHILD) and len(labelled) > 1:
            if one.name in _SHARED:
                found += [
                    Claim(who, one.name, one.value, one.words, one.source) for who in labelled
                ]
        else:
            found.append(one)
    return found


def _age(who: Who, claims: Sequence[Claim], today: date) -> int:
    """How old, in years, as far as the claims tell; 0 where they do not."""
    for one in claims:
        sign = born_about(one.name, one.value) if one.who == who else None
        if sign is not None:
            return sign - 10_000 if sign >= 5_000 else today.year + sign
    return 0
