"""Values whose sayings the register lists, and when such a saying is no statement.

没/不/想 before a saying, 吗 or 要不要 around it, 才/以后 after it: then it is denied, wished, asked
or put as a condition, and nothing is heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.hearing.claim import Claim, Scene
from assistant.hearing.gazetteer import CITY, away
from assistant.hearing.mentions import CHILD, FORMER, SPOUSE, STAFF
from assistant.hearing.phrases import Phrase, Places, find_phrase, is_phrase, read_phrase
from assistant.hearing.segments import Who, is_past
from assistant.hearing.spelling import plain
from knowledge.model.household import SELF
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import HOUSEHOLD, Fact

LOCAL = frozenset(
    [
        "在莞有房产",
        "购房进度",
        "持有不动产权证",
        "有合法稳定住所",
        "持有居住证",
        "已办居住登记",
        "居住证签注有效",
        "居住证损坏",
        "居住证丢失",
        "正在参保",
        "单位参保",
        "有合法稳定就业",
        "租房居住",
        "房产类型",
        "房屋已交付",
        "已办就业登记",
        "有住房公积金",
    ]
)
_DENIES = re.compile(r"^(?:没|不|未|冇|无|唔|仲未|还没|还未)")
_WISHES = re.compile(r"^(?:想|打算|准备|计划|考虑|要)")
_DENIED = re.compile(
    r"(?:没有?|还没|不|未|无|别|不是|没能|不用|不需要|不想|并非|从没|从来没|不会|不再|没有人|哪)(?:在|去|给|再|过|是)?$"
)
_WISHED = re.compile(
    r"(?:想|想要|打算|准备|计划|需要|要|怎么让|怎么|怎样|如何|点样|才能|可以|能|会|得|先|应该|必须|等|等到|等我|等拿|等把"
    r"|什么时候|几时|何时|多久|多久才|为了|自动|帮我|帮忙|教我|申请|争取|建议|必须是|快要|以后|将来)"
    r"(?:先|去|再|在|自己|我|把|给|在东莞|在这边|要|能)?$"
)
_EITHER = re.compile(
    r"(?:是不是|是否|到底|究竟|要不要|会不会|能不能|不管|无论|不论|除了|只要|哪怕|就算|即使)$"
)
_CONDITION = re.compile(
    r"^(?:了|的|过|之)?(?:才|影响|以后|之后|后(?!来)|之前|再(?:去|来|办|说)|的?人|的?家长|的?家庭|的可以|的能|的要|的怎么|的是不是"
    r"|的优先|的孩子|的小孩|的话|就能|就可以|就行|多久|要多久|需要|的条件|的要求|的情况|证明|满|的企业|的单位"
    r"|(?:了|的|过)?(?:吗|么|嘛|没有|没$|不$|未$)|会怎|会影响|会不会|算不算|算吗|行不行|还是|要多少|多少钱|划算|好不好|都选|怎么申请$|怎么认定|要什么条件|是什么$)"
)


# Sayings that only answer an ask: alone they may speak of anything.
_EMPTY = re.compile(r"[都没有不是属于这些一类沾]+")
# What holds now: nothing that is told of the past says it.
CURRENT = frozenset(
    [
        "正在参保",
        "单位参保",
        "医保参保",
        "租房居住",
        "灵活就业身份",
        "有合法稳定就业",
        "正在领失业金",
    ]
)
_ADULTS = frozenset([SPOUSE, "父母", "配偶父母"])
# Facts of the citizen's own that tell what another does or is, and who that may be.
_COUPLE = frozenset([SPOUSE, FORMER])
OF_ANOTHER = {
    "双方都愿意离婚": _COUPLE,
    "一方不能辨认自己的行为": _COUPLE,
    "正遭受家庭暴力": _COUPLE,
    "对方是现役军人": _COUPLE,
    "对方不照着办": _COUPLE,
    "和逝者的关系": _ADULTS,
}
_SPAN_ONLY = re.compile(r"(?:已经|还)?[满没未不到了]+[两五]年")


BUSINESS = "企业"
CONTRARY = {"是": "否", "否": "是"}


@dataclass(frozen=True)
class Saying:
    """Words that say a fact's value, in plain words; for a phrase, as they stand in the text."""

    text: str
    fact: Fact
    value: str


@dataclass(frozen=True)
class Spoken:
    """A phrase that says a fact's value."""

    phrase: Phrase
    fact: Fact
    value: str


