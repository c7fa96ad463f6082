"""Checks a route as a whole: goals, trips, papers, figures, proof, and what was considered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from knowledge.audit import office_days
from knowledge.audit.discrepancy import Discrepancy
from knowledge.audit.evidence import Asked, Evidence
from knowledge.audit.terms import figure
from knowledge.audit.words import PERHAPS, WAIVED, issuing_step
from knowledge.audit.world import BEFORE, Event
from knowledge.model.household import role_of
from knowledge.model.judgement import Judge
from knowledge.model.route import Alone, Considered, Route
from knowledge.model.value import Truth, Value

PROVEN = ("trips", "finish", "papers", "fee")


def check_goals(evidence: Evidence) -> Iterator[Discrepancy]:
    """Each goal is reached when the last step is done, or said to be blocked; never both."""
    route, goals = evidence.route, evidence.knowledge.shared.goals
    blocked = {(one.goal, one.person) for one in route.blocked}
    after_all = evidence.world.judge(evidence.last_day, steps=evidence.steps.keys())
    for wish in route.goals:
        goal = goals.get(wish.goal)
        if goal is None or role_of(wish.person) != goal.whose or wish.title != goal.title:
            yield Discrepancy("goal-unknown", wish.goal, f"没有「{wish.title}」这个目标。")
            continue
        asked = Asked(goal.reach, wish.person, evidence.last_day)
        stopped = (wish.goal, wish.person) in blocked
        if not stopped and evidence.truth(asked, after_all, assuming=True) is not Truth.TRUE:
            yield Discrepancy("goal-missed", wish.goal, f"办完这些还达不到「{goal.title}」。")
        if stopped and evidence.truth(asked, after_all, assuming=False) is Truth.TRUE:
            yield Discrepancy("goal-blocked", wish.goal, f"「{goal.title}」其实已经达到。")
    for name, person in sorted(blocked - {(wish.goal, wish.person) for wish in route.goals}):
        yield Discrepancy("goal-unknown", name, f"列为办不到的「{name}」({person})不是所求。")


def check_trips(evidence: Evidence) -> Iterator[Discrepancy]:
    """Whoever must go somewhere on a day has a trip there that day, and no trip is for nothing."""
    route = evidence.route
    due = {
        (day, step.place, step.id)
        for step in route.steps
        if step.place is not None and step.visits
        for day in ({step.start, step.finish} if step.visits > 1 else {step.start})
    }
    made = {(trip.date, trip.place, name) for trip in route.trips for name in trip.steps}
    for day, place, name in sorted(due - made, key=str):
        yield Discrepancy("trip", name, f"{day} 要到{place},行程里没有。")
    for trip in route.trips:
        for name in trip.steps:
            if name not in evidence.steps:
                yield Discrepancy("step-unknown", trip.id, f"行程里的「{name}」不在路线里。")
            elif (trip.date, trip.place, name) not in due:
                yield Discrepancy("trip", trip.id, f"{trip.date} 到{trip.place}办不了「{name}」。")
        if not trip.steps:
            yield Discrepancy("trip", trip.id, "这一趟没有要办的事。")
    for (day, place), times in Counter((trip.date, trip.place) for trip in route.trips).items():
        if times > 1:
            yield Discrepancy("trip-split", str(day), f"{day} 到{place}分成了 {times} 趟。")


def check_materials(evidence: Evidence) -> Iterator[Discrepancy]:
    """The list of papers is that of the steps: each once, for the right steps, from one source."""
    route = evidence.route
    wanted: dict[tuple[str, str], list[str]] = {}
    said: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for step in route.steps:
        for paper in step.materials:
            key = (paper.material, paper.of)
            wanted.setdefault(key, []).append(step.id)
            said.setdefault(key, set()).add((paper.title, paper.source))
    listed = Counter((one.id, one.of) for one in route.materials)
    for key in wanted.keys() - listed.keys():
        yield Discrepancy("materials", key[0], f"总表里少了{key[1]}的「{key[0]}」。")
    for one in route.materials:
        key = (one.id, one.of)
        fits = set(one.steps) == set(wanted.get(key, ())) and listed[key] == 1
        if not fits or (one.title, one.source) not in said.get(key, ()):
            yield Discrepancy("materials", one.id, f"总表里{one.of}的{one.title}和步骤对不上。")


def check_measures(evidence: Evidence) -> Iterator[Discrepancy]:
    """Every figure, counted again."""
    route, measures = evidence.route, evidence.route.measures
    own = sum(_own(one.source) for one in route.materials)
    trips = len(route.trips) + sum(max(step.visits - 2, 0) for step in route.steps)
    counted = {
        "departments": len({step.department for step in route.steps}),
        "items": len(route.steps),
        "materials": own,
        "trips": trips,
        "days": office_days.open_days_between(route.today, evidence.last_day),
    }
    for name, count in counted.items():
        if getattr(measures, name) != count:
            yield _miscounted(f"measures.{name}", getattr(measures, name), count)
    alone = _alone(route)
    for name in Alone.model_fields:
        if getattr(measures.alone, name) != getattr(alone, name):
            yield _miscounted(
                f"measures.alone.{name}", getattr(measures.alone, name), getattr(alone, name)
            )


def _alone(route: Route) -> Alone:
    """Each step by itself, one after another: its own papers, visits, waiting and duration."""
    steps = route.steps
    finished = {step.id: step.finish for step in steps}
    ready = [
        max((finished.get(one, route.today) for one in step.after), default=route.today)
        for step in steps
    ]
    return Alone(
        departments=len(steps),
        items=len(steps),
        materials=sum(_brought(paper.source) for step in steps for paper in step.materials),
        trips=sum(step.visits for step in steps),
        days=sum(
            office_days.open_days_between(min(begun, step.start), step.start)
            + office_days.open_days_between(step.start, step.finish)
            for step, begun in zip(steps, ready, strict=True)
        ),
    )


def _miscounted(where: str, said: int, count: int) -> Discrepancy:
    return Discrepancy("measures", where, f"写着 {said},数出来是 {count}。")


def _brought(source: str) -> bool:
    return not source.startswith((WAIVED, PERHAPS))


def _own(source: str) -> bool:
    return _brought(source) and issuing_step(source) is None


def check_proof(evidence: Evidence) -> Iterator[Discrepancy]:
    """Each proven value is the route's own, and no bound is above its value."""
    route, shared = evidence.route, evidence.knowledge.shared
    fees = [
        figure(evidence.item_of(step).fee, shared, route.today) or 0
        for step in evidence.known_steps
    ]
    values = {
        "trips": route.measures.trips,
        "finish": (evidence.last_day - route.today).days,
        "papers": sum(_own(one.source) for one in route.materials),
        "fee": sum(fees),
    }
    for name in PROVEN:
        proof = route.proof.get(name)
        if proof is None:
            yield Discrepancy("proof", f"proof.{name}", "缺少这一项的证明。")
        elif proof.value != values[name]:
            yield Discrepancy(
                "proof", f"proof.{name}", f"证明的是 {proof.value},路线是 {values[name]}。"
            )
        elif proof.bound > proof.value:
            yield Discrepancy("proof", f"proof.{name}", f"下限 {proof.bound} 高于 {proof.value}。")


