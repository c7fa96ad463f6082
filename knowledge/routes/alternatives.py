"""Which alternatives of a requirement are worth choosing among.

The others are part of no best plan: there is one that assumes no more, and needs nothing done,
waited for or brought. Leaving them out keeps the model small and loses nothing on any level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.routes.network import All, Need, Requirement, Way, own_paper

Listed = TypeVar("Listed")


@dataclass(frozen=True)
class Outlook:
    """What is known of an alternative before anything is chosen.

    However it is met, it assumes at `least` so much (points); it can be met with nothing but
    assuming `alone` so much (None: not so).
    """

    least: int
    alone: int | None


class Prospect:
    """Judges alternatives for one task (None: a goal), given what is possible at all.

    `brought`: whether bringing a paper from home counts for anything.
    """

    def __init__(self, possible: frozenset[str], task: str | None, *, brought: bool) -> None:
        self.possible, self.task, self.brought = possible, task, brought
        self._seen: dict[int, Outlook | None] = {}

    def ways(self, need: Need) -> list[tuple[int, Way]]:
        """The ways worth choosing among, with their places in the list."""
        ways = [
            (place, way)
            for place, way in enumerate(need.ways)
            if way.task is None or way.task in self.possible
        ]
        if len(ways) > 1:
            undone = self._is_undone(need)
            those = [(self._of_way(need, way, undone), (place, way)) for place, way in ways]
            return self._worthy(those)
        return ways

    def members(self, members: Sequence[Requirement]) -> list[tuple[int, Requirement]]:
        """The members of an `Any` worth choosing among, with their places in the list."""
        those = [(self.outlook(one), (place, one)) for place, one in enumerate(members)]
        return self._worthy([(outlook, one) for outlook, one in those if outlook])

    def outlook(self, requirement: Requirement) -> Outlook | None:
        """What is known of it; None when it cannot be met."""
        key = id(requirement)
        if key not in self._seen:
            self._seen[key] = self._look(requirement)
        return self._seen[key]

    def _look(self, requirement: Requirement) -> Outlook | None:
        if isinstance(requirement, Need):
            undone = self._is_undone(requirement)
            ways = (way for way in requirement.ways if way.task in self.possible or not way.task)
            return _either([self._of_way(requirement, way, undone) for way in ways])
        below = [self.outlook(member) for member in requirement.members]
        if isinstance(requirement, All):
            return _both(below)
        return _either([one for one in below if one])

    def _worthy(
        self, those: Sequence[tuple[Outlook, tuple[int, Listed]]]
    ) -> list[tuple[int, Listed]]:
        """Those listed to which none that stands alone is to be preferred."""
        sure = [(one.alone, place) for one, (place, _) in those if one.alone is not None]
        if not sure:
            return [listed for _, listed in those]
        best = min(sure)
        if best[0] == 0 and not self.brought:
            return [listed for _, listed in those if listed[0] == best[1]]
        return [listed for one, listed in those if (one.least, listed[0]) <= best]

    def _is_undone(self, need: Need) -> bool:
        """Whether another task that may be done brings about the opposite."""
        undone_by = need.undone_by
        return bool(undone_by) and any(
            key in self.possible and key != self.task for key in undone_by
        )

    def _of_way(self, need: Need, way: Way, undone: bool) -> Outlook:
        timed = way.since is not None or way.until is not None
        shown = self.brought and own_paper(need, way) is not None
        other = way.task is not None or way.channel is not None
        return Outlook(way.cost, None if undone or timed or shown or other else way.cost)


def _either(those: Sequence[Outlook]) -> Outlook | None:
    alone = [one.alone for one in those if one.alone is not None]
    return Outlook(min(one.least for one in those), min(alone, default=None)) if those else None


def _both(those: Sequence[Outlook | None]) -> Outlook | None:
    each = [one for one in those if one is not None]
    if len(each) < len(those):
        return None
    alone = [one.alone for one in each if one.alone is not None]
    return Outlook(sum(one.least for one in each), sum(alone) if len(alone) == len(each) else None)
