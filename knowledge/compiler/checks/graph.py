"""The graph of what is yielded and needed, over all items of all periods.

An edge runs from an item that yields a paper or a fact to an item that needs it. Order is never
written by hand, so a cycle, a goal nobody reaches, a yield nobody needs or a paper nobody issues is
a mistake in the lists (or a list not yet written: then the paper says who outside issues it).
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem
from knowledge.compiler.walk import Located
from knowledge.model.condition import Clause, Condition, clauses
from knowledge.model.inquiry_list import Item, YieldedFact
from knowledge.model.judgement import role_meant
from knowledge.model.knowledge_base import Shared

Thing = tuple[str, str]
Owned = tuple[Thing, str]


def check_graph(draft: Draft) -> Iterator[Problem]:
    """E501 cycle, E502 goal out of reach, E503 yield nobody needs, E504 paper nobody issues."""
    makers = _makers(draft)
    yield from _cycles(draft, makers)
    yield from _goals(draft, makers)
    yield from _idle_yields(draft)
    yield from _papers(draft)


def yielded(shared: Shared, item: Item) -> Iterator[Owned]:
    """(what, role whose it is) for all an item yields; a paper yields the fact of holding it."""
    holding = _facts_of_holding(shared)
    for one in item.yields:
        if isinstance(one, YieldedFact):
            yield ("fact", one.fact), one.of
            continue
        yield ("material", one.material), one.of
        if one.material in holding:
            yield ("fact", holding[one.material]), one.of


def _facts_of_holding(shared: Shared) -> dict[str, str]:
    return {fact.material: fact.name for fact in shared.facts.values() if fact.material}


def _makers(draft: Draft) -> dict[Owned, set[str]]:
    found: dict[Owned, set[str]] = {}
    for located in walk.items(draft):
        for thing in yielded(draft.knowledge.shared, located.what):
            found.setdefault(thing, set()).add(_name(located))
    return found


def _name(item: Located[Item]) -> str:
    return f"{item.list_id}/{item.what.id}"


def _required(condition: Condition | None) -> Iterator[Clause]:
    """Clauses that must hold: members of `any` and `none` groups may be met otherwise."""
    if isinstance(condition, Clause):
        yield condition
    elif condition is not None and condition.kind == "all":
        for member in condition.members:
            yield from _required(member)


def _needs(shared: Shared, item: Item) -> Iterator[Owned]:
    for use in item.materials:
        if use.use and use.when is None:
            yield ("material", use.use), use.of or item.whose
    for clause in _required(item.when):
        fact = shared.facts_by_name[clause.fact]
        role = role_meant(clause, fact, whose=item.whose)
        yield ("fact", clause.fact), role
        if fact.grows and fact.grows.whilst:
            yield ("fact", fact.grows.whilst), role


def _cycles(draft: Draft, makers: dict[Owned, set[str]]) -> Iterator[Problem]:
    shared = draft.knowledge.shared
    graph: dict[str, set[str]] = {}
    items: dict[str, Located[Item]] = {}
    for located in walk.items(draft):
        items.setdefault(_name(located), located)
        before = graph.setdefault(_name(located), set())
        for need in _needs(shared, located.what):
            sources = makers.get(need, set())
            if len(sources) == 1 and not _usual(shared, need):
                before |= sources
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = [items[name] for name in reversed(error.args[1])]
        titles = " → ".join(f"「{one.what.title}」" for one in circle)
        message = f"这些事项互相等着,谁也办不成:{titles}"
        mend = "其中必有一份材料或一个条件不是非要不可:核对后改成任选其一,或删去。"
        if len(set(error.args[1])) == 1:
            message = f"「{circle[0].what.title}」要用到只有它自己才办得出的东西"
            mend = "办成才有的,不能又是办它的条件:删去那份材料或条件,或写出还能从哪里得到。"
        yield min(circle, key=_name).problem(draft, code="E501", message=message, mend=mend)


def _usual(shared: Shared, need: Owned) -> bool:
    (kind, name), _ = need
    return kind == "material" and shared.materials[name].usual


def _goals(draft: Draft, makers: dict[Owned, set[str]]) -> Iterator[Problem]:
    facts = draft.knowledge.shared.facts_by_name
    for found in walk.goals(draft):
        goal = found.what
        wanted = [
            (("fact", clause.fact), role_meant(clause, facts[clause.fact], whose=goal.whose))
            for clause in clauses(goal.reach)
        ]
        if draft.knowledge.lists and not any(want in makers for want in wanted):
            yield found.problem(
                draft,
                "reach",
                code="E502",
                message=f"目标「{goal.title}」没有任何事项能办成",
                mend="在办成它的事项里写上 yields,或改正 reach 里的情形要素和人物。",
            )


def _idle_yields(draft: Draft) -> Iterator[Problem]:
    used = _used(draft)
    for located in walk.items(draft):
        for number, one in enumerate(located.what.yields):
            is_fact = isinstance(one, YieldedFact)
            name = one.fact if isinstance(one, YieldedFact) else one.material
            if ("fact" if is_fact else "material", name) not in used:
                yield located.problem(
                    draft,
                    "yields",
                    number,
                    code="E503",
                    message=f"办成后有「{name}」,但没有任何条件、材料或目标用到它",
                    mend="删去这一条;它本身就是市民想要的,就在 shared/goals.yml 写成目标。",
                )


def _used(draft: Draft) -> set[Thing]:
    """Everything that some condition, paper, goal or growing fact needs."""
    shared = draft.knowledge.shared
    used = {("fact", found.what.fact) for found in walk.clauses(draft)}
    for item in walk.items(draft):
        window, deadline = item.what.window, item.what.deadline
        used |= {("fact", window.year)} if window and window.year else set()
        used |= {("fact", deadline.after)} if deadline else set()
    for fact in shared.facts.values():
        used |= {("fact", fact.grows.whilst)} if fact.grows and fact.grows.whilst else set()
        used |= {("fact", fact.derived.of)} if fact.derived else set()
    for use in walk.material_uses(draft):
        used |= {("material", name) for name in (use.what.use, *use.what.any_of) if name}
    for paper, name in _facts_of_holding(shared).items():
        if ("fact", name) in used:
            used.add(("material", paper))
    return used


def _papers(draft: Draft) -> Iterator[Problem]:
    shared = draft.knowledge.shared
    issued = {
        name
        for located in walk.items(draft)
        for (kind, name), _ in yielded(shared, located.what)
        if kind == "material"
    }
    for found in walk.materials(draft):
        if found.what.issuer is None and found.what.id not in issued:
            yield found.problem(
                draft,
                code="E504",
                message=f"材料「{found.what.title}」没有人出具",
                mend="写上 issuer(出具单位);由某个事项办出来的,在那个事项的 yields 里写上。",
            )
