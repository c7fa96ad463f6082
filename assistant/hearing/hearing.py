"""Hears facts in a citizen's words, each kept with the words that gave it.

Three sources: what `said` in shared/facts.yml lists for a value; places, ages and lengths of time
by their form; school years relative to today. A supposed clause (如果…) changes nothing. What was
only implied (上班 implies a job) is marked inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from assistant.hearing.numerals import read_months, read_numeral
from assistant.hearing.words import Clause, cut
from knowledge.model.household import SELF, person_name
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import HOUSEHOLD, Fact, Place

_WORK = re.compile(r"上班|打工|工作|做工|做事|开店|做生意|干活|务工|返工|揾食")
_LIVE = re.compile(r"住|租|落脚|定居|生活|待了|呆了|来了")
_AGE = re.compile(r"(?P<age>\d+|[一二两三四五六七八九十]+)(?:周)?岁(?P<half>半|多)?")
_SCHOOL = re.compile(
    r"(?:读|上|入|进|念|升|返)(?:读|学)?(?:公办|民办)?(?P<grade>小学|小一|一年级|1年级|初中|初一|七年级)"
)
_YEAR = re.compile(r"(?P<word>今年|明年|后年|下半年|(?P<year>20\d\d)年?)")
_MONTH = re.compile(r"(?:九|9|秋)月?(?:份)?(?:开学)?")
ADULT = 16
_RELATIVE = {"今年": 0, "明年": 1, "后年": 2}


@dataclass(frozen=True)
class Heard:
    """A fact as heard: key, JSON value, the words, and whether it was said or only implied."""

    key: str
    value: Any
    words: str
    source: Literal["said", "inferred"] = "said"


@dataclass(frozen=True)
class Listener:
    """Hears facts by the register of one release. Pure."""

    shared: Shared

    def hear(self, text: str, *, today: date) -> tuple[Heard, ...]:
        """Facts in the text, in order; of two about one thing the later stands, said beats
        inferred.
        """
        found: dict[str, Heard] = {}
        for clause in cut(text, self.shared.persons_by_name):
            if clause.supposed:
                continue
            for heard in self._clause(clause, today):
                before = found.get(heard.key)
                if before is None or before.source == "inferred" or heard.source == "said":
                    found[heard.key] = heard
        return tuple(found.values())

    def _clause(self, clause: Clause, today: date) -> Iterator[Heard]:
        yield from self._places(clause)
        yield from self._living(clause)
        yield from self._age(clause)
        yield from self._school(clause, today)
        yield from self._listed(clause)

    def _key(self, role: str, name: str) -> str | None:
        """The key of this fact for whoever the clause is about; the citizen's own where that fits
        instead.
        """
        fact = self.shared.facts_by_name.get(name)
        if fact is None:
            return None
        if fact.whose == (HOUSEHOLD,):
            return f"{HOUSEHOLD}.{name}"
        owner = role if role in fact.whose else SELF if SELF in fact.whose else fact.whose[0]
        return f"{person_name(owner, several=self.shared.persons_by_name[owner].several)}.{name}"

    def _fact(
        self,
        role: str,
        name: str,
        value: Any,
        *,
        words: str,
        source: Literal["said", "inferred"] = "said",
    ) -> Iterator[Heard]:
        key = self._key(role, name)
        if key is not None:
            yield Heard(key, value, words, source)

    def _places(self, clause: Clause) -> Iterator[Heard]:
        """我是湖南的, 清远人, 户口在老家河南: where the hukou is; 住大朗: where they live."""
        for place, start, end in self._named(clause.text):
            before, after = clause.text[:start], clause.text[end : end + 2]
            if place.kind == "town" and not re.search(r"户口|户籍", before):
                continue
            origin = re.search(r"户口|户籍|老家|来自|籍", before) or re.match(
                r"户|籍|人|的$|嘅|过来", after
            )
            is_from = re.search(r"(?:是|系)$", before) and (
                not after or re.match(r"的|嘅|人|户|籍", after)
            )
            in_dongguan = self.shared.contains("东莞", place.name)
            if (origin or is_from) and not re.search(r"[到去来]$", before):
                if in_dongguan and not re.search(r"户|籍", before + after):
                    continue
                yield from self._fact(clause.person, "户籍所在地", place.name, words=clause.text)

    def _named(self, text: str) -> list[tuple[Place, int, int]]:
        """Places named in the text with their positions; the longest name at each position."""
        found: list[tuple[Place, int, int]] = []
        names = sorted(self.shared.places_by_name, key=len, reverse=True)
        taken: set[int] = set()
        for name in names:
            place = self.shared.places_by_name[name]
            start = text.find(name)
            if start < 0 or place.kind in ("office", "online") or start in taken or len(name) < 2:
                continue
            taken.update(range(start, start + len(name)))
            found.append((place, start, start + len(name)))
        return sorted(found, key=lambda one: one[1])

    def _living(self, clause: Clause) -> Iterator[Heard]:
        """在厚街上班三年多了: lives there (inferred), has a job (inferred), has been here so
        long.
        """
        span = read_months(clause.text)
        if span and "登记" in clause.text:
            yield from self._fact(clause.person, "居住登记月数", list(span), words=clause.text)
            return
        works, lives = _WORK.search(clause.text), _LIVE.search(clause.text)
        towns = [
            place
            for place, _, _ in self._named(clause.text)
            if self.shared.contains("东莞", place.name)
        ]
        if not (works or lives):
            return
        if works and re.search(r"没(有)?(工作|上班)|失业|冇返工", clause.text):
            yield from self._fact(clause.person, "有合法稳定就业", "否", words=clause.text)
            return
        if towns:
            source: Literal["said", "inferred"] = "said" if lives and not works else "inferred"
            if towns[0].kind == "town":
                yield from self._fact(
                    clause.person, "现居住地", towns[0].name, words=clause.text, source=source
                )
        if span and (
            towns or "东莞" in clause.text or "这边" in clause.text or "莞" in clause.text
        ):
            yield from self._fact(clause.person, "在莞居住月数", list(span), words=clause.text)
        if works and towns:
            yield from self._fact(
                clause.person, "有合法稳定就业", "是", words=clause.text, source="inferred"
            )

    def _age(self, clause: Clause) -> Iterator[Heard]:
        for number, match in enumerate(_AGE.finditer(clause.text), 1):
            age = read_numeral(match["age"])
            if age is None:
                continue
            role = "子女" if age < ADULT else clause.person
            key = self._key(role, "年龄")
            if key:
                yield Heard(
                    re.sub(r"1\.", f"{number}.", key) if number > 1 else key, age, clause.text
                )

    def _school(self, clause: Clause, today: date) -> Iterator[Heard]:
        """小孩明年九月读小学: grade and year of entry."""
        match = _SCHOOL.search(clause.text)
        if match is None:
            return
        primary = match["grade"] in ("小学", "小一", "一年级", "1年级")
        grade = "小学一年级" if primary else "初中一年级"
        yield from self._fact("子女", "入读年级", grade, words=clause.text)
        year = _entry_year(clause.text, today)
        if year is not None:
            yield from self._fact(
                "子女", "入学年份" if primary else "小学毕业年份", year, words=clause.text
            )

    def _listed(self, clause: Clause) -> Iterator[Heard]:
        """Values whose sayings the register lists; the longest saying found decides."""
        for fact in self.shared.facts.values():
            value, words = said_value(fact, clause.text)
            if value is not None:
                yield from self._fact(clause.named or SELF, fact.name, value, words=words)


def said_value(fact: Fact, text: str) -> tuple[str | None, str]:
    """The value whose listed saying (the longest) stands in the text, and that saying."""
    best: tuple[str | None, str] = (None, "")
    for value, sayings in fact.said.items():
        for saying in sayings:
            if saying in text and len(saying) > len(best[1]):
                best = (value, saying)
    return best


def _entry_year(text: str, today: date) -> int | None:
    """明年 -> next year; 九月 alone -> the next September to come."""
    match = _YEAR.search(text)
    if match:
        if match["year"]:
            return int(match["year"])
        if match["word"] in _RELATIVE:
            return today.year + _RELATIVE[match["word"]]
    if _MONTH.search(text) or (match and match["word"] == "下半年"):
        return today.year if (today.month, today.day) < (9, 1) else today.year + 1
    return None
