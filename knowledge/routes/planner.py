"""Plans a route: expand the goals, schedule, explain. Pure: the same request gives the same
route.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from knowledge.model.route import Alternative, Ask, Blocked, Branch, Route, RouteGoal
from knowledge.routes.asks import weigh_asks
from knowledge.routes.expansion import expand
from knowledge.routes.explain import Explanation
from knowledge.routes.network import Network, failures, meets, needs_of
from knowledge.routes.request import PlanRequest
from knowledge.routes.schedule import Plan, schedule
from knowledge.routes.structure import structure
from knowledge.routes.workdays import Workdays

HORIZON_DAYS = 900
APART = 10
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


def plan_route(request: PlanRequest) -> Route:
    """The shortest route to the request's goals, with proof, reasons, alternatives and asks.

    Never fails for want of facts: what is unknown becomes an assumption and an ask; a goal that
    nothing reaches is blocked, with the reason. Raises RequestError and FactError for names that
    do not exist.
    """
    drawn = draw(request, order=BY_TRIPS if request.prefer == "trips" else BY_FINISH)
    asks, branches = weigh_asks(request, drawn, _Sketches())
    return _route(request, drawn, asks, branches)


class _Sketches:
    """Quick outlines for comparing what an answer would change, each structure solved once."""

    def __init__(self) -> None:
        self._drawn: dict[Hashable, Outline] = {}

    def __call__(self, request: PlanRequest) -> Outline:
        network = expand(request)
        key = structure(network)
        if key not in self._drawn:
            self._drawn[key] = outline(request, network, order=QUICK, at_once=True)
        return self._drawn[key]


def draw(request: PlanRequest, *, order: tuple[str, ...]) -> Outline:
    """Expand the goals and schedule them."""
    return outline(request, expand(request), order=order)


def outline(
    request: PlanRequest, network: Network, *, order: tuple[str, ...], at_once: bool = False
) -> Outline:
    """The best plan over the network; goals that cannot be reached, alone or together, are set
    aside with the reason.
    """
    calendar = Workdays(request.today, HORIZON_DAYS)
    possible = network.possible()
    blocked = [
        (index, ";".join(dict.fromkeys(failures(requirement, possible))))
        for index, (_, _, requirement) in enumerate(network.goals)
        if failures(requirement, possible)
    ]
    goals = [index for index in range(len(network.goals)) if index not in dict(blocked)]
    plan = schedule(network, goals=goals, calendar=calendar, order=order, at_once=at_once)
    while plan is None and goals:
        late = next(
            (
                one
                for one in goals
                if schedule(network, goals=[one], calendar=calendar, order=QUICK) is None
            ),
            goals[-1],
        )
        goals.remove(late)
        blocked.append((late, "在能算到的时间里(约两年半)赶不上要求的窗口或期限"))
        plan = schedule(network, goals=goals, calendar=calendar, order=order, at_once=at_once)
    assert plan is not None, "an empty set of goals always has a plan"
    return Outline(network, plan, tuple(goals), tuple(blocked), calendar)


def _route(
    request: PlanRequest, outline: Outline, asks: tuple[Ask, ...], branches: tuple[Branch, ...]
) -> Route:
    explanation = Explanation(request, outline.network, outline.plan, outline.calendar)
    goals = request.knowledge.shared.goals
    return Route(
        release=request.release,
        today=request.today,
        goals=tuple(
            RouteGoal.model_validate(
                {"goal": wish.goal, "title": goals[wish.goal].title, "for": wish.person}
            )
            for wish in request.goals
        ),
        assumptions=explanation.assumptions(),
        trips=explanation.trips(),
        steps=explanation.steps(),
        considered=explanation.considered(),
        materials=explanation.materials(),
        measures=explanation.measures(),
        proof=explanation.proof(),
        blocked=tuple(
            Blocked(
                goal=outline.network.goals[index][0],
                person=outline.network.goals[index][1],
                because=because,
                earliest=_earliest(outline, index),
            )
            for index, because in outline.blocked
        ),
        alternatives=(
            *_alternatives(request, outline, explanation),
            *_other_order(request, outline),
        ),
        branches=branches,
        asks=asks,
    )


def _other_order(request: PlanRequest, outline: Outline) -> tuple[Alternative, ...]:
    """The plan by the other order, where it ends more than ten working days apart or costs
    otherwise.
    """
    mine = outline.plan
    order = BY_FINISH if request.prefer == "trips" else BY_TRIPS
    other = schedule(outline.network, goals=outline.goals, calendar=outline.calendar, order=order)
    if other is None or not mine.planned:
        return ()
    ends = sorted((mine.level("finish").value, other.level("finish").value))
    days = outline.calendar.between(*ends)
    trips = other.level("trips").value - mine.level("trips").value
    fee = other.level("fee").value - mine.level("fee").value
    if days <= APART and fee == 0:
        return ()
    sooner = other.level("finish").value < mine.level("finish").value
    because = (
        f"{'早' if sooner else '晚'} {days} 个工作日办完,"
        f"{'多' if trips > 0 else '少'}跑 {abs(trips)} 趟"
    )
    because += f",费用{'多' if fee > 0 else '少'} {abs(fee)} 元" if fee else ""
    title = "先求最快的排法" if request.prefer == "trips" else "先求少跑的排法"
    return (Alternative(goal="", item="", title=title, because=because),)


def _earliest(outline: Outline, index: int) -> date | None:
    """The earliest date where time alone cures a blocked goal."""
    days = [
        way.since
        for need in needs_of(outline.network.goals[index][2])
        for way in need.ways
        if way.since
    ]
    return min(days) if days else None


def _alternatives(
    request: PlanRequest, outline: Outline, explanation: Explanation
) -> tuple[Alternative, ...]:
    """Other ways to each goal: on which level they lost, or that the choice is the citizen's
    own.
    """
    found: list[Alternative] = []
    order = BY_TRIPS if request.prefer == "trips" else BY_FINISH
    for index, (goal, _, requirement) in enumerate(outline.network.goals):
        direct = {way.task for need in needs_of(requirement) for way in need.ways if way.task}
        for key in sorted(direct - set(outline.plan.planned)):
            task = outline.network.tasks[key]
            if task.item.decision and not meets(task.needs, outline.network.possible()):
                continue
            if task.item.decision:
                because = "这是您自己要拿的主意,不替您选"
            elif key not in outline.network.possible() or index not in outline.goals:
                continue
            else:
                others = sorted(direct - {key})
                plan = schedule(
                    outline.network,
                    goals=outline.goals,
                    calendar=outline.calendar,
                    order=order,
                    forced=[key],
                    forbidden=others,
                )
                because = explanation.lost(plan)
            found.append(
                Alternative(goal=goal, item=task.item_id, title=task.item.title, because=because)
            )
    return tuple(found)
