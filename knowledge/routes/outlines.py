"""Outlines: the best plan for a request's goals, with those set aside that nothing reaches.

A sketch is the outline for another answer; where the plan stands, it is not sought again.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.routes.expansion import Expansion
from knowledge.routes.network import Network, failures, meets
from knowledge.routes.request import PlanRequest
from knowledge.routes.schedule import Plan, schedule
from knowledge.routes.standing import stands
from knowledge.routes.workdays import Workdays

HORIZON_DAYS = 900
BY_TRIPS = ("assumed", "late", "trips", "finish", "papers", "fee", "items")
BY_FINISH = ("assumed", "late", "finish", "trips", "papers", "fee", "items")
QUICK = ("assumed", "late", "finish", "items")


@dataclass(frozen=True)
class Outline:
    """A network and the best plan over it; `blocked` are goals (index, why) that no plan
    reaches.
    """

    network: Network
    plan: Plan
    goals: tuple[int, ...]
    blocked: tuple[tuple[int, str], ...]
    calendar: Workdays


def levels_of(request: PlanRequest, levels: tuple[str, ...]) -> tuple[str, ...]:
    """The levels, the first of them to do again as little as possible of what has failed."""
    return ("again", *levels) if request.failed else levels


def order_of(request: PlanRequest) -> tuple[str, ...]:
    """The levels in the order that the request prefers."""
    return levels_of(request, BY_TRIPS if request.prefer == "trips" else BY_FINISH)


def outline(
    request: PlanRequest,
    network: Network,
    *,
    order: tuple[str, ...],
    calendar: Workdays | None = None,
) -> Outline:
    """The best plan over the network; goals that cannot be reached, alone or together, are set
    aside with the reason.
    """
    calendar = calendar or Workdays(request.today, HORIZON_DAYS)
    possible = network.possible()
    blocked = [
        (index, ";".join(dict.fromkeys(failures(requirement, possible))))
        for index, (_, _, requirement) in enumerate(network.goals)
        if not meets(requirement, possible)
    ]
    goals = [index for index in range(len(network.goals)) if index not in dict(blocked)]
    plan = schedule(network, goals=goals, calendar=calendar, order=order)
    while plan is None and goals:
        late = next(
            (
                one
                for one in goals
                if schedule(network, goals=[one], calendar=calendar, order=QUICK, ties=()) is None
            ),
            goals[-1],
        )
        goals.remove(late)
        blocked.append((late, "在能算到的时间里(约两年半)赶不上要求的窗口或期限"))
        plan = schedule(network, goals=goals, calendar=calendar, order=order)
    assert plan is not None, "an empty set of goals always has a plan"
    return Outline(network, plan, tuple(goals), tuple(blocked), calendar)


class Sketches:
    """Outlines for comparing what answers would change."""

    def __init__(self, base: Expansion, drawn: Outline) -> None:
        self._base, self._drawn = base, drawn

    def __call__(self, request: PlanRequest) -> Outline:
        """The outline for a request that differs from the base in facts alone."""
        network, drawn = Expansion(request, like=self._base).network, self._drawn
        if stands(drawn.plan, drawn.network, network):
            return drawn
        return outline(request, network, order=order_of(request), calendar=drawn.calendar)
