"""Whether a message speaks of places in 东莞, elsewhere, or only elsewhere: marks beside its words.

What is only about another city is none of ours; one city stands for all in what is learned from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from knowledge.model.knowledge_base import Shared

HOME = "东莞"
NOWHERE = ("office", "online")
AT_HOME, AWAY, ONLY_AWAY = "<本市>", "<外地>", "<只有外地>"


@dataclass(frozen=True)
class Places:
    """Names of places, normalised: in 东莞, and outside it (not around it: 广东 is neither)."""

    home: tuple[str, ...] = ()
    away: tuple[str, ...] = ()

    @cached_property
    def _named(self) -> re.Pattern[str]:
        longest_first = sorted({*self.home, *self.away}, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def marks(self, text: str) -> tuple[str, ...]:
        """Marks for a normalised text: one for each place away, one if any is at home."""
        named = self._named.findall(text)
        away = [AWAY for name in named if name not in self.home]
        if len(away) < len(named):
            return (*away, AT_HOME)
        return (*away, ONLY_AWAY, ONLY_AWAY) if away else ()


def read_places(shared: Shared) -> Places:
    """Places of the register; empty where it does not know 东莞."""
    home: set[str] = set()
    away: set[str] = set()
    for place in shared.places.values():
        if place.kind in NOWHERE or HOME not in shared.places_by_name:
            continue
        names = {name.lower() for name in (place.name, *place.spoken)}
        if shared.contains(HOME, place.name):
            home |= names
        elif not shared.contains(place.name, HOME):
            away |= names
    return Places(tuple(sorted(home)), tuple(sorted(away - home)))
