"""Hears what is wanted: the goals whose sayings stand in a clause, and for whom.

Goals that reach the same for different persons share their sayings: 户口迁过来 with 老婆孩子 is the
spouse's and the child's. Signs of a saying stand in order and close together; small words between
them (也想都一起…) do not count. What is denied, or wanted by strangers, is not heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.hearing.mentions import STRANGER, Mention, Mentions
from assistant.hearing.spelling import plain
from knowledge.model.household import SELF
from knowledge.model.inquiry_list import Goal
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import HOUSEHOLD

DENIAL = 5
SHORTEST = 2
_SMALL = (
    r"(?:不知道|不晓得|能不能|可不可以|可以|那些|这些"
    r"|[也想都要一起跟着给他她它能并亦希望就埋怎么样该如何把将啊的了去呢嘛吧还再又,、])*"
)
_BETWEEN = rf"{_SMALL}[^,]{{0,3}}?{_SMALL}"
_DENIED = re.compile(r"不用|不必|不想|不要|不打算|已经|早就|办过|办完")
_OWNS = re.compile(r"^(?:自己|本人)?(?:和|跟|同|与|、|及|的|户口)")
_THEM = re.compile(r"^(?:他|她)")
_THEIRS = re.compile(r"^(?:他|她|户口|都|也)")
_LISTS = re.compile(r"(?:社保|医保|养老|养老保险|医疗|户口|公积金|居住证)$")
_GOES_ON = re.compile(r"^[,、]?(?:不知道|不晓得|怎|如何|能不能|要怎|可以|该|想|也想|都想)")


@dataclass(frozen=True)
class Saying:
    """One saying of a goal; `named`: who it is for is to be named beside it."""

    text: str
    goal: Goal
    named: bool

    @cached_property
    def signs(self) -> frozenset[str]:
        """Its signs: a text that lacks one does not hold it."""
        return frozenset(self.text)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first has all its signs: most never are."""
        return re.compile(_BETWEEN.join(map(re.escape, self.text)))


@dataclass(frozen=True)
class Wish:
    """A goal heard in a clause (by number), with the words that hold it."""

    goal: str
    clause: int
    words: str


@dataclass(frozen=True)
class Wishes:
    """The sayings of all goals, and for each goal those that reach the same, by role."""

    sayings: tuple[Saying, ...]
    alike: Mapping[str, Mapping[str, str]]
    mentions: Mentions

    @classmethod
    def of(cls, shared: Shared) -> Wishes:
        """Compiled once for a release."""
        mentions = Mentions.of(shared)
        goals = tuple(shared.goals.values())
        alike = {
            goal.id: {other.whose: other.id for other in goals if other.reach == goal.reach}
            for goal in goals
        }
        sayings = (_saying(goal, text, mentions) for goal in goals for text in goal.spoken)
        return cls(tuple(sayings), alike, mentions)

    def hear(self, clauses: Iterable[str]) -> Iterator[Wish]:
        """Goals by clause, in order. A clause that names nobody goes on about the one before only
        where it says so (户口也想迁过来), or where that was about a stranger.
        """
        parts = [
            (number, part)
            for number, clause in enumerate(clauses)
            for part in plain(clause).split(",")
        ]
        roles: frozenset[str] = frozenset()
        others: frozenset[str] = frozenset()
        for (number, text), (_, after) in zip(parts, [*parts[1:], (0, "")], strict=False):
            goes_on = STRANGER in roles or _THEIRS.match(text)
            before = others if others and _THEM.match(text) else roles
            roles = _roles(self.mentions.find(text), text) or (before if goes_on else frozenset())
            others = roles - {SELF} or others
            if STRANGER not in roles:
                joined = _GOES_ON.match(after) or _LISTS.search(text)
                whole = f"{text},{after}" if joined else text
                heard = dict.fromkeys(self._heard(whole, roles))
                yield from (Wish(goal, number, whole) for goal in heard)

    def _heard(self, text: str, roles: frozenset[str]) -> Iterator[str]:
        signs = frozenset(text)
        for saying in self.sayings:
            match = saying.pattern.search(text) if saying.signs <= signs else None
            if match and not _DENIED.search(text[: match.start()][-DENIAL:]):
                yield from self._for(saying, roles)

    def _for(self, saying: Saying, roles: frozenset[str]) -> Iterator[str]:
        """The goals alike for whoever is spoken of; else the saying's own."""
        alike = self.alike[saying.goal.id]
        meant = [goal for role, goal in alike.items() if role in roles]
        if meant:
            yield from meant
        elif not saying.named and (saying.goal.whose != SELF or not roles - {SELF, "子女"}):
            yield saying.goal.id


def _saying(goal: Goal, text: str, mentions: Mentions) -> Saying:
    """The saying without the person it is for."""
    bare, written = "", plain(text)
    end = 0
    named = [one for one in mentions.find(written) if one.role == goal.whose != SELF]
    for one in named:
        bare, end = bare + written[end : one.start], one.end
    bare = (bare + written[end:]).removeprefix("的")
    kept = bare if named and len(bare) >= SHORTEST else written
    return Saying(kept, goal, kept != written)


def _roles(found: Iterable[Mention], text: str) -> frozenset[str]:
    """Whom a clause is about. 我 beside others only where it owns or is joined: 我和孩子的户口."""
    roles: set[str] = set()
    others = [one for one in found if one.role not in (SELF, HOUSEHOLD)]
    if others and others[0].role == STRANGER:
        return frozenset([STRANGER])
    for one in found:
        if one.role in (SELF, HOUSEHOLD):
            if not others or _OWNS.match(text[one.end :]):
                roles.add(SELF)
        elif one.role != STRANGER:
            roles.add(one.role)
    return frozenset(roles)
