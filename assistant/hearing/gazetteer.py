"""Places in a text: which, where, and whether they are in 东莞. Refuses offices and web sites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import Place

CITY = "东莞"
HOMETOWN = "老家"
_HOMETOWN_TOO = ("老家", "原籍", "家乡")
ELSEWHERE = "外地"
_BETWEEN = re.compile(r"省|市|的|自治区|壮族自治区")


@dataclass(frozen=True)
class Spot:
    """A place named in a text; `name` is HOMETOWN where it only says 老家."""

    name: str
    kind: str
    local: bool
    start: int
    end: int


@dataclass(frozen=True)
class Gazetteer:
    """Finds registered places, the longest name first; of 河南信阳 the nearer."""

    shared: Shared
    names: dict[str, Place]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, shared: Shared) -> Gazetteer:
        """Compiled once for a release."""
        names = {
            name: place
            for name, place in shared.places_by_name.items()
            if place.kind not in ("office", "online") and len(name) > 1
        }
        longest = sorted((*names, *_HOMETOWN_TOO), key=len, reverse=True)
        return cls(shared, names, re.compile("|".join(map(re.escape, longest))))

    def find(self, text: str) -> tuple[Spot, ...]:
        """Places in the order of the text."""
        found: list[Spot] = []
        for match in self.pattern.finditer(text):
            spot = self._spot(match)
            before = found[-1] if found else None
            between = text[before.end : spot.start] if before else "?"
            if before and (not between or _BETWEEN.fullmatch(between)):
                if self.within(before.name, spot.name):
                    spot = Spot(spot.name, spot.kind, spot.local, before.start, spot.end)
                    found.pop()
                elif before.name == HOMETOWN and not between:
                    found.pop()
            found.append(spot)
        return tuple(found)

    def within(self, outer: str, inner: str) -> bool:
        """Whether the inner place lies in the outer one for certain."""
        return self.shared.contains(outer, inner) is True and outer != inner

    def _spot(self, match: re.Match[str]) -> Spot:
        if match[0] in _HOMETOWN_TOO:
            return Spot(HOMETOWN, "city", False, *match.span())
        place = self.names[match[0]]
        # 广东 and 中国 contain 东莞: neither here nor elsewhere, so not taken for elsewhere.
        local = self.shared.contains(CITY, place.name) is not False
        return Spot(place.name, place.kind, local, *match.span())


def away(text: str, spots: tuple[Spot, ...]) -> Spot | None:
    """The place outside 东莞 where something in the text happens; not where someone is from."""
    for spot in spots:
        before, after = text[: spot.start], text[spot.end : spot.end + 2]
        if spot.local or re.match(r"人|户|籍|过来|来|嫁", after):
            continue
        if re.search(r"(?:是|户口在|户口还在|户籍在|来自|从|离开|不是)$", before):
            continue
        return spot
    return None
