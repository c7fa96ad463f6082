"""The graph of what is yielded and needed, over all items of all periods.

An edge runs from an item that yields a paper or a fact to an item that needs it. Order is never
written by hand, so a cycle, a goal nobody reaches, a yield nobody needs or a paper nobody issues is
a mistake in the lists (or a list not yet written: then the paper says who outside issues it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem
from knowledge.compiler.walk import Located
from knowledge.model.condition import Clause, Condition
from knowledge.model.inquiry_list import Goal, Item, YieldedFact
from knowledge.model.judgement import compared, role_meant, typed_constant
from knowledge.model.knowledge_base import Shared
from knowledge.model.value import Truth, Value

Thing = tuple[str, str]


@dataclass(frozen=True)
class Owned:
    """A paper or fact, the role whose it is, and the fact's value once an item yields it."""

    thing: Thing
    of: str
    value: Value = True


@dataclass(frozen=True)
class Need:
    """What an item or goal needs; where it needs a value, the clause that says which."""

    thing: Thing
    of: str
    clause: Clause | None = None
    negated: bool = False


def check_graph(draft: Draft) -> Iterator[Problem]:
    """E501 cycle, E502 goal out of reach, E503 yield nobody needs, E504 paper nobody issues."""
    makers = _Makers(draft)
    yield from _circles(draft, makers)
    yield from _goals(draft, makers)
    yield from _idle_yields(draft)
    yield from _papers(draft)


def yielded(shared: Shared, item: Item) -> Iterator[Owned]:
    """All that an item yields, and whose; a paper yields the fact of holding it."""
    holding = _facts_of_holding(shared)
    for one in item.yields:
        if isinstance(one, YieldedFact):
            value = typed_constant(shared.facts_by_name[one.fact], one.value)
            yield Owned(("fact", one.fact), one.of, value)
            continue
        yield Owned(("material", one.material), one.of)
        if one.material in holding:
            yield Owned(("fact", holding[one.material]), one.of)


def _facts_of_holding(shared: Shared) -> dict[str, str]:
    return {fact.material: fact.name for fact in shared.facts.values() if fact.material}


class _Makers:
    """Who yields what."""

    def __init__(self, draft: Draft) -> None:
        self.shared = draft.knowledge.shared
        self.made: dict[tuple[Thing, str], list[tuple[Value, str]]] = {}
        for located in walk.items(draft):
            for one in yielded(self.shared, located.what):
                those = self.made.setdefault((one.thing, one.of), [])
                those.append((one.value, _name(located)))

    def of(self, need: Need) -> set[str]:
        """Names of the items that yield what is needed, as it is needed."""
        those = self.made.get((need.thing, need.of), ())
        return {name for value, name in those if _serves(value, need, self.shared)}


def _serves(value: Value, need: Need, shared: Shared) -> bool:
    """Whether this value is the one needed; any may be where a parameter decides."""
    clause = need.clause
    if clause is None or clause.parameter:
        return True
    fact = shared.facts_by_name[clause.fact]
    constant = typed_constant(fact, clause.constant)
    truth = compared(fact, value, op=clause.op, constant=constant, shared=shared)
    return truth is not (Truth.TRUE if need.negated else Truth.FALSE)


def _name(item: Located[Item]) -> str:
    return f"{item.list_id}/{item.what.id}"


def _required(condition: Condition | None) -> Iterator[Clause]:
    """Clauses that must hold: members of `any` and `none` groups may be met otherwise."""
    if isinstance(condition, Clause):
        yield condition
    elif condition is not None and condition.kind == "all":
        for member in condition.members:
            yield from _required(member)


def _needs(shared: Shared, item: Item) -> Iterator[Need]:
    """What must have been yielded: not that something is 否, as it is before anything is done, and
    not the state that the item itself changes (合同签了还没领证 becomes 没有买房).
    """
    own = tuple(yielded(shared, item))
    for use in item.materials:
        if use.use and use.when is None:
            yield Need(("material", use.use), use.of or item.whose)
    for clause in _required(item.when):
        fact = shared.facts_by_name[clause.fact]
        if fact.kind == "yes_no" and (clause.op, clause.constant) in (("=", "否"), ("!=", "是")):
            continue
        role = role_meant(clause, fact, whose=item.whose)
        need = Need(("fact", clause.fact), role, clause)
        changes = [one.value for one in own if (one.thing, one.of) == (need.thing, role)]
        if not changes or any(_serves(value, need, shared) for value in changes):
            yield need
        if fact.grows and fact.grows.whilst:
            yield Need(("fact", fact.grows.whilst), role)


def _circles(draft: Draft, makers: _Makers) -> Iterator[Problem]:
    """E501 for every circle of items that wait for each other; no two share a wait."""
    graph: dict[str, set[str]] = {}
    items: dict[str, Located[Item]] = {}
    for located in walk.items(draft):
        items.setdefault(_name(located), located)
        before = graph.setdefault(_name(located), set())
        for need in _needs(draft.knowledge.shared, located.what):
            sources = makers.of(need)
            if len(sources) == 1 and not _usual(draft.knowledge.shared, need):
                before |= sources
    while names := _circle(graph):
        yield _waiting([items[name] for name in names], draft)
        for first, then in pairwise(names):
            graph[then].discard(first)


def _circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Names of items each of which waits for the one before it; the first is also the last."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return names
    return []


def _waiting(circle: list[Located[Item]], draft: Draft) -> Problem:
    circle = circle[::-1]
    titles = " → ".join(f"「{one.what.title}」" for one in circle)
    message = f"这些事项互相等着,谁也办不成:{titles}"
    mend = "其中必有一份材料或一个条件不是非要不可:核对后改成任选其一,或删去。"
    if len({_name(one) for one in circle}) == 1:
        message = f"「{circle[0].what.title}」要用到只有它自己才办得出的东西"
        mend = "办成才有的,不能又是办它的条件:删去那份材料或条件,或写出还能从哪里得到。"
    return min(circle, key=_name).problem(draft, code="E501", message=message, mend=mend)


def _usual(shared: Shared, need: Need) -> bool:
    kind, name = need.thing
    return kind == "material" and shared.materials[name].usual


def _wanted(shared: Shared, goal: Goal, condition: Condition, negated: bool) -> Iterator[Need]:
    """What would help a goal: each of its clauses, below `none` the contrary."""
    if isinstance(condition, Clause):
        fact = shared.facts_by_name[condition.fact]
        role = role_meant(condition, fact, whose=goal.whose)
        yield Need(("fact", condition.fact), role, condition, negated)
        return
    for member in condition.members:
        yield from _wanted(shared, goal, member, negated != (condition.kind == "none"))


def _goals(draft: Draft, makers: _Makers) -> Iterator[Problem]:
    shared = draft.knowledge.shared
    for found in walk.goals(draft):
        goal = found.what
        wanted = _wanted(shared, goal, goal.reach, False)
        if draft.knowledge.lists and not any(makers.of(want) for want in wanted):
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
        window = item.what.window
        used |= {("fact", window.year)} if window and window.year else set()
        counted = (item.what.not_before, item.what.deadline)
        used |= {("fact", one.after) for one in counted if one}
    for fact in shared.facts.values():
        used |= {("fact", fact.grows.whilst)} if fact.grows and fact.grows.whilst else set()
        used |= {("fact", fact.derived.of)} if fact.derived else set()
        used |= {("fact", fact.day_of)} if fact.day_of else set()
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
        for kind, name in (one.thing for one in yielded(shared, located.what))
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
