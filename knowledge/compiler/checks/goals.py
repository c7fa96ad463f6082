"""Goals and situations: for someone, and made of goals and lists that exist."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.checks import registers
from knowledge.compiler.checks.registers import Register
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem


def check_goals(draft: Draft) -> Iterator[Problem]:
    """E209 an item decided, E214 goal or list, E217 person."""
    items = {name for name, _ in draft.knowledge.all_items()}
    decisions = Register("E209", "要自己决定的事项", "清单的 items", items)
    for goal in walk.goals(draft):
        yield from registers.persons(draft).missing(draft, goal, "for", word=goal.whose)
        for name in goal.what.decided:
            yield from decisions.missing(draft, goal, "decided", word=name)
    goals = Register("E214", "办事目标", "shared/goals.yml", draft.knowledge.shared.goals)
    lists = Register("E214", "清单", "catalog.yml", draft.knowledge.rows)
    for situation in walk.situations(draft):
        for name in situation.what.goals:
            yield from goals.missing(draft, situation, "goals", word=name)
        for name in situation.what.lists:
            yield from lists.missing(draft, situation, "lists", word=name)