@dataclass(frozen=True)
class Listed:
    """The sayings of all facts: plain ones by their first two signs, and the phrases."""

    sayings: dict[str, tuple[Saying, ...]]
    phrases: tuple[Spoken, ...]
    places: Places

    @classmethod
    def of(cls, shared: Shared) -> Listed:
        """Compiled once for a release."""
        found: dict[str, list[Saying]] = {}
        phrases: list[Spoken] = []
        for fact, value, text in _said(shared):
            if is_phrase(text):
                phrases.append(Spoken(read_phrase(text), fact, value))
            elif not _EMPTY.fullmatch(plain(text)):
                found.setdefault(plain(text)[:2], []).append(Saying(plain(text), fact, value))
        plain_ones = {start: tuple(ones) for start, ones in found.items()}
        return cls(plain_ones, tuple(phrases), places_of(shared))

    def read(self, scene: Scene) -> Iterator[Claim]:
        """One value of each fact at most: that of the longest saying, where it is stated."""
        taken: set[str] = set()
        denied: set[tuple[str, str]] = set()
        segment = scene.segment
        words, offset = segment.lead_words + segment.words, len(segment.lead)
        for start, saying in self._found(segment.lead + segment.text):
            fact, end = saying.fact, start + len(saying.text)
            if fact.name in taken or (fact.name, saying.value) in denied or end <= offset:
                continue
            denied.add((fact.name, saying.value))
            if _is_heard(scene, saying, start):
                taken.add(fact.name)
                owner = owner_of(scene, fact)
                value: Any = int(saying.value) if fact.kind == "number" else saying.value
                yield scene.claim(owner, fact.name, value, words=words[start:end])

    def _found(self, text: str) -> list[tuple[int, Saying]]:
        """Sayings that stand in the text with their places, the longest first."""
        found = [
            (start, saying)
            for start in range(len(text) - 1)
            for saying in self.sayings.get(text[start : start + 2], ())
            if text.startswith(saying.text, start)
        ]
        marked = self.places.mark(text)
        for one in self.phrases:
            where = marked if one.phrase.placed else text
            for start, end, holds in find_phrase(one.phrase, where):
                value = one.value if holds else CONTRARY.get(one.value)
                if value and (holds or one.fact.kind == "yes_no"):
                    found.append((start, Saying(text[start:end], one.fact, value)))
        return sorted(found, key=lambda one: -len(one[1].text))


def places_of(shared: Shared) -> Places:
    """Places by whether they lie in 东莞; what may be either is neither."""
    known = {
        name: shared.contains(CITY, place.name)
        for name, place in shared.places_by_name.items()
        if place.kind not in ("office", "online") and len(name) > 1
    }
    return Places.of(
        [name for name, inside in known.items() if inside is True],
        [name for name, inside in known.items() if inside is False],
    )


def _said(shared: Shared) -> Iterator[tuple[Fact, str, str]]:
    """Every fact, value and saying of the register."""
    for fact in shared.facts.values():
        for value, texts in fact.said.items():
            for text in texts:
                yield fact, value, text


def _is_heard(scene: Scene, saying: Saying, start: int) -> bool:
    """Whether the saying is stated, of somebody known, and about 东莞 where it must be."""
    segment = scene.segment
    if saying.fact.name in CURRENT and (segment.past or is_past(segment.lead)):
        return False
    if saying.fact.name in LOCAL and not _told(saying.text) and away(segment.text, scene.spots):
        return False
    if _SPAN_ONLY.fullmatch(saying.text) and not re.search(
        r"房|楼|卖", segment.piece + segment.before
    ):
        return False
    text = segment.lead + segment.text
    stated = is_stated(saying.text, text, start) and not _asks(saying.text, scene)
    return stated and not _moved(saying, text, start) and owned(scene, saying.fact)


def is_stated(saying: str, text: str, start: int) -> bool:
    """Whether the saying at this position is a statement."""
    before, after = text[:start], text[start + len(saying) :]
    if _EITHER.search(before) or _CONDITION.match(after):
        return False
    if _DENIES.match(saying):
        if before.endswith("有"):
            return False
        return not re.search(r"(?:不是|并不是|从不)$", before)
    if _DENIED.search(before):
        return False
    if _WISHES.match(saying):
        return True
    if re.search(r"能不能|可不可以|是不是|是否|有没有|要不要|会不会|算不算", before):
        return False
    return not _WISHED.search(before)


def _moved(saying: Saying, text: str, start: int) -> bool:
    """老家的医保怎么转 says where it was, not that it is there."""
    after = text[start + len(saying.text) :]
    return saying.fact.name in CURRENT and bool(re.match(r"(?:怎么?|如何)?转", after))


def _asks(saying: str, scene: Scene) -> bool:
    """买了房能入户吗 of nobody in particular is only a question."""
    mine = scene.segment.named or re.search(r"刚|已经|都", scene.segment.text)
    return scene.segment.asked and not mine and not _DENIES.match(saying)


def _told(saying: str) -> bool:
    """Whether the saying speaks of a place itself."""
    return bool(re.search(r"东莞|外地|老家|外省|那边|别的地方", saying))


def owned(scene: Scene, fact: Fact) -> bool:
    """Not what went on from a spouse or parent before: whose it is would be a guess. Of staff only
    what is the business's, of a former spouse only what the divorce is about.
    """
    segment = scene.segment
    others = {one.role for one in segment.subjects}
    if others <= OF_ANOTHER.get(fact.name, frozenset()):
        return True
    if not others.isdisjoint({STAFF, FORMER}):
        return fact.whose == (BUSINESS,) and FORMER not in others
    if segment.named and fact.whose != (HOUSEHOLD,):
        mine = SELF in fact.whose and others.isdisjoint(fact.whose)
        return not (mine and others <= _ADULTS)
    if fact.whose == (HOUSEHOLD,) or segment.named:
        return True
    role = segment.subjects[0].role
    return role in (SELF, HOUSEHOLD) or role not in fact.whose or role == CHILD


def owner_of(scene: Scene, fact: Fact) -> Who:
    """Who it is about: the one named, else the citizen, else who alone can have it."""
    segment = scene.segment
    if segment.named:
        for who in segment.subjects:
            if who.role in fact.whose:
                return who
    if SELF in fact.whose:
        return Who(SELF)
    return next((one for one in segment.subjects if one.role in fact.whose), Who(fact.whose[0]))
