"""Plans a route: expand the goals, schedule, explain. Pure: the same request gives the same
route.
"""

from __future__ import annotations

from datetime import date

from knowledge.model.route import Alternative, Ask, Blocked, Branch, Route, RouteGoal
from knowledge.routes.asks import weigh_asks
from knowledge.routes.expansion import Expansion
from knowledge.routes.explain import Explanation
from knowledge.routes.network import meets, needs_of
from knowledge.routes.outlines import (
    BY_FINISH,
    BY_TRIPS,
    HORIZON_DAYS,
    Outline,
    Sketches,
    levels_of,
    order_of,
    outline,
)
from knowledge.routes.reasons import OWN_CHOICE, Reasons
from knowledge.routes.request import PlanRequest
from knowledge.routes.schedule import schedule

__all__ = ["BY_TRIPS", "HORIZON_DAYS", "plan_route"]
APART = 10


def plan_route(request: PlanRequest) -> Route:
    """The shortest route to the request's goals, with proof, reasons, alternatives and asks.

    Never fails for want of facts: what is unknown becomes an assumption and an ask; a goal that
    nothing reaches is blocked, with the reason. Raises RequestError and FactError for names that
    do not exist.
    """
    expansion = Expansion(request)
    drawn = outline(request, expansion.network, order=order_of(request))
    asks, branches = weigh_asks(request, drawn, Sketches(expansion, drawn))
    return _route(request, drawn, asks, branches)


def _route(
    request: PlanRequest, outline: Outline, asks: tuple[Ask, ...], branches: tuple[Branch, ...]
) -> Route:
    explanation, reasons = Explanation(request, outline), Reasons(request, outline)
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
        assumptions=reasons.assumptions(),
        trips=explanation.trips(),
        steps=explanation.steps(),
        considered=reasons.considered(),
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
            *_alternatives(request, outline, reasons),
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
    other = schedule(
        outline.network,
        goals=outline.goals,
        calendar=outline.calendar,
        order=levels_of(request, BY_FINISH if request.prefer == "trips" else BY_TRIPS),
        ties=(),
    )
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
    request: PlanRequest, outline: Outline, reasons: Reasons
) -> tuple[Alternative, ...]:
    """Other ways to each goal: on which level they lost, or that the choice is the citizen's
    own.
    """
    found: list[Alternative] = []
    for index, (goal, _, requirement) in enumerate(outline.network.goals):
        direct = {way.task for need in needs_of(requirement) for way in need.ways if way.task}
        for key in sorted(direct - set(outline.plan.planned)):
            task = outline.network.tasks[key]
            if task.own_choice and not meets(task.needs, outline.network.possible()):
                continue
            if task.own_choice:
                because = OWN_CHOICE
            elif key not in outline.network.possible() or index not in outline.goals:
                continue
            else:
                others = sorted(direct - {key})
                plan = schedule(
                    outline.network,
                    goals=outline.goals,
                    calendar=outline.calendar,
                    order=order_of(request),
                    ties=(),
                    forced=[key],
                    forbidden=others,
                )
                because = reasons.lost(plan)
            found.append(
                Alternative(goal=goal, item=task.item_id, title=task.item.title, because=because)
            )
    return tuple(found)
