"""Puts a plan into words and counts: steps, trips, papers, measures, proof.

Sentences here are about routes in general; what a list says (an item's title, an `else`) is quoted
as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter

from knowledge.model.knowledge_base import Shared
from knowledge.model.route import (
    Alone,
    Measures,
    Proof,
    RouteMaterial,
    Step,
    StepPaper,
    Trip,
)
from knowledge.model.shared import Basis
from knowledge.routes.counting import later
from knowledge.routes.network import Paper, Task
from knowledge.routes.outlines import Outline
from knowledge.routes.papers import DOUBTFUL
from knowledge.routes.reasons import Reasons
from knowledge.routes.request import PlanRequest
from knowledge.routes.schedule import UNITS, Met, Planned
from knowledge.routes.terms import fee_text

WAIVED = "免交"
PERHAPS = "如果"
ISSUED_BY_STEP = "第 "
PROVEN = ("trips", "finish", "papers", "fee")
FORMULA = (
    "单独办 = 每件事各跑各的、各交各的,一件办完再办下一件,逐项相加;"
    "一起办 = 同一地点同一天合并、材料不重复、能同时等的同时等"
)


def basis_text(basis: Basis, shared: Shared) -> str:
    """《居住证暂行条例》第二条;or who sets it and where it is published, said as not verified."""
    if basis.law:
        return f"《{shared.laws[basis.law].title}》{basis.article}"
    if basis.document:
        number = f"({basis.number})" if basis.number else ""
        return f"{basis.document}{number},{basis.date}"
    state = f"{basis.verified} 核对" if basis.verified else "未核实"
    return f"由{basis.set_by}规定,见{basis.published_at}({state})"


class Explanation:
    """One plan explained. Every method is pure and may be called in any order."""

    def __init__(self, request: PlanRequest, outline: Outline) -> None:
        self.request, self.network, self.plan = request, outline.network, outline.plan
        self.calendar, self.shared = outline.calendar, request.knowledge.shared
        self.reasons = Reasons(request, outline)

    @cached_property
    def order(self) -> tuple[Planned, ...]:
        """Planned tasks by day; what waits, or undoes, comes after what it waits for, or undoes."""
        waits = {one.task: set(one.after) for one in self.plan.planned.values()}
        for first, then in self.plan.apart:
            waits[then].add(first)
        depth = {
            task: number for number, task in enumerate(TopologicalSorter(waits).static_order())
        }
        return tuple(
            sorted(self.plan.planned.values(), key=lambda one: (one.start, depth[one.task]))
        )

    @cached_property
    def step_ids(self) -> dict[str, str]:
        return {one.task: f"s{number}" for number, one in enumerate(self.order, 1)}

    def steps(self) -> tuple[Step, ...]:
        return tuple(self._step(one) for one in self.order)

    def _step(self, one: Planned) -> Step:
        task = self.network.tasks[one.task]
        opening = task.opening
        start = self.calendar.day(one.start)
        open_ended = not one.visit.settled or (opening is not None and not opening.known_on(start))
        return Step(
            id=self.step_ids[one.task],
            item=task.item_id,
            title=task.item.title,
            list=task.item_id.partition("/")[0],
            person=task.person,
            department=task.department,
            channel=one.visit.channel,
            place=one.visit.place,
            start=start,
            finish=self.calendar.day(one.finish),
            open=open_ended,
            visits=one.visit.visits,
            present=one.visit.present,
            duration=one.visit.duration,
            fee=fee_text(task.fee),
            after=tuple(self.step_ids[key] for key in one.after),
            why=self.reasons.why(one),
            basis=tuple(dict.fromkeys(basis_text(basis, self.shared) for basis in task.item.basis)),
            materials=tuple(self._papers(one.task)),
            note=_note(task, start, self._due(task)),
        )

    def _due(self, task: Task) -> date | None:
        """The last day to be in time, where it is known or follows from the plan."""
        if task.due_after is None:
            return task.due
        ends = [
            self.plan.planned[key].finish
            for key in task.due_after.after
            if key in self.plan.planned
        ]
        days = [later(self.calendar.day(end), task.due_after.lapse) for end in ends]
        return min(days, default=None)

    def _met(self, task: str) -> tuple[Met, ...]:
        return tuple(met for met in self.plan.met if met.task == task)

    def _papers(self, task: str) -> Iterator[StepPaper]:
        for met in self._met(task):
            if met.need.paper:
                paper = met.need.paper
                yield StepPaper(
                    material=paper.material,
                    title=paper.title,
                    of=paper.of,
                    form=paper.form,
                    copies=paper.copies,
                    source=self._source(met, paper),
                )

    def _source(self, met: Met, paper: Paper) -> str:
        if paper.waived:
            return f"{WAIVED}:{paper.source}"
        later = "(可以后补)" if paper.later else ""
        if met.way.task is None:
            return paper.source + later
        perhaps = f"({DOUBTFUL})" if paper.doubtful else ""
        return f"{ISSUED_BY_STEP}{self.step_ids[met.way.task][1:]} 步办出来{perhaps}{later}"

    def trips(self) -> tuple[Trip, ...]:
        return tuple(
            Trip(
                id=f"t{number}",
                date=self.calendar.day(day),
                place=place,
                steps=tuple(self.step_ids[task] for task in tasks),
            )
            for number, ((day, place), tasks) in enumerate(self.plan.trips.items(), 1)
        )

    def materials(self) -> tuple[RouteMaterial, ...]:
        """Each paper once, with the steps it is for."""
        steps: dict[tuple[str, str], list[str]] = {}
        first: dict[tuple[str, str], tuple[str, str]] = {}
        for one in self.order:
            for paper in self._papers(one.task):
                key = (paper.material, paper.of)
                steps.setdefault(key, []).append(self.step_ids[one.task])
                if key not in first or first[key][1].startswith(PERHAPS):
                    first[key] = (paper.title, paper.source)
        return tuple(
            RouteMaterial.model_validate(
                {
                    "id": key[0],
                    "title": first[key][0],
                    "of": key[1],
                    "for": tuple(dict.fromkeys(steps[key])),
                    "source": first[key][1],
                }
            )
            for key in steps
        )

    def measures(self) -> Measures:
        """Together against each planned item by itself; days are working days."""
        steps = self.steps()
        single = [self._alone(one) for one in self.order]
        last = max((one.finish for one in self.order), default=0)
        return Measures(
            departments=len({step.department for step in steps}),
            items=len(steps),
            materials=sum(_own(material.source) for material in self.materials()),
            trips=len(self.plan.trips) + sum(max(step.visits - 2, 0) for step in steps),
            days=self.calendar.between(0, last),
            alone=Alone(
                departments=len(steps),
                items=len(steps),
                materials=sum(papers for papers, _, _ in single),
                trips=sum(trips for _, trips, _ in single),
                days=sum(days for _, _, days in single),
            ),
            formula=FORMULA,
        )

    def _alone(self, one: Planned) -> tuple[int, int, int]:
        papers = sum(_brought(paper.source) for paper in self._papers(one.task))
        return papers, one.visit.visits, self._waited(one) + self._lasted(one)

    def _lasted(self, one: Planned) -> int:
        return self.calendar.between(one.start, one.finish)

    def _waited(self, one: Planned) -> int:
        """Working days between what it waits for (today, if nothing) and its own beginning."""
        ready = max((self.plan.planned[task].finish for task in one.after), default=0)
        return self.calendar.between(ready, one.start) if one.start > ready else 0

    def proof(self) -> dict[str, Proof]:
        return {
            level.name: Proof(value=level.value, bound=level.bound, unit=UNITS[level.name])
            for level in self.plan.levels
            if level.name in PROVEN
        }


def _own(source: str) -> bool:
    """Whether the citizen brings this paper from home: counted, and no earlier step issues it."""
    return _brought(source) and not source.startswith(ISSUED_BY_STEP)


def _brought(source: str) -> bool:
    """Whether a paper with this source is counted: not waived, and not only perhaps needed."""
    return not source.startswith((WAIVED, PERHAPS))


def _note(task: Task, start: date, due: date | None) -> str | None:
    item, opening = task.item, task.opening
    late = item.deadline is not None and due is not None and start > due
    parts = [
        f"已经过了 {due} 的期限:{item.deadline.late}" if late and item.deadline else "",
        item.note or "",
        "" if opening is None or opening.known_on(start) else f"{opening.text}还没有公布或没有核实",
    ]
    return ";".join(part for part in parts if part) or None
