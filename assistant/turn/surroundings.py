"""What every step of a turn may use: one release's knowledge, its finder, its listener."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from assistant.hearing.hearing import Listener
from assistant.hearing.wishes import Wishes
from knowledge.model.condition import clauses
from knowledge.model.inquiry_list import YieldedFact
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.retrieval.finder import Finder

FEW = 4


@dataclass(frozen=True)
class Surroundings:
    knowledge: KnowledgeBase
    release: str
    finder: Finder
    listener: Listener

    @cached_property
    def wishes(self) -> Wishes:
        """What citizens say for the goals."""
        return Wishes.of(self.knowledge.shared)

    @cached_property
    def title_words(self) -> dict[str, frozenset[str]]:
        """For each list, the words of its title that hardly any other title has."""
        words = {row.id: self._words(row.title) for row in self.knowledge.rows.values()}
        common = Counter(word for found in words.values() for word in found)
        return {
            name: frozenset(word for word in found if common[word] <= FEW)
            for name, found in words.items()
        }

    def _words(self, title: str) -> frozenset[str]:
        words = self.finder.analyser.words(title)
        return frozenset(word for word in words if len(word) > 1)

    @cached_property
    def reached_by(self) -> dict[str, frozenset[str]]:
        """For each goal, the lists of the items that bring about what it reaches."""
        makers: dict[str, set[str]] = {}
        materials = {f.material: f.name for f in self.knowledge.shared.facts.values() if f.material}
        for inquiry_list in self.knowledge.lists.values():
            for item in inquiry_list.items:
                for one in item.yields:
                    fact = one.fact if isinstance(one, YieldedFact) else materials.get(one.material)
                    makers.setdefault(fact or "", set()).add(inquiry_list.id)
        return {
            goal.id: frozenset().union(*(makers.get(one.fact, ()) for one in clauses(goal.reach)))
            for goal in self.knowledge.shared.goals.values()
        }
