"""Phrases: sayings of several words, heard in other orders and forms than they are written.

In `said` and `near` of shared/facts.yml a saying with a space or a + is a phrase:
  契税 交/缴+        words apart, alternatives by /, and + after a deed: 契税已经缴了, 交过契税
  有 居住证          有 before a thing: 有个居住证, 居住证有的
  居住证 过期        words in this order, close to each other
  外地 社保 停+      外地 is any place outside 东莞, 东莞 any place inside it
A deed not done (契税还没交), a thing not had (没有居住证) and a state denied (居住证没过期) are the
contrary, which a yes/no fact takes as its other value. What is wished, asked or put as a condition
is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.hearing.spelling import plain

HAS, DEED = "有", "+"
HERE, ELSEWHERE = "东莞", "外地"
_INSIDE, _OUTSIDE = "\ue000", "\ue001"
_HERE_TOO = ("东莞", "这边", "这里", "这", "莞", "本地")
_ELSEWHERE_TOO = ("外地", "老家", "外省", "外市", "那边", "原单位", "别的地方", "别的城市")
_NOT = (
    r"(?:还没有?|一直没有?|从来没有?|没有?|未曾|还未|仲未|未|冇|从没|没能|没怎么)"
    r"(?:去|来|给我|给|帮我|再|能|及时|真正|有|被)?"
)
_RESULT = r"(?:[好完清到成齐妥毕上掉]|下来|出来|回来|到手|到账|过来|上去|在手)"
_AFTER = rf"(?:{_RESULT}?(?:了|过|着)|来了|{_RESULT})"
_BEFORE = (
    r"(?:已经|早已|早就|都已|刚刚|刚|昨天|前几天|上个月|上周|去年|前年|有)(?:给我|给|帮我|去|把)?"
)
_GAP = r"(?:(?!怎|如何|多少|什么|要|想|能|才|没|未|不|冇|还是|吗|几时|户口|或).){0,8}?"
_NEAR = r"(?:(?!怎|如何|什么|没|未|不|冇|要|想|才).){0,4}?"
_FEW = r"(?:任何|什么|个|张|过|到|的|在东莞|东莞的?|在|到|来|再|自己的|有|套)?"
_DENIED = r"(?<![没未不冇快怕])(?<!没有)(?<!还没)"
_ENDS = r"(?![证东贷卡租产])"
_OPENS_DENIED = re.compile(r"^(?:没|未|冇|无|不|还没|想|打算|准备|计划|考虑|错过)")


@dataclass(frozen=True)
class Places:
    """Names of places, and which of them lie in 东莞."""

    pattern: re.Pattern[str]
    inside: frozenset[str]

    @classmethod
    def of(cls, here: Iterable[str], elsewhere: Iterable[str]) -> Places:
        """Made once for a release."""
        inside = frozenset(here)
        names = sorted({*inside, *elsewhere}, key=len, reverse=True)
        return cls(re.compile("|".join(map(re.escape, names)) or r"(?!)"), inside)

    def mark(self, text: str) -> str:
        """The text with each place as signs of its own, as long as before."""
        return self.pattern.sub(
            lambda match: (_INSIDE if match[0] in self.inside else _OUTSIDE) * len(match[0]), text
        )


@dataclass(frozen=True)
class Phrase:
    """A phrase made ready: what says it, and what says the contrary (None where nothing does).

    `placed`: it names places, and is to be found in a text whose places are marked. One of `signs`
    stands in every text that has it. Patterns are compiled when first needed.
    """

    holds: str
    denied: str | None
    placed: bool = False
    signs: tuple[str, ...] = ("",)

    @cached_property
    def held(self) -> re.Pattern[str]:
        return re.compile(self.holds)

    @cached_property
    def lacked(self) -> re.Pattern[str]:
        return re.compile(self.denied or r"(?!)")


def is_phrase(saying: str) -> bool:
    """Whether a saying of the register is a phrase, not words to be found as they are."""
    return " " in saying or saying.endswith(DEED)


def read_phrase(saying: str) -> Phrase:
    """The patterns of a phrase, on plain text (spelling.plain)."""
    parts = [part.removesuffix(DEED).split("/") for part in plain(saying).split() if part != HAS]
    known = [part for part in parts if not {HERE, ELSEWHERE} & set(part)]
    signs = tuple(sorted(known, key=len)[0]) if known else ("",)
    return replace(_patterns(saying), placed=len(known) < len(parts), signs=signs)


def _patterns(saying: str) -> Phrase:
    parts = plain(saying).split()
    if parts[0] == HAS:
        return _having(_words(parts[1]))
    if parts[-1].endswith(DEED):
        things = [_words(part) for part in parts[:-1]]
        return _done(things, _words(parts[-1].removesuffix(DEED)))
    return _standing(parts)


def near(saying: str, text: str) -> bool:
    """Whether all words of the phrase stand in the text, in any order."""
    return all(re.search(_words(part), text) for part in plain(saying).split())


def _having(thing: str) -> Phrase:
    """有居住证, 居住证我有; 没有居住证, 居住证都没有."""
    holds = (
        rf"(?<![没冇无未])有(?!没有){_FEW}{thing}{_ENDS}"
        rf"|{thing}{_ENDS}我?(?:也|都|是)?有(?:的|了|$)"
    )
    denied = (
        rf"(?:没有?|冇|无|未有){_FEW}{thing}{_ENDS}|{thing}{_ENDS}我?(?:也|都|还|一直)*(?:没有|冇)"
        r"(?=$|的|了|呢|啊|,)"
    )
    return Phrase(holds, denied)


def _done(things: list[str], deed: str) -> Phrase:
    """契税交了, 交了契税, 交契税了; 契税还没交, 没交契税."""
    done = rf"{_DENIED}(?:{_BEFORE}{deed}(?:{_AFTER})?|{deed}{_AFTER})"
    if not things:
        holds = rf"{_BEFORE}{deed}{_ENDS}|{_DENIED}{deed}{_AFTER}"
        return Phrase(holds, rf"{_NOT}{deed}")
    ahead = _GAP.join(f"{thing}{_ENDS}" for thing in things)
    last = things[-1]
    first = f"{_GAP.join(things[:-1])}{_GAP}" if len(things) > 1 else ""
    holds = (
        rf"{ahead}{_GAP}{done}|{first}{done}{_NEAR}{last}{_ENDS}"
        rf"|{first}{_DENIED}{deed}{_RESULT}?{last}{_ENDS}(?:了|啦)"
    )
    denied = rf"{ahead}{_NEAR}{_NOT}{deed}|{first}{_NOT}{deed}{_RESULT}?{_NEAR}{last}{_ENDS}"
    return Phrase(holds, denied)


def _standing(parts: list[str]) -> Phrase:
    """居住证过期了; 居住证还没过期."""
    words = [_words(part) for part in parts]
    if _OPENS_DENIED.match(parts[0]):
        return Phrase(_FEW.join(words) + _ENDS, None)
    holds = words[0] + "".join(f"{_GAP}{_DENIED}{word}" for word in words[1:])
    if any(_OPENS_DENIED.match(word) for word in parts[-1].split("/")):
        ahead = "".join(f"{word}{_GAP}" for word in words[:-1])
        return Phrase(ahead + words[-1], None)
    ahead = "".join(f"{word}{_GAP}" for word in words[:-1])
    return Phrase(holds, rf"{ahead}(?:{_NOT}|不){words[-1]}")


def _words(part: str) -> str:
    """A word's alternatives as a pattern."""
    known = {
        HERE: f"{_INSIDE}+|{'|'.join(_HERE_TOO)}",
        ELSEWHERE: f"{_OUTSIDE}+|{'|'.join(_ELSEWHERE_TOO)}",
    }
    return f"(?:{'|'.join(known.get(word) or re.escape(word) for word in part.split('/'))})"


def find_phrase(phrase: Phrase, text: str) -> Iterator[tuple[int, int, bool]]:
    """Where the phrase stands in the text, and whether it holds there."""
    if not any(sign in text for sign in phrase.signs):
        return
    if phrase.denied and (match := phrase.lacked.search(text)):
        yield match.start(), match.end(), False
    if match := phrase.held.search(text):
        yield match.start(), match.end(), True
