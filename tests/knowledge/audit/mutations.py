"""Ways to spoil a sound route: each changes as little as it can and is to be caught by one code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from knowledge.audit.discrepancy import Code
from knowledge.model.route import Blocked, Considered, Proof, Route, RouteGoal, Step, StepPaper

Change = Callable[[Route], Route]


@dataclass(frozen=True)
class Mutation:
    """`said` are extra arguments of the audit."""

    code: Code
    household: str
    name: str
    change: Change
    said: dict[str, Any] = field(default_factory=dict)


def _step(name: str, **changes: Any) -> Change:
    """One step changed."""

    def change(route: Route) -> Route:
        steps = tuple(
            step.model_copy(update=changes) if step.id == name else step for step in route.steps
        )
        return route.model_copy(update={"steps": steps})

    return change


def _moved(name: str, days: int) -> Change:
    """A step with its trip so many days later, as long as before."""
    by = timedelta(days=days)

    def change(route: Route) -> Route:
        step = next(step for step in route.steps if step.id == name)
        route = _step(name, start=step.start + by, finish=step.finish + by)(route)
        trips = tuple(
            trip.model_copy(update={"date": trip.date + by}) if trip.steps == (name,) else trip
            for trip in route.trips
        )
        return route.model_copy(update={"trips": trips})

    return change


def _whole(**changes: Any) -> Change:
    return lambda route: route.model_copy(update=changes)


def _measured(**changes: Any) -> Change:
    return lambda route: route.model_copy(
        update={"measures": route.measures.model_copy(update=changes)}
    )


def _alone(**changes: Any) -> Change:
    def change(route: Route) -> Route:
        alone = route.measures.alone.model_copy(update=changes)
        return _measured(alone=alone)(route)

    return change


def _proved(level: str, value: int, bound: int) -> Change:
    proof = Proof(value=value, bound=bound, unit="趟")
    return lambda route: route.model_copy(update={"proof": {**route.proof, level: proof}})


def _trip(place_in_row: int, **changes: Any) -> Change:
    def change(route: Route) -> Route:
        trips = list(route.trips)
        trips[place_in_row] = trips[place_in_row].model_copy(update=changes)
        return route.model_copy(update={"trips": tuple(trips)})

    return change


def _without_assumption(word: str) -> Change:
    def change(route: Route) -> Route:
        kept = tuple(text for text in route.assumptions if word not in text)
        assert kept != route.assumptions, word
        return route.model_copy(update={"assumptions": kept})

    return change


def _paper(step: str, material: str, **changes: Any) -> Change:
    """One paper of one step changed; with nothing to change, dropped."""

    def change(route: Route) -> Route:
        found = next(one for one in route.steps if one.id == step)
        papers = tuple(
            paper.model_copy(update=changes) if paper.material == material else paper
            for paper in found.materials
            if changes or paper.material != material
        )
        return _step(step, materials=papers)(route)

    return change


def _with_paper(step: str, **terms: Any) -> Change:
    paper = StepPaper(**{"form": "原件", "copies": 1, "of": "本人", "source": "手里有", **terms})

    def change(route: Route) -> Route:
        found = next(one for one in route.steps if one.id == step)
        return _step(step, materials=(*found.materials, paper))(route)

    return change


def _without_step(name: str) -> Change:
    def change(route: Route) -> Route:
        return route.model_copy(
            update={"steps": tuple(step for step in route.steps if step.id != name)}
        )

    return change


def _added(**terms: Any) -> Change:
    """The last step once more, as another."""

    def change(route: Route) -> Route:
        last: Step = route.steps[-1].model_copy(update={"id": "s9", **terms})
        return route.model_copy(update={"steps": (*route.steps, last)})

    return change


def _swapped_dates(first: str, second: str) -> Change:
    def change(route: Route) -> Route:
        days = {step.id: (step.start, step.finish) for step in route.steps}
        one, other = days[first], days[second]
        route = _step(first, start=other[0], finish=other[1])(route)
        return _step(second, start=one[0], finish=one[1])(route)

    return change


def _reversed_order(route: Route) -> Route:
    return route.model_copy(update={"steps": route.steps[::-1]})


def _two(*changes: Change) -> Change:
    def change(route: Route) -> Route:
        for one in changes:
            route = one(route)
        return route

    return change


def _split_trip(route: Route) -> Route:
    first = route.trips[0]
    halves = (
        first.model_copy(update={"steps": first.steps[:1]}),
        first.model_copy(update={"id": "t9", "steps": first.steps[1:]}),
    )
    return route.model_copy(update={"trips": (*halves, *route.trips[1:])})


def _blocked(goal: str, person: str) -> Change:
    return _whole(blocked=(Blocked(goal=goal, person=person, because="说不清"),))


def _considered_all_rejected(route: Route) -> Route:
    considered = tuple(
        Considered(**{**one.model_dump(), "outcome": "rejected"}) for one in route.considered
    )
    return route.model_copy(update={"considered": considered})


ELSEWHERE = "大朗 · 派出所户籍窗口"
NEW, LAPSED, LOCAL = "newcomer", "lapsed permit", "local"
PROFILE = "moved soonest, figures"
FIGURES, EVERYTHING = "newcomer, figures", "everything, figures"
UNKNOWN_GOAL = RouteGoal.model_validate({"goal": "rich", "title": "发财", "for": "本人"})
MUTATIONS = (
    Mutation("release", NEW, "another release", _whole(), {"release": "another"}),
    Mutation("goal-unknown", NEW, "goal unknown", _whole(goals=(UNKNOWN_GOAL,))),
    Mutation("goal-unknown", NEW, "blocked, not wished", _blocked("residence-permit", "本人")),
    Mutation("goal-missed", NEW, "last step dropped", _without_step("s5")),
    Mutation("goal-missed", "out of reach", "block not said", _whole(blocked=())),
    Mutation("goal-blocked", NEW, "reached, yet blocked", _blocked("school-place", "子女1")),
    Mutation("item-unknown", NEW, "item unknown", _step("s1", item="residence-permit/no-such")),
    Mutation("item-unknown", NEW, "before the list", _step("s1", start=date(2015, 1, 5))),
    Mutation(
        "item-done", NEW, "done already", _whole(), {"done": ["residence-permit/first-permit"]}
    ),
    Mutation(
        "item-decision", NEW, "private school", _added(item="compulsory-school/private-grade1")
    ),
    Mutation("item-terms", NEW, "another title", _step("s2", title="申领居住证")),
    Mutation("item-terms", NEW, "another department", _step("s3", department="东莞市公安局")),
    Mutation("step-twice", NEW, "done twice", _added()),
    Mutation("step-unknown", NEW, "waits for nothing", _step("s2", after=("s7",))),
    Mutation("step-unknown", NEW, "trip for nothing", _trip(0, steps=("s1", "s7"))),
    Mutation("person", NEW, "wrong person", _step("s3", person="配偶")),
    Mutation("channel", NEW, "another town", _step("s1", place=ELSEWHERE)),
    Mutation("channel", NEW, "by post", _step("s3", channel="邮寄")),
    Mutation("channel", NEW, "three visits", _step("s1", visits=3)),
    Mutation("channel", NEW, "child comes along", _step("s1", present=("本人", "子女1"))),
    Mutation("fee", NEW, "a fee", _step("s2", fee="20 元")),
    Mutation("fee", FIGURES, "no fee", _step("s2", fee="免费")),
    Mutation("duration", NEW, "done sooner", _step("s2", finish=date(2027, 6, 1))),
    Mutation("duration", NEW, "other words", _step("s2", duration="法定最长 10 个自然日")),
    Mutation("duration", FIGURES, "one day less", _step("s1", finish=date(2026, 12, 4))),
    Mutation("open", NEW, "said to be sure", _step("s1", open=False)),
    Mutation("open", NEW, "said to be unsure", _step("s2", open=True)),
    Mutation("day-past", NEW, "last week", _moved("s1", -7)),
    Mutation("day-closed", NEW, "a Sunday", _moved("s1", 6)),
    Mutation("day-closed", NEW, "a Saturday", _moved("s2", 5)),
    Mutation("window", NEW, "a year late", _moved("s3", 365)),
    Mutation("window", FIGURES, "window over", _moved("s3", 40)),
    Mutation("too-soon", "divorcing", "within the thirty days", _moved("s1", -7)),
    Mutation("deadline", PROFILE, "late, not said", _step("s2", note=None)),
    Mutation("condition-false", NEW, "not grown yet", _moved("s2", -14)),
    Mutation("condition-false", NEW, "dates swapped", _swapped_dates("s1", "s2")),
    Mutation("condition-open", "nothing known", "unsaid", _without_assumption("户籍所在地")),
    Mutation("order", NEW, "listed backwards", _reversed_order),
    Mutation("order", NEW, "before it is done", _moved("s3", -3)),
    Mutation("after-missing", NEW, "wait not said", _step("s2", after=())),
    Mutation("after-missing", NEW, "paper's step not said", _step("s3", after=("s1",))),
    Mutation("paper-missing", NEW, "card dropped", _paper("s3", "residence-permit-card")),
    Mutation("paper-missing", NEW, "alternative dropped", _paper("s2", "lease")),
    Mutation(
        "paper-extra",
        NEW,
        "one paper more",
        _with_paper("s1", material="birth-certificate", title="出生医学证明"),
    ),
    Mutation("paper-terms", NEW, "a copy instead", _paper("s1", "id-card", form="复印件")),
    Mutation("paper-terms", NEW, "other title", _paper("s1", "id-card", title="身份证")),
    Mutation("paper-source", NEW, "wrong step", _paper("s3", "hukou-book", source="第 1 步办出来")),
    Mutation("paper-source", NEW, "not waived", _paper("s1", "id-card", source="免交:电子证照")),
    Mutation("paper-source", NEW, "not in hand", _paper("s2", "portrait-photo", source="手里有")),
    Mutation("paper-source", NEW, "no if", _paper("s1", "id-card", source="如果有才要:手里有")),
    Mutation(
        "paper-unobtainable",
        NEW,
        "its step dropped",
        _two(
            _without_step("s2"),
            _paper("s3", "residence-permit-card", source="向公安取得"),
            _step("s3", after=()),
        ),
    ),
    Mutation("paper-late", PROFILE, "too long before it", _moved("s2", -1)),
    Mutation("paper-stale", EVERYTHING, "issued too long ago", _moved("s3", 8)),
    Mutation("trip", NEW, "another place", _trip(0, place=ELSEWHERE)),
    Mutation("trip", NEW, "another day", _trip(1, date=date(2027, 5, 25))),
    Mutation("trip", NEW, "no trip", _whole(trips=())),
    Mutation("trip", FIGURES, "not fetched", lambda route: _whole(trips=route.trips[:-1])(route)),
    Mutation("trip-split", LAPSED, "split in two", _split_trip),
    Mutation("materials", NEW, "paper left out", lambda r: _whole(materials=r.materials[1:])(r)),
    Mutation("materials", NEW, "no papers", _whole(materials=())),
    Mutation("measures", NEW, "a trip too few", _measured(trips=1)),
    Mutation("measures", NEW, "days", _measured(days=100)),
    Mutation("measures", NEW, "papers", _measured(materials=4)),
    Mutation("measures", NEW, "alone", _alone(days=12)),
    Mutation("measures", NEW, "alone, trips", _alone(trips=9)),
    Mutation("proof", NEW, "fewer trips proven", _proved("trips", 1, 1)),
    Mutation("proof", NEW, "bound above value", _proved("trips", 2, 3)),
    Mutation("proof", FIGURES, "fee", _proved("fee", 0, 0)),
    Mutation("proof", NEW, "no proof", _whole(proof={})),
    Mutation("considered", NEW, "steps rejected", _considered_all_rejected),
    Mutation("considered", NEW, "nothing considered", _whole(considered=())),
    Mutation("assumption", NEW, "time limit", _without_assumption("居住登记")),
    Mutation("assumption", NEW, "window", _without_assumption("积分入学申请时间")),
    Mutation("assumption", NEW, "holidays", _without_assumption("调休")),
)
