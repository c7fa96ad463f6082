"""Which unknown facts are worth asking: those of which some value changes the route; most effect
first.

For every unknown fact that a possible step rests on, the route is drawn again for each value
that could make a difference. Effect = sum over values of prior x how far the route moves (days,
and 30 a changed item). Priors are those of shared/facts.yml; values without one share what is
left evenly. Where all answers together have at most twelve combinations, the first ask is the
one with the fewest expected asks after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from knowledge.model.condition import Clause, clauses
from knowledge.model.household import birthdays
from knowledge.model.judgement import Judge
from knowledge.model.route import Ask, Branch
from knowledge.model.shared import Fact
from knowledge.model.value import Range, Truth
from knowledge.routes.fewest import Unknown, combinations, fewest_asks
from knowledge.routes.network import Network, needs_of
from knowledge.routes.request import PlanRequest
from knowledge.routes.schedule import Plan
from knowledge.routes.workdays import Workdays

ITEM_WEIGHT = 30
DOUBT = 0.15
MOST = 12
SMALL = 12
ELSEWHERE = "外地"


class Drawn(Protocol):
    """What asks need of an outline."""

    @property
    def network(self) -> Network: ...

    @property
    def plan(self) -> Plan: ...

    @property
    def calendar(self) -> Workdays: ...


@dataclass(frozen=True)
class Shape:
    """What is compared between two routes: the items, when each starts, when all is done."""

    items: frozenset[str]
    starts: tuple[tuple[str, int], ...]
    finish: int


def weigh_asks(
    request: PlanRequest, outline: Drawn, draw: Callable[[PlanRequest], Drawn]
) -> tuple[tuple[Ask, ...], tuple[Branch, ...]]:
    """Asks in the order to ask them, and for each value of each ask what the route would be."""
    judge = Judge(request.knowledge.shared, request.household)
    now = _shape(draw(request).plan)
    asks: list[Ask] = []
    branches: list[Branch] = []
    values: dict[str, list[tuple[str, Any, float]]] = {}
    assumed = set(_asked_for(_assumed(outline.plan), judge, on=request.today))
    unknown = unknown_keys(request, outline.network, judge)
    for key in sorted(unknown, key=lambda key: key not in assumed)[:MOST]:
        fact = request.knowledge.shared.facts_by_name[key.rpartition(".")[2]]
        effect, ways = 0.0, []
        tried = values_to_try(fact, key, request, outline.network)
        values[key] = _trusting(tried, key, request)
        for shown, value, chance in values[key]:
            drawn = draw(_with(request, {key: value}))
            effect += chance * _distance(now, _shape(drawn.plan))
            ways.append(_branch(key, shown, drawn))
        if effect > 0:
            asks.append(_ask(fact, key, effect, ways))
            branches += ways
    asks.sort(key=lambda ask: (_sensitive(ask, request), -ask.effect, ask.fact))
    unknowns = [_unknown(ask, values[ask.fact], request) for ask in asks]
    if len(asks) > 1 and combinations(unknowns) <= SMALL:
        first = fewest_asks(
            unknowns, lambda answers: _shape(draw(_with(request, answers)).plan)
        ).first
        asks.sort(key=lambda ask: ask.fact != first)
    return tuple(asks), tuple(branches)


def _unknown(ask: Ask, tried: list[tuple[str, Any, float]], request: PlanRequest) -> Unknown:
    total = sum(chance for _, _, chance in tried) or 1.0
    return Unknown(
        ask.fact,
        tuple(_frozen(value) for _, value, _ in tried),
        tuple(chance / total for _, _, chance in tried),
        _sensitive(ask, request),
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def unknown_keys(request: PlanRequest, network: Network, judge: Judge) -> tuple[str, ...]:
    """Fact keys that are unknown and on which some task that is not ruled out rests; askable ones
    only.
    """
    possible = network.possible()
    found: list[str] = []
    for key in (key for key in network.tasks if key in possible):
        for need in needs_of(network.tasks[key].needs):
            if need.finding and need.finding.truth is Truth.UNKNOWN and not need.finding.parameter:
                found.append(need.finding.key)
    for task in (task for key, task in network.tasks.items() if key in possible):
        if task.item.window and task.item.window.year:
            found.append(f"{task.person}.{task.item.window.year}")
    asked = _asked_for(found, judge, on=request.today)
    return tuple(dict.fromkeys((*asked, *_to_confirm(request, network))))


def _asked_for(keys: Iterable[str], judge: Judge, *, on: date) -> list[str]:
    """What to ask about to know these."""
    return [to_ask for key in keys if (to_ask := _to_ask(key, judge, on=on))]


def _assumed(plan: Plan) -> list[str]:
    """Facts on whose assumption the plan rests: these come first when there are too many."""
    return [one.need.finding.key for one in plan.met if one.way.assumption and one.need.finding]


def _to_confirm(request: PlanRequest, network: Network) -> tuple[str, ...]:
    """Inferred facts on which any task rests, even one that they rule out."""
    shared = request.knowledge.shared
    return tuple(
        need.finding.key
        for task in network.tasks.values()
        for need in needs_of(task.needs)
        if need.finding
        and need.finding.key in request.inferred
        and shared.facts_by_name[need.finding.clause.fact].ask
    )


def _to_ask(key: str, judge: Judge, *, on: date) -> str | None:
    """The key to ask about instead: what growth hangs on first, what a derivation rests on; None
    if known.
    """
    person, _, name = key.rpartition(".")
    fact = judge.shared.facts_by_name[name]
    known = judge.value(key, on=on)
    if known is not None and not isinstance(known, Range):
        return None
    if fact.grows and fact.grows.whilst:
        running = f"{person}.{fact.grows.whilst}"
        if judge.value(running, on=on) is None:
            return running
    if fact.ask is None and fact.derived:
        return f"{person}.{fact.derived.of}"
    return key if fact.ask else None


def _trusting(
    tried: list[tuple[str, Any, float]], key: str, request: PlanRequest
) -> list[tuple[str, Any, float]]:
    """For an inferred fact the other values share what is left of the trust in the inference."""
    if key not in request.inferred:
        return tried
    others = [
        (shown, value, chance) for shown, value, chance in tried if value != request.facts[key]
    ]
    total = sum(chance for _, _, chance in others) or 1.0
    return [(shown, value, DOUBT * chance / total) for shown, value, chance in others]


def values_to_try(
    fact: Fact, key: str, request: PlanRequest, network: Network
) -> list[tuple[str, Any, float]]:
    """(as shown, JSON value, chance) of every value that could make a difference."""
    if fact.kind == "yes_no":
        raw: list[tuple[str, Any]] = [("是", "是"), ("否", "否")]
    elif fact.kind == "choice":
        return _choices(fact, network)
    elif fact.kind == "number":
        raw = [
            (f"{value} {fact.unit or ''}".strip(), value)
            for value in _thresholds(fact, network, request)
        ]
    elif fact.kind == "place":
        raw = [(value, value) for value in _places(fact, network, request)]
    else:
        raw = [(f"{age} 岁", _birthday(age, request.today)) for age in _ages(request)]
    stated = dict(fact.prior)
    left = max(100 - sum(stated.get(shown, 0) for shown, _ in raw), 0)
    silent = sum(shown not in stated for shown, _ in raw) or 1
    return [(shown, value, stated.get(shown, left / silent) / 100) for shown, value in raw]


def _choices(fact: Fact, network: Network) -> list[tuple[str, Any, float]]:
    """The options that some clause names, and one that stands for all the others."""
    even = 100 / len(fact.options)
    chance = {option: fact.prior.get(option, even) / 100 for option in fact.options}
    named = {clause.constant for clause in _constants(fact, network)}
    others = [option for option in fact.options if option not in named]
    found = [(option, option, chance[option]) for option in fact.options if option in named]
    if others:
        likeliest = max(others, key=lambda option: chance[option])
        found.append((likeliest, likeliest, sum(chance[option] for option in others)))
    return found


def _constants(fact: Fact, network: Network) -> Iterable[Clause]:
    for task in network.tasks.values():
        conditions = [task.item.when, *(use.when for use in task.item.materials)]
        for clause in (clause for condition in conditions for clause in clauses(condition)):
            if clause.fact == fact.name and not clause.parameter:
                yield clause


def _thresholds(fact: Fact, network: Network, request: PlanRequest) -> list[int]:
    """Just below and just at every constant the number is compared with; window years for a
    year.
    """
    points = {
        int(clause.constant) + offset
        for clause in _constants(fact, network)
        for offset in (-1, 0, 1)
    }
    if fact.derived and fact.derived.by == "入学年份":
        points |= {request.today.year + offset for offset in range(3)}
    return sorted(point for point in points if point >= 0)


def _places(fact: Fact, network: Network, request: PlanRequest) -> list[str]:
    """Places the fact is compared with, but none that contains another of them; and somewhere
    else.
    """
    named = list(dict.fromkeys(clause.constant for clause in _constants(fact, network)))
    contains = request.knowledge.shared.contains
    smallest = [
        place
        for place in named
        if not any(other != place and contains(place, other) for other in named)
    ]
    return [*smallest, ELSEWHERE]


def _ages(request: PlanRequest) -> tuple[int, ...]:
    return (5, 6, 7, 12)


def _birthday(age: int, today: date) -> list[str]:
    span = birthdays(Range(age, age), on=today)
    return [str(span.low), str(span.high)]


def _with(request: PlanRequest, answers: Mapping[str, Any]) -> PlanRequest:
    return replace(request, facts={**request.facts, **answers})


def _shape(plan: Plan) -> Shape:
    starts = tuple(sorted((key, one.start) for key, one in plan.planned.items()))
    return Shape(
        frozenset(plan.planned),
        starts,
        max((one.finish for one in plan.planned.values()), default=0),
    )


def _distance(now: Shape, then: Shape) -> float:
    if now == then:
        return 0.0
    moved = abs(then.finish - now.finish) + ITEM_WEIGHT * len(now.items ^ then.items)
    return float(max(moved, 1))


def _branch(key: str, shown: str, drawn: Drawn) -> Branch:
    planned = sorted(drawn.plan.planned.values(), key=lambda one: one.start)
    last = max((one.finish for one in planned), default=None)
    return Branch(
        fact=key,
        value=shown,
        items=tuple(drawn.network.tasks[one.task].item.title for one in planned),
        finish=None if last is None else drawn.calendar.day(last),
    )


def _ask(fact: Fact, key: str, effect: float, ways: list[Branch]) -> Ask:
    options = (
        fact.options if fact.kind == "choice" else ("是", "否") if fact.kind == "yes_no" else ()
    )
    why = fact.reason or "它决定走哪条路线"
    return Ask(fact=key, ask=fact.ask or "", why=why, options=options, effect=round(effect, 1))


def _sensitive(ask: Ask, request: PlanRequest) -> bool:
    return request.knowledge.shared.facts_by_name[ask.fact.rpartition(".")[2]].sensitive
