"""Hears facts in a citizen's words, each kept with the words that gave it.

The utterance is cut into segments of one person and one topic; small readers, one a subject, read
each segment. What is supposed (如果…), asked or told of strangers is not heard. What was only
implied (上班 implies a job) is marked inferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from assistant.hearing.ages import read_ages
from assistant.hearing.amounts import Amounts
from assistant.hearing.claim import Claim, Scene
from assistant.hearing.family import living, read_marriage
from assistant.hearing.gazetteer import ELSEWHERE, HOMETOWN, Gazetteer
from assistant.hearing.insurance import read_insurance, read_medical
from assistant.hearing.listed import Listed, is_stated
from assistant.hearing.mentions import CHILD, Mentions
from assistant.hearing.numbering import numbers, spread
from assistant.hearing.origin import read_living, read_origin
from assistant.hearing.schooling import read_school
from assistant.hearing.segments import segments
from assistant.hearing.spelling import plain
from assistant.hearing.stay import read_stay, read_work
from knowledge.model.household import SELF, person_name
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import HOUSEHOLD, Fact

_READERS = (
    read_origin,
    read_living,
    read_stay,
    read_work,
    read_ages,
    read_school,
    read_insurance,
    read_medical,
    read_marriage,
)


@dataclass(frozen=True)
class Heard:
    """A fact as heard: key, JSON value, the words, and whether it was said or only implied."""

    key: str
    value: Any
    words: str
    source: Literal["said", "inferred"] = "said"


@dataclass(frozen=True)
class Listener:
    """Hears facts by the register of one release. Pure; what it looks up is compiled once."""

    shared: Shared

    @cached_property
    def mentions(self) -> Mentions:
        """How persons are spoken of."""
        return Mentions.of(self.shared)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.of(self.shared)

    @cached_property
    def _listed(self) -> Listed:
        return Listed.of(self.shared)

    @cached_property
    def _amounts(self) -> Amounts:
        return Amounts.of(self.shared)

    def hear(self, text: str, *, today: date, home: str | None = None) -> tuple[Heard, ...]:
        """Facts in the text, in order; of two about one thing the later stands, said beats
        inferred, and a wider place does not replace a nearer one. `home`: where the citizen's hukou
        is known to be, for 老家.
        """
        claims = spread(self._resolved(list(living(text, self._claims(text, today))), home))
        numbered = numbers(claims, today=today)
        found: dict[str, Heard] = {}
        for claim in claims:
            key = self._key(claim, numbered[claim.who])
            if key is None:
                continue
            before = found.get(key)
            if before is None or self._replaces(claim, before):
                found[key] = Heard(key, claim.value, claim.words, claim.source)
        return tuple(found.values())

    def _claims(self, text: str, today: date) -> Iterator[Claim]:
        """What each segment claims."""
        children = any(one.role == CHILD for one in self.mentions.find(plain(text)))
        for segment in segments(text, self.mentions):
            scene = Scene(segment, self._gazetteer.find(segment.text), today, children)
            for read in _READERS:
                yield from read(scene)
            yield from self._listed.read(scene)
            yield from self._amounts.read(scene)

    def _resolved(self, claims: list[Claim], home: str | None) -> list[Claim]:
        """老家 as the citizen's own place of origin; without one, somewhere outside 东莞."""
        own = [
            one.value
            for one in claims
            if one.who.role == SELF and one.name == "户籍所在地" and one.value != HOMETOWN
        ]
        own = own or ([home] if home else [])
        found: list[Claim] = []
        for one in claims:
            if one.value != HOMETOWN:
                found.append(one)
            elif own or one.name == "户籍所在地":
                place = own[-1] if own else ELSEWHERE
                found.append(Claim(one.who, one.name, place, one.words, "inferred"))
        return found

    def _replaces(self, claim: Claim, before: Heard) -> bool:
        """Whether a later claim stands against what was heard before."""
        if before.source == "said" and claim.source == "inferred":
            return False
        if before.source == "inferred" and claim.source == "said":
            return True
        return not (
            isinstance(claim.value, str)
            and isinstance(before.value, str)
            and self._gazetteer.within(claim.value, before.value)
        )

    def _key(self, claim: Claim, number: int) -> str | None:
        """The key of this fact for whom the claim is about; None where they cannot have it."""
        fact = self.shared.facts_by_name.get(claim.name)
        if fact is None:
            return None
        if fact.whose == (HOUSEHOLD,):
            return f"{HOUSEHOLD}.{claim.name}"
        role = SELF if claim.who.role == HOUSEHOLD else claim.who.role
        if role not in fact.whose:
            return None
        several = self.shared.persons_by_name[role].several
        return f"{person_name(role, several=several, number=number)}.{claim.name}"


def said_value(fact: Fact, text: str) -> tuple[str | None, str]:
    """The value whose listed saying (the longest) is stated in the text, and that saying."""
    best: tuple[str | None, str] = (None, "")
    for value, sayings in fact.said.items():
        for saying in sayings:
            start = text.find(saying)
            if start >= 0 and len(saying) > len(best[1]) and is_stated(saying, text, start):
                best = (value, saying)
    return best
