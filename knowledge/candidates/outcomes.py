"""Items of different lists that bring about the same thing and yet differ: other papers, another
time, other people who may.

Two ways to one outcome are often meant (a window here, a joint application there); which it is, a
person sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from knowledge.candidates.pair import Pair, Side, side
from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.walk import Located
from knowledge.model.condition import clauses
from knowledge.model.inquiry_list import Item, YieldedFact
from knowledge.model.knowledge_base import Shared

MOST_TOLD = 6


def same_outcomes(draft: Draft) -> Iterator[Pair]:
    """Pairs of items with a yield in common and something that differs, of different lists."""
    for one, other in combinations(walk.items(draft), 2):
        both = outcomes(one.what) & outcomes(other.what)
        if one.list_id == other.list_id or not both:
            continue
        why = _differences(draft.knowledge.shared, one.what, other.what)
        if why:
            shared = "、".join(sorted(_told(draft.knowledge.shared, outcome) for outcome in both))
            every = len(outcomes(one.what) | outcomes(other.what))
            yield Pair(
                "办成的一样",
                len(both) / every,
                _side(draft, one),
                _side(draft, other),
                f"都办成 {shared};{why}",
            )


def outcomes(item: Item) -> frozenset[tuple[str, str, str]]:
    """(paper or fact, whose, value) of all an item yields."""
    return frozenset(
        (one.fact, one.of, one.value)
        if isinstance(one, YieldedFact)
        else (one.material, one.of, "")
        for one in item.yields
    )


def _side(draft: Draft, found: Located[Item]) -> Side:
    return side(draft, found.path, found.where, words=found.what.title, list_id=found.list_id)


def _differences(shared: Shared, one: Item, other: Item) -> str:
    told = [
        _only("材料", _papers(shared, one), _papers(shared, other)),
        _only("条件", _conditions(one), _conditions(other)),
        _only("时限", _limits(one), _limits(other)),
        _only("费用", {one.fee}, {other.fee}),
    ]
    return ";".join(words for words in told if words)


def _only(name: str, mine: set[str], theirs: set[str]) -> str:
    """What only one side has."""
    if mine == theirs:
        return ""
    sides = [sorted(mine - theirs), sorted(theirs - mine)]
    first, second = ("、".join(words[:MOST_TOLD]) or "没有另外的" for words in sides)
    return f"{name}不同(前面 {first},后面 {second})"


def _papers(shared: Shared, item: Item) -> set[str]:
    return {
        "或".join(shared.materials[one].title for one in ((use.use,) if use.use else use.any_of))
        for use in item.materials
    }


def _conditions(item: Item) -> set[str]:
    return {clause.text for clause in clauses(item.when)}


def _limits(item: Item) -> set[str]:
    """Each kind of limit under its Chinese title, with all that stands in it."""
    titles = {
        name: field.title or name for name, field in type(item.time_limit).model_fields.items()
    }
    return {
        f"{titles[name]} {' '.join(map(str, limit.model_dump(exclude_none=True).values()))}"
        for name, limit in item.time_limit
        if limit is not None
    }


def _told(shared: Shared, outcome: tuple[str, str, str]) -> str:
    name, whose, value = outcome
    if value:
        return f"{whose}的{name}={value}"
    return f"{whose}的{shared.materials[name].title}"
