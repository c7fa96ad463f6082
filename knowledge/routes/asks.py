"""Which unknown facts are worth asking: those of which some value changes the route; most effect
first.

For every unknown fact that a possible step rests on, the route is drawn again for each answer that
could make a difference. Effect = sum over answers of chance x how far the route moves (days, and 30
a changed item). Where all answers together have at most six combinations, the first ask is the
one with the fewest expected asks after it. At most `weighed` facts are tried, nearest to the route
first. What was answered 不知道 is not asked again; like for every ask, the branches say what each
answer would change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp
from typing import Any

from knowledge.model.household import UNKNOWN
from knowledge.model.judgement import Judge
from knowledge.model.route import Ask, Branch
from knowledge.model.shared import Fact
from knowledge.model.value import Range, Truth
from knowledge.routes.answers import Answer, Answers
from knowledge.routes.clauses import SURPRISE
from knowledge.routes.fewest import Unknown, combinations, fewest_asks
from knowledge.routes.network import Task, needs_of
from knowledge.routes.outlines import Outline
from knowledge.routes.request import PlanRequest

ITEM_WEIGHT = 30
DOUBT = 0.15
SMALL = 6

Draw = Callable[[PlanRequest], Outline]


@dataclass(frozen=True)
class Shape:
    """What is compared between two routes: the items, when each starts, when all is done."""

    items: frozenset[str]
    starts: tuple[tuple[str, int], ...]
    finish: int

    def distance(self, other: Shape) -> int:
        """In days, and ITEM_WEIGHT for each item that only one of them has."""
        moved = abs(other.finish - self.finish) + ITEM_WEIGHT * len(self.items ^ other.items)
        return 0 if self == other else max(moved, 1)


@dataclass(frozen=True)
class Tried:
    """An unknown fact with its answers, and the outline for each."""

    key: str
    fact: Fact
    answers: tuple[tuple[Answer, Outline], ...]


def weigh_asks(
    request: PlanRequest, outline: Outline, draw: Draw
) -> tuple[tuple[Ask, ...], tuple[Branch, ...]]:
    """Asks in the order to ask them, and what each answer that matters would change."""
    unsure = _unsure(request)
    asks: dict[str, Ask] = {}
    tried: dict[str, Tried] = {}
    branches: list[Branch] = []
    answers = Answers(request, outline.network)
    keys = Unclear(request, outline).keys()
    open_keys = [key for key in keys if key not in unsure][: request.weighed]
    for key in (*open_keys, *(key for key in keys if key in unsure)):
        one = tried[key] = _try(key, request, answers, draw)
        distances = [_shape(outline).distance(_shape(drawn)) for _, drawn in one.answers]
        chances = [answer.chance for answer, _ in one.answers]
        effect = sum(chance * far for chance, far in zip(chances, distances, strict=True))
        if effect > 0 and key not in unsure:
            asks[key] = _ask(one, effect)
        for (answer, drawn), far in zip(one.answers, distances, strict=True):
            if far:
                branches.append(_branch(key, answer, outline, drawn))
    ordered = sorted(asks.values(), key=lambda ask: (_sensitive(ask, tried), -ask.effect, ask.fact))
    first = _first(ordered, tried, request, draw)
    return tuple(sorted(ordered, key=lambda ask: ask.fact != first)), tuple(branches)


def _unsure(request: PlanRequest) -> frozenset[str]:
    """Facts answered 不知道."""
    said = (key for key, value in request.facts.items() if value == UNKNOWN)
    several = request.knowledge.shared.persons_by_name
    return frozenset(
        f"{owner}1.{name}" if owner in several and several[owner].several else f"{owner}.{name}"
        for owner, _, name in (key.rpartition(".") for key in said)
    )


def _try(key: str, request: PlanRequest, answers: Answers, draw: Draw) -> Tried:
    fact = request.knowledge.shared.facts_by_name[key.rpartition(".")[2]]
    those = answers.to(fact, key, within=request.household.values.get(key))
    those = _doubting(those, key, request)
    return Tried(key, fact, tuple((one, draw(_with(request, {key: one.value}))) for one in those))


def _doubting(answers: tuple[Answer, ...], key: str, request: PlanRequest) -> tuple[Answer, ...]:
    """For an inferred fact the other answers share what is left of the trust in the inference."""
    if key not in request.inferred:
        return answers
    others = [one for one in answers if one.value != request.facts[key]]
    total = sum(one.chance for one in others) or 1.0
    return tuple(replace(one, chance=DOUBT * one.chance / total) for one in others)


def _first(
    asks: Sequence[Ask], tried: Mapping[str, Tried], request: PlanRequest, draw: Draw
) -> str | None:
    """The ask with the fewest asks to be expected after it, where that can be computed."""
    unknowns = [_unknown(tried[ask.fact]) for ask in asks]
    if len(asks) < 2 or combinations(unknowns) > SMALL:
        return None
    return fewest_asks(unknowns, lambda answers: _shape(draw(_with(request, answers)))).first


def _unknown(one: Tried) -> Unknown:
    answers = [answer for answer, _ in one.answers]
    total = sum(answer.chance for answer in answers) or 1.0
    return Unknown(
        one.key,
        tuple(tuple(a.value) if isinstance(a.value, list) else a.value for a in answers),
        tuple(answer.chance / total for answer in answers),
        one.fact.sensitive,
    )


class Unclear:
    """The facts that one could ask about; first those on which most of the route seems to rest."""

    def __init__(self, request: PlanRequest, outline: Outline) -> None:
        self.request, self.outline = request, outline
        self.judge = Judge(request.knowledge.shared, request.household)

    def keys(self) -> tuple[str, ...]:
        """Facts that are unknown and on which some task that is not ruled out rests; askable ones
        only; and inferred ones on which any task rests, even one that they rule out.
        """
        unknown = (key for task in self._tasks for key in self._rests_on(task))
        asked = (self._to_ask(key) for key in dict.fromkeys(unknown))
        found = dict.fromkeys((*(key for key in asked if key), *self._to_confirm()))
        return tuple(sorted(found, key=lambda key: -self._at_stake.get(key, 0)))

    @cached_property
    def _at_stake(self) -> Mapping[str, float]:
        """About how many steps would change if the plan were wrong about a fact: what rests on an
        assumption, as likely as it is to be false; a step that is not needed, and its wait; or
        what waits for a step of which not even the year is sure.
        """
        found: dict[str, float] = {}
        for met in self.outline.plan.met:
            finding, way = met.need.finding, met.way
            if finding is None or finding.truth is not Truth.UNKNOWN or finding.parameter:
                continue
            rest = 1 + len(self._resting_on(met.task))
            stake = rest * (1 - exp(-way.cost / SURPRISE)) if way.assumption else 1 + way.lag
            if key := self._to_ask(finding.key):
                found[key] = max(found.get(key, 0), stake)
        for task in self.outline.plan.planned:
            if (year := self._year(self.outline.network.tasks[task])) and (
                key := self._to_ask(year)
            ):
                found[key] = max(found.get(key, 0), 1 + len(self._resting_on(task)))
        return found

    def _resting_on(self, task: str | None) -> set[str]:
        """Tasks of the plan that wait for this one, directly or not."""
        found: set[str] = set()
        waiting = [task] if task else []
        while waiting:
            first = waiting.pop()
            later = {k for k, one in self.outline.plan.planned.items() if first in one.after}
            waiting += later - found
            found |= later
        return found

    @cached_property
    def _tasks(self) -> tuple[Task, ...]:
        """Tasks that are not ruled out; those of the route first."""
        network, planned = self.outline.network, self.outline.plan.planned
        keys = [key for key in network.tasks if key in network.possible()]
        return tuple(network.tasks[key] for key in sorted(keys, key=lambda key: key not in planned))

    def _rests_on(self, task: Task) -> Iterator[str]:
        for need in needs_of(task.needs):
            if need.finding and need.finding.truth is Truth.UNKNOWN and not need.finding.parameter:
                yield need.finding.key
        year = self._year(task)
        if year and task.key in self.outline.plan.planned:
            yield year

    def _year(self, task: Task) -> str | None:
        """The fact that says in which year the task's window opens."""
        window = task.item.window
        return f"{task.person}.{window.year}" if window and window.year else None

    def _to_confirm(self) -> Iterator[str]:
        facts = self.request.knowledge.shared.facts_by_name
        for task in self.outline.network.tasks.values():
            for finding in (need.finding for need in needs_of(task.needs) if need.finding):
                if finding.key in self.request.inferred and facts[finding.clause.fact].ask:
                    yield finding.key

    def _to_ask(self, key: str) -> str | None:
        """The key to ask about instead: what growth hangs on first, what a derivation rests on;
        None if known.
        """
        person, _, name = key.rpartition(".")
        fact = self.judge.shared.facts_by_name[name]
        known = self.judge.value(key, on=self.request.today)
        if known is not None and not isinstance(known, Range):
            return None
        if fact.grows and fact.grows.whilst:
            running = f"{person}.{fact.grows.whilst}"
            if self.judge.value(running, on=self.request.today) is None:
                return running
        if fact.derived and fact.derived.by == "已到" and (per := self._class_of(fact, person)):
            return per
        if fact.ask is None and fact.derived:
            return f"{person}.{fact.derived.of}"
        return key if fact.ask else None

    def _class_of(self, fact: Fact, person: str) -> str | None:
        """Where somebody's class would tell the day that is only roughly known: that."""
        facts, today = self.judge.shared.facts_by_name, self.request.today
        source = fact.derived and facts[fact.derived.of].derived
        day = fact.derived and self.judge.value(f"{person}.{fact.derived.of}", on=today)
        if not source or not source.per or day is None:
            return None
        key = f"{person}.{source.per}"
        return key if self.judge.value(key, on=today) is None else None


