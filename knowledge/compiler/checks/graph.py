"""The graph of what is yielded and needed, over all items of all periods.

An edge runs from an item that yields a paper or a fact to an item that needs it. Order is never written
by hand, so a cycle, a goal nobody reaches, a yield nobody needs or a paper nobody issues is a mistake in
the lists (or a list not yet written: then the paper says who outside issues it).
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from knowledge.compiler import walk
from knowledge.compiler.load import Draft
from knowledge.compiler.problem import Problem
from knowledge.model.condition import Clause, Condition, Group, clauses
from knowledge.model.household import role_of
from knowledge.model.inquiry_list import Item, YieldedFact

Thing = tuple[str, str]


def check_graph(draft: Draft) -> Iterator[Problem]:
    """E501 cycle, E502 goal out of reach, E503 yield nobody needs, E504 paper nobody issues."""
    makers = _makers(draft)
    yield from _cycles(draft, makers)
    yield from _goals(draft, makers)
    yield from _idle_yields(draft)
    yield from _papers(draft)


def yielded(draft: Draft, item: Item) -> Iterator[tuple[Thing, str]]:
    """(what, role whose it is) for everything an item yields; a paper yields the fact of holding it."""
    holding = {
        fact.material: fact.name for fact in draft.knowledge.shared.facts.values() if fact.material
    }
    for one in item.yields:
        if isinstance(one, YieldedFact):
            yield ("fact", one.fact), one.of
            continue
        yield ("material", one.material), one.of
        if one.material in holding:
            yield ("fact", holding[one.material]), one.of


def _makers(draft: Draft) -> dict[tuple[Thing, str], set[str]]:
    found: dict[tuple[Thing, str], set[str]] = {}
    for located in walk.items(draft):
        for thing in yielded(draft, located.what):
            found.setdefault(thing, set()).add(f"{located.list_id}/{located.what.id}")
    return found


def _required(draft: Draft, condition: Condition | None) -> Iterator[Clause]:
    """Clauses that must hold: members of `any` and `none` groups may be met otherwise."""
    if isinstance(condition, Clause):
        yield condition
    elif isinstance(condition, Group) and condition.kind == "all":
        for member in condition.members:
            yield from _required(draft, member)


def _needs(draft: Draft, item: Item) -> Iterator[tuple[Thing, str]]:
    shared = draft.knowledge.shared
    for use in item.materials:
        if use.use and use.when is None:
            yield ("material", use.use), use.of or item.whose
    for clause in _required(draft, item.when):
        growth = shared.facts_by_name[clause.fact].grows
        yield ("fact", clause.fact), clause.person or item.whose
        if growth and growth.whilst:
            yield ("fact", growth.whilst), clause.person or item.whose


def _cycles(draft: Draft, makers: dict[tuple[Thing, str], set[str]]) -> Iterator[Problem]:
    graph: dict[str, set[str]] = {}
    places: dict[str, walk.Located[Item]] = {}
    for located in walk.items(draft):
        name = f"{located.list_id}/{located.what.id}"
        places.setdefault(name, located)
        before = graph.setdefault(name, set())
        for need in _needs(draft, located.what):
            sources = makers.get(need, set())
            if len(sources) == 1 and not _usual(draft, need):
                before |= sources
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        round_trip = error.args[1]
        found = places[round_trip[0]]
        yield draft.problem(
            found.path,
            found.where,
            code="E501",
            message=f"这些事项互相等着:{' → '.join(reversed(round_trip))}",
            mend="其中必有一份材料或一个条件不是非要不可,核对后改成任选其一或删去。",
        )


def _usual(draft: Draft, need: tuple[Thing, str]) -> bool:
    (kind, name), _ = need
    return kind == "material" and draft.knowledge.shared.materials[name].usual


def _goals(draft: Draft, makers: dict[tuple[Thing, str], set[str]]) -> Iterator[Problem]:
    made = {(thing, role_of(role)) for thing, role in makers}
    for number, goal in enumerate(draft.knowledge.shared.goals.values()):
        wanted = [
            (("fact", clause.fact), clause.person or goal.whose) for clause in clauses(goal.reach)
        ]
        if draft.knowledge.lists and not any(want in made for want in wanted):
            yield draft.problem(
                draft.shared_path("goals"),
                (number, "reach"),
                code="E502",
                message=f"目标「{goal.title}」没有任何事项能办成",
                mend="写出办成它的事项(yields),或改正 reach 里的情形要素和人物。",
            )


def _idle_yields(draft: Draft) -> Iterator[Problem]:
    shared = draft.knowledge.shared
    holding = {fact.material: fact.name for fact in shared.facts.values() if fact.material}
    used = {("fact", found.what.fact) for found in walk.clauses(draft)}
    used |= {
        ("fact", fact.grows.whilst)
        for fact in shared.facts.values()
        if fact.grows and fact.grows.whilst
    }
    for use in walk.material_uses(draft):
        used |= {("material", name) for name in (use.what.use, *use.what.any_of) if name}
    used |= {
        ("material", paper) for paper, name in holding.items() if paper and ("fact", name) in used
    }
    for located in walk.items(draft):
        for number, one in enumerate(located.what.yields):
            thing = (
                ("fact", one.fact) if isinstance(one, YieldedFact) else ("material", one.material)
            )
            if thing not in used:
                yield draft.problem(
                    located.path,
                    (*located.where, "yields", number),
                    code="E503",
                    message=f"办成后有「{thing[1]}」,但没有任何条件、材料或目标用到它",
                    mend="删去这一条;它本身就是市民想要的,就在 shared/goals.yml 写成目标。",
                )


def _papers(draft: Draft) -> Iterator[Problem]:
    shared = draft.knowledge.shared
    issued = {
        thing[1]
        for located in walk.items(draft)
        for thing, _ in yielded(draft, located.what)
        if thing[0] == "material"
    }
    for number, material in enumerate(shared.materials.values()):
        if material.issuer is None and material.id not in issued:
            yield draft.problem(
                draft.shared_path("materials"),
                (number,),
                code="E504",
                message=f"材料「{material.title}」没有人出具",
                mend="写上 issuer(出具单位);由某个事项办出来的,在那个事项的 yields 里写上。",
            )