def check_considered(evidence: Evidence) -> Iterator[Discrepancy]:
    """Each step is considered once, as taken; nothing else is; what is held does hold."""
    route = evidence.route
    steps = {(step.item, step.person) for step in route.steps}
    outcomes: dict[tuple[str, str], list[str]] = {}
    for one in route.considered:
        outcomes.setdefault((one.item, one.person), []).append(one.outcome)
        if one.item not in evidence.items:
            yield Discrepancy("item-unknown", one.item, f"没有有效的「{one.item}」。")
        elif not evidence.may_be_for(one.person, evidence.items[one.item]):
            yield Discrepancy("person", one.item, f"「{one.title}」不能给{one.person}办。")
        elif one.outcome == "held" and evidence.told and not _holds(one, evidence):
            yield Discrepancy("considered", one.item, f"「{one.title}」办成的结果现在还没有。")
    for key in sorted(steps | outcomes.keys()):
        said = outcomes.get(key, [])
        if len(said) != 1 or (said == ["taken"]) != (key in steps):
            yield Discrepancy("considered", key[0], f"「{key[0]}」({key[1]})和步骤对不上。")


def _holds(one: Considered, evidence: Evidence) -> bool:
    """Whether something that the item yields holds today."""
    today = evidence.route.today
    event = Event(BEFORE, today, evidence.items[one.item], one.person)
    judge = evidence.world.judge(today, steps=())
    facts = evidence.world.facts_from(event)
    papers = {name for name, of in evidence.world.papers_from(event)}
    papers |= {f"{name}@{of}" for name, of in evidence.world.papers_from(event)}
    return bool(papers & evidence.held) or any(
        _is_so(judge, judge.value(key, on=today), value) for key, value in facts.items()
    )


def _is_so(judge: Judge, known: Value | None, value: Value) -> bool:
    """Whether what is known is that value; a town of 东莞 is in 东莞."""
    if isinstance(known, str) and isinstance(value, str) and known != value:
        return known in judge.shared.places_by_name and judge.shared.contains(value, known) is True
    return known == value


def check_calendar(evidence: Evidence) -> Iterator[Discrepancy]:
    """A year whose holidays are not announced is said to be an assumption."""
    first, last = evidence.route.today, evidence.last_day
    for year in _unsaid_years(first, last, evidence):
        yield Discrepancy("assumption", "assumptions", f"没有说明 {year} 年的调休还没有公布。")


def _unsaid_years(first: date, last: date, evidence: Evidence) -> list[int]:
    return [
        year
        for year in office_days.unpublished_years(first, last)
        if not evidence.says([f"{year} 年", "调休"])
    ]