def _with(request: PlanRequest, answers: Mapping[str, Any]) -> PlanRequest:
    return replace(request, facts={**request.facts, **answers})


def _shape(outline: Outline) -> Shape:
    planned = outline.plan.planned
    starts = tuple(sorted((key, one.start) for key, one in planned.items()))
    finish = max((one.finish for one in planned.values()), default=0)
    return Shape(frozenset(planned), starts, finish)


def _branch(key: str, answer: Answer, now: Outline, then: Outline) -> Branch:
    planned = sorted(then.plan.planned.values(), key=lambda one: one.start)
    last = max((one.finish for one in planned), default=None)
    return Branch(
        fact=key,
        value=answer.shown,
        items=tuple(then.network.tasks[one.task].item.title for one in planned),
        finish=None if last is None else then.calendar.day(last),
        changes=tuple(_changes(now, then)),
    )


def _changes(now: Outline, then: Outline) -> Iterator[str]:
    """What an answer would change, in words."""
    before, after = _shape(now), _shape(then)
    for outline, key in ((then, one) for one in sorted(after.items - before.items)):
        yield f"要办「{outline.network.tasks[key].item.title}」"
    for key in sorted(before.items - after.items):
        yield f"不用办「{now.network.tasks[key].item.title}」"
    if after.finish != before.finish and after.items and before.items:
        word = "早" if after.finish < before.finish else "晚"
        yield f"{word} {abs(after.finish - before.finish)} 天办完"
    elif after.items == before.items:
        yield "各步的日子有变"
    yield from (f"有的目标办不到:{why}" for _, why in set(then.blocked) - set(now.blocked))


def _ask(one: Tried, effect: float) -> Ask:
    fact = one.fact
    options = (
        fact.options if fact.kind == "choice" else ("是", "否") if fact.kind == "yes_no" else ()
    )
    why = fact.reason or "它决定走哪条路线"
    return Ask(fact=one.key, ask=fact.ask or "", why=why, options=options, effect=round(effect, 1))


def _sensitive(ask: Ask, tried: Mapping[str, Tried]) -> bool:
    return tried[ask.fact].fact.sensitive
