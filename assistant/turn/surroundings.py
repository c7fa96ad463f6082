"""What every step of a turn may use: one release's knowledge, its finder, its listener."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.hearing.hearing import Listener
from knowledge.model.condition import Clause, Condition
from knowledge.model.inquiry_list import YieldedFact
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.retrieval.finder import Finder


@dataclass(frozen=True)
class Surroundings:
    knowledge: KnowledgeBase
    release: str
    finder: Finder
    listener: Listener

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
            goal.id: frozenset().union(*(makers.get(name, ()) for name in _facts(goal.reach)))
            for goal in self.knowledge.shared.goals.values()
        }


def _facts(condition: Condition) -> Iterator[str]:
    """Names of the facts a condition speaks of."""
    if isinstance(condition, Clause):
        yield condition.fact
    else:
        for member in condition.members:
            yield from _facts(member)
