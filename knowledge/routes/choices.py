"""Which: tasks, ways, channels and shared trips, as a CP-SAT model that knows days only roughly.

Every task may be present; an active requirement activates all of its members or one; a way by a
task makes the task present. A visit either leads a trip or joins the trip of an earlier-numbered
leader at the same place on the same day. Of days the model knows no more than known_days.py says,
so it never costs more than the truth. Source of the solver: OR-Tools CP-SAT.
"""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from ortools.sat.python import cp_model

from knowledge.routes.alternatives import Prospect
from knowledge.routes.chosen import Apart, Choice, Used, Visited
from knowledge.routes.days import (
    END,
    Bound,
    begins,
    bounds_of_visit,
    bounds_of_way,
    held_back,
)
from knowledge.routes.delays import Back, Plus, shifts, spans_of
from knowledge.routes.known_days import KnownDays, Literal
from knowledge.routes.network import All, Need, Network, Requirement, Task, Visit, own_paper
from knowledge.routes.soonest import Soonest
from knowledge.routes.workdays import Workdays


class Choices:
    """The model for reaching these goals (indices into network.goals).

    `order` names the levels that count: without trips none are shared, without papers none are
    brought. `open`: there is something to choose.
    """

    def __init__(
        self,
        network: Network,
        possible: frozenset[str],
        calendar: Workdays,
        *,
        goals: Sequence[int],
        order: Sequence[str],
        forced: Sequence[str] = (),
    ) -> None:
        self.network, self.possible, self.calendar = network, possible, calendar
        self.brings = "papers" in order
        self.cp = cp_model.CpModel()
        self.true = self.cp.new_constant(1)
        self.days = KnownDays(self.cp, calendar)
        self.present: dict[str, Literal] = {}
        self.channel: dict[str, list[Literal]] = {}
        self.late: dict[str, Literal] = {}
        self.used: list[Used] = []
        self.apart: list[Apart] = []
        self.waits: list[Apart] = []
        self.waiting: list[str] = []
        self.visited: list[Visited] = []
        self.listed: list[tuple[int, Literal]] = []
        self.brought: dict[tuple[str, str], Literal] = {}
        self.open = False
        self._require_all([*(network.goals[index][2] for index in goals)], forced)
        self._add_days()
        for used in [used for used in self.used if used.need.undone_by]:
            for other in used.need.undone_by:
                if other in self.present and other != used.task:
                    self._keep_apart(used, other)
        self._rule_out_circles()
        self.leads = self._add_trips() if "trips" in order else []

    def _require_all(self, goals: Sequence[Requirement], forced: Sequence[str]) -> None:
        """The goals, the tasks that must be done, and all that these need in turn."""
        for goal in goals:
            prospect = Prospect(self.possible, None, brought=self.brings)
            self._require(goal, self.true, prospect)
        for key in forced:
            self.cp.add_bool_or([self._task(key)] if key in self.possible else [])
        for key in self.waiting:
            prospect = Prospect(self.possible, key, brought=self.brings)
            self._require(self.network.tasks[key].needs, self.present[key], prospect)

    def _task(self, key: str) -> Literal:
        """Whether the task is done; what it needs is required in its turn."""
        if key not in self.present:
            task = self.network.tasks[key]
            self.waiting.append(key)
            present = self.present[key] = self.cp.new_bool_var(f"do {key}")
            for name in ("start", "finish"):
                self.days.add((name, key), present)
            self.days.bind(Bound(END, ("finish", key), Plus(0), 0), present)
            self.channel[key] = [present]
            if len(task.visits) > 1:
                names = (f"{key} by {visit.channel}" for visit in task.visits)
                self.channel[key] = [self.cp.new_bool_var(name) for name in names]
                self._exactly_one(self.channel[key], present)
            self.listed += enumerate(self.channel[key])
        return self.present[key]

    def _add_days(self) -> None:
        """When the tasks can be visited, as far as it does not hang on others."""
        tasks = [self.network.tasks[key] for key in self.present]
        soonest = Soonest(tasks, [(one.task, one.way) for one in self.used], self.calendar)
        held = held_back([(one.task, one.need) for one in self.used])
        held |= {key for task in tasks if task.due_after for key in task.due_after.after}
        for one in self.used:
            if one.task is not None and (one.way.task or one.way.since):
                day = soonest.by(one.way, one.task)
                self.days.not_before(("start", one.task), day, one.chosen)
        for task in tasks:
            rows = zip(task.visits, self.channel[task.key], soonest.visits[task.key], strict=True)
            for visit, chosen, (start, finish) in rows:
                self.days.not_before(("start", task.key), start, chosen)
                self.days.not_before(("finish", task.key), finish, chosen)
                self._add_visit(task, visit, chosen, held_back=task.key in held)
            self._add_opening(task)
            if task.due is not None:
                self._add_deadline(task, self.calendar.index(task.due))
        for task in tasks:
            for maker in task.due_after.after if task.due_after else ():
                if maker in self.present and maker != task.key:
                    self._add_deadline_after(task, maker)

    def _add_visit(self, task: Task, visit: Visit, chosen: Literal, *, held_back: bool) -> None:
        for bound in bounds_of_visit(task, visit, self.calendar, held_back=held_back):
            self.days.bind(bound, chosen)
        if visit.place is not None:
            moments = ("start", "finish") if visit.visits > 1 else ("start",)
            self.visited += [
                Visited(task.key, visit.place, (name, task.key), chosen) for name in moments
            ]

    def _add_opening(self, task: Task) -> None:
        spans = spans_of(task, self.calendar)
        if spans is not None:
            opening = cp_model.Domain.from_intervals([list(span) for span in spans])
            begun = self.cp.add_linear_expression_in_domain(
                self.days.of["start", task.key], opening
            )
            begun.only_enforce_if(self.present[task.key])

    def _add_deadline(self, task: Task, due: int) -> None:
        """Begun after its due day, the task counts as late."""
        late = self.cp.new_bool_var(f"late {task.key}")
        in_time = self.cp.add(self.days.of["start", task.key] <= due)
        in_time.only_enforce_if(self.present[task.key], late.negated())
        self.late[task.key] = late

    def _add_deadline_after(self, task: Task, maker: str) -> None:
        """In time, the task it counts from ends late enough; else it counts as late."""
        assert task.due_after is not None
        late = self.late.setdefault(task.key, self.cp.new_bool_var(f"late {task.key}"))
        in_time = self.cp.new_bool_var("")
        here, there = self.present[task.key], self.present[maker]
        self.cp.add_bool_or([late, in_time, here.negated(), there.negated()])
        self.cp.add_implication(in_time, here)
        self.cp.add_implication(in_time, there)
        back = Back(self.calendar, task.due_after.lapse)
        bound = Bound(("finish", maker), ("start", task.key), back, shifts(back, False)[0])
        self.days.bind(bound, in_time)

    def _require(self, requirement: Requirement, active: Literal, prospect: Prospect) -> None:
        """When active holds, so must the requirement, of the task (or goal) of the prospect."""
        if isinstance(requirement, All):
            for member in requirement.members:
                self._require(member, active, prospect)
        elif isinstance(requirement, Need):
            ways = prospect.ways(requirement)
            for (_, way), choice in zip(ways, self._one_of(ways, active), strict=True):
                self._use(Used(prospect.task, requirement, way, choice))
        else:
            members = prospect.members(requirement.members)
            for (_, member), choice in zip(members, self._one_of(members, active), strict=True):
                self._require(member, choice, prospect)

    def _one_of(self, those: Sequence[tuple[int, object]], active: Literal) -> list[Literal]:
        """A literal for each of those listed alternatives; exactly one holds when active does."""
        if len(those) == 1:
            chosen = [active]
        else:
            chosen = [self.cp.new_bool_var("") for _ in those]
            self._exactly_one(chosen, active)
        self.listed += [
            (place, one) for (place, _), one in zip(those, chosen, strict=True) if place
        ]
        return chosen

    def _exactly_one(self, literals: Sequence[Literal], active: Literal) -> None:
        self.cp.add_exactly_one([*literals, active.negated()])
        self.open = self.open or len(literals) > 1

    def _use(self, used: Used) -> None:
        """What choosing this way for this need brings with it."""
        self.used.append(used)
        task, way, chosen = used.task, used.way, used.chosen
        paper = own_paper(used.need, way) if self.brings else None
        if paper is not None:
            if paper not in self.brought:
                self.brought[paper] = self.cp.new_bool_var(f"bring {paper}")
            self.cp.add_implication(chosen, self.brought[paper])
        if way.channel is not None and task is not None:
            self.cp.add_implication(chosen, self.channel[task][way.channel])
        if way.task is not None:
            self.cp.add_implication(chosen, self._task(way.task))
            if task is not None:
                self.waits.append(Apart(way.task, task, chosen))
        if way.task is not None or way.since is not None or way.until is not None:
            for bound in bounds_of_way(way, task, self.calendar):
                self.days.bind(bound, chosen)

    def _keep_apart(self, used: Used, other: str) -> None:
        """A task that undoes a need ends when what is in need has begun, or before what meets it
        has ended.
        """
        options = []
        if used.task is not None:
            bound = Bound(("finish", other), begins(used.task), Plus(0), 0)
            options.append((bound, used.task, other))
        if used.way.task is not None and used.way.task != other:
            bound = Bound(("finish", used.way.task), ("finish", other), Plus(0), 0)
            options.append((bound, other, used.way.task))
        literals = [self.cp.new_bool_var("") for _ in options]
        done = self.present[other]
        self.cp.add_bool_or([used.chosen.negated(), done.negated(), *literals])
        for (bound, first, then), literal in zip(options, literals, strict=True):
            self.cp.add_implication(literal, used.chosen)
            self.cp.add_implication(literal, done)
            self.days.bind(bound, literal)
            self.apart.append(Apart(first, then, literal))

    def _rule_out_circles(self) -> None:
        """Tasks must not wait for each other: ranks rise along all waits, where they could meet."""
        waits = [*self.waits, *self.apart]
        graph: dict[str, set[str]] = {}
        for one in waits:
            graph.setdefault(one.then, set()).add(one.first)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError:
            most = len(self.present)
            rank = {key: self.cp.new_int_var(0, most, f"rank {key}") for key in self.present}
            for one in waits:
                later = self.cp.add(rank[one.then] > rank[one.first])
                later.only_enforce_if(one.chosen)

    def _add_trips(self) -> list[Literal]:
        leads: list[Literal] = []
        for number, visit in enumerate(self.visited):
            lead = self.cp.new_bool_var("")
            joins = [lead]
            for other, leader in zip(self.visited[:number], leads, strict=True):
                if other.place != visit.place:
                    continue
                join = self.cp.new_bool_var("")
                self.cp.add_implication(join, leader)
                self.days.bind(Bound(visit.moment, other.moment, Plus(0), 0), join)
                self.days.bind(Bound(other.moment, visit.moment, Plus(0), 0), join)
                joins.append(join)
            self._exactly_one(joins, visit.chosen)
            leads.append(lead)
        return leads

    def read(self, values: Sequence[int]) -> Choice:
        """A solution of the model with its earliest days."""
        return Choice(tuple(values), self.days.earliest(values))
