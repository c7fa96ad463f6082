"""Simulated citizens, for measuring: how few asks a case takes, and whether it ends with a route.

A household is drawn from the priors of the facts register (seeded); it wants one goal, or those of
a situation, and answers every ask truthfully. Beside the asks made stand those of two forms: one
asks every fact on which any way to the goals could rest, the other skips what the answers so far
have made needless. No citizen was ever asked: this says how the asking behaves, not how people do.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.turn.planning import MOST_ASKS, WEIGHED
from knowledge.model.route import Ask
from knowledge.model.shared import Fact
from knowledge.routes.answers import Answers
from knowledge.routes.asks import Unclear
from knowledge.routes.expansion import Expansion
from knowledge.routes.outlines import order_of, outline
from knowledge.routes.planner import plan_route
from knowledge.routes.request import PlanRequest


@dataclass(frozen=True)
class Case:
    """One simulated conversation: `asked` asks, as many as the assistant makes; a form asks
    `every` fact, or `skipping` the needless; `finished` with a route, without a person.
    """

    goals: tuple[str, ...]
    asked: int
    skipping: int
    every: int
    finished: bool


def simulate(request: PlanRequest, chance: random.Random) -> Case:
    """Ask and answer until nothing is left to ask, or the assistant asks no more."""
    request = replace(request, weighed=WEIGHED)
    drawn: dict[str, Any] = {}
    skipping, every = _form(request, chance, drawn)
    asked = 0
    route = plan_route(request)
    while (asks := _open(route.asks, request.facts)) and asked < MOST_ASKS:
        ask = asks[0]
        asked += 1
        if ask.fact not in drawn:
            drawn[ask.fact] = _draw(request, ask.fact, chance)
        value = drawn[ask.fact]
        answered = {**request.facts, ask.fact: value}
        confirmed = tuple(one for one in request.inferred if one != ask.fact)
        request = replace(request, facts=answered, inferred=confirmed)
        route = plan_route(request)
    finished = bool(route.steps) or bool(route.blocked)
    goals = tuple(one.goal for one in request.goals)
    return Case(goals, asked, skipping, every, finished)


def _open(asks: Sequence[Ask], known: Mapping[str, Any]) -> list[Ask]:
    """Asks that have not been answered; a number given within its range may be asked once only."""
    return [one for one in asks if one.fact not in known]


def _form(request: PlanRequest, chance: random.Random, drawn: dict[str, Any]) -> tuple[int, int]:
    """How many facts a form asks this household: those on which a way rests that no answer before
    has ruled out, with what the answers bring up; and with those that an answer made needless.
    """
    asked: set[str] = set()
    every: set[str] = set()
    while keys := [key for key in _unclear(request) if key not in asked]:
        key = keys[0]
        asked.add(key)
        every.update(keys)
        drawn[key] = _draw(request, key, chance)
        request = replace(request, facts={**request.facts, key: drawn[key]})
    return len(asked), len(every)


def _unclear(request: PlanRequest) -> tuple[str, ...]:
    network = Expansion(request).network
    return Unclear(request, outline(request, network, order=order_of(request))).keys()


def _draw(request: PlanRequest, key: str, chance: random.Random) -> Any:
    """A value as likely as the priors say."""
    fact: Fact = request.knowledge.shared.facts_by_name[key.rpartition(".")[2]]
    answers = Answers(request, Expansion(request).network).to(fact, key)
    if not answers:
        return "否" if fact.kind == "yes_no" else 0
    weights = [max(answer.chance, 0.001) for answer in answers]
    return chance.choices([answer.value for answer in answers], weights)[0]
