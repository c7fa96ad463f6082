"""Which: tasks, ways, channels and shared trips, as a CP-SAT model that knows days only roughly.

Every task may be present; an active requirement activates all of its members or one; a way by a
task makes the task present. A visit either leads a trip or joins the trip of an earlier-numbered
leader at the same place on the same day. Of each bound on days the model knows the fewest days that
it ever takes, and what it has been told since. So it never costs more than the truth.
Source of the solver: OR-Tools CP-SAT.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ortools.sat.python import cp_model

from knowledge.routes.days import (
    END,
    TODAY,
    Bound,
    Days,
    Moment,
    Plus,
    bounds_of_visit,
    bounds_of_way,
    earliest,
    first_such,
    held_back,
    reasons,
    spans_of,
)
from knowledge.routes.network import All, Need, Network, Requirement, Task, Way, meets, own_paper
from knowledge.routes.workdays import Workdays

# Between plans equal on every level: the earlier days, then what is listed first, so that which is
# chosen does not hang on what has nothing to do with it.
TIDY = ("days", "listed")


@dataclass(frozen=True)
class Used:
    """A need of a task (None: of a goal), one of its ways, and whether the solver chose it."""

    task: str | None
    need: Need
    way: Way
    chosen: cp_model.IntVar


@dataclass(frozen=True)
class Visited:
    """Somebody goes to a place at a moment, if this channel is chosen."""

    task: str
    place: str
    moment: Moment
    chosen: cp_model.IntVar


@dataclass(frozen=True)
class Choice:
    """One solution of the model, by variable index, and its earliest days."""

    values: tuple[int, ...]
    days: Days

    def holds(self, variable: cp_model.IntVar) -> bool:
        return bool(self.values[variable.index])


class Choices:
    """The model. `shared` is whether trips count, so that visits should share them."""

    def __init__(
        self, network: Network, possible: frozenset[str], calendar: Workdays, *, shared: bool
    ) -> None:
        self.network, self.possible, self.calendar = network, possible, calendar
        self.cp = cp_model.CpModel()
        self.true = self.cp.new_constant(1)
        self.last = calendar.length - 1
        self.day: dict[Moment, cp_model.IntVar] = {
            TODAY: self.cp.new_constant(0),
            END: self.cp.new_int_var(0, self.last, "end"),
        }
        self.present: dict[str, cp_model.IntVar] = {}
        self.rank: dict[str, cp_model.IntVar] = {}
        self.channel: dict[str, list[cp_model.IntVar]] = {}
        self.late: dict[str, cp_model.IntVar] = {}
        self.used: list[Used] = []
        self.bounds: list[tuple[Bound, cp_model.IntVar]] = []
        self.visited: list[Visited] = []
        self.listed: list[tuple[int, cp_model.IntVar]] = []
        self.brought: dict[tuple[str, str], cp_model.IntVar] = {}
        self.told: set[tuple[int, int]] = set()
        self.reached: dict[tuple[Moment, int], cp_model.IntVar] = {}
        self.held_back = held_back(network.tasks[key] for key in possible)
        for key in sorted(possible):
            self._add_task(network.tasks[key])
        for key in sorted(possible):
            self.require(network.tasks[key].needs, self.present[key], key)
        self.leads = self._add_trips() if shared else []

    def _add_task(self, task: Task) -> None:
        present = self.cp.new_bool_var(f"do {task.key}")
        self.present[task.key] = present
        self.rank[task.key] = self.cp.new_int_var(0, len(self.possible), f"rank {task.key}")
        for name in ("start", "finish"):
            day = self.cp.new_int_var(0, self.last, f"{name} {task.key}")
            self.cp.add(day == 0).only_enforce_if(present.negated())
            self.day[name, task.key] = day
        self._bind(Bound(END, ("finish", task.key), Plus(0), 0), present)
        channels = [self.cp.new_bool_var(f"{task.key} by {one.channel}") for one in task.visits]
        self.cp.add_exactly_one([*channels, present.negated()])
        self.channel[task.key] = channels
        self.listed += enumerate(channels)
        for visit, chosen in zip(task.visits, channels, strict=True):
            held = task.key in self.held_back
            for bound in bounds_of_visit(task, visit, self.calendar, held_back=held):
                self._bind(bound, chosen)
            if visit.place is not None:
                self.visited.append(Visited(task.key, visit.place, ("start", task.key), chosen))
                if visit.visits > 1:
                    fetched = Visited(task.key, visit.place, ("finish", task.key), chosen)
                    self.visited.append(fetched)
        spans = spans_of(task, self.calendar)
        if spans is not None:
            opening = cp_model.Domain.from_intervals([list(span) for span in spans])
            start = self.day["start", task.key]
            self.cp.add_linear_expression_in_domain(start, opening).only_enforce_if(present)
        if task.due is not None:
            self._add_deadline(task, self.calendar.index(task.due))

    def _add_deadline(self, task: Task, due: int) -> None:
        """Begun after its due day, the task counts as late."""
        late = self.cp.new_bool_var(f"late {task.key}")
        in_time = self.cp.add(self.day["start", task.key] <= due)
        in_time.only_enforce_if(self.present[task.key], late.negated())
        self.late[task.key] = late

    def _bind(self, bound: Bound, chosen: cp_model.IntVar) -> None:
        self.bounds.append((bound, chosen))
        if bound.later != bound.sooner:
            later, sooner = self.day[bound.later], self.day[bound.sooner]
            self.cp.add(later >= sooner + bound.least).only_enforce_if(chosen)

    def require(self, requirement: Requirement, active: cp_model.IntVar, task: str | None) -> None:
        """When active holds, so must the requirement, of this task (None: of a goal)."""
        if isinstance(requirement, All):
            for member in requirement.members:
                self.require(member, active, task)
            return
        if isinstance(requirement, Need):
            self._require_one(requirement, active, task)
            return
        members = [member for member in requirement.members if meets(member, self.possible)]
        chosen = [self.cp.new_bool_var("") for _ in members]
        self.cp.add_exactly_one([*chosen, active.negated()])
        self.listed += enumerate(chosen)
        for member, choice in zip(members, chosen, strict=True):
            self.require(member, choice, task)

    def _require_one(self, need: Need, active: cp_model.IntVar, task: str | None) -> None:
        ways = [way for way in need.ways if way.task is None or way.task in self.possible]
        chosen = [self.cp.new_bool_var("") for _ in ways]
        self.cp.add_exactly_one([*chosen, active.negated()])
        self.listed += enumerate(chosen)
        for way, choice in zip(ways, chosen, strict=True):
            self.used.append(Used(task, need, way, choice))
            self._add_paper(need, way, choice)
            self._add_way(way, choice, task)

    def _add_paper(self, need: Need, way: Way, choice: cp_model.IntVar) -> None:
        """A paper of one's own counts once, for however many tasks it is shown."""
        key = own_paper(need, way)
        if key is None:
            return
        if key not in self.brought:
            self.brought[key] = self.cp.new_bool_var(f"bring {key}")
        self.cp.add_implication(choice, self.brought[key])

    def _add_way(self, way: Way, choice: cp_model.IntVar, task: str | None) -> None:
        for bound in bounds_of_way(way, task, self.calendar):
            self._bind(bound, choice)
        if way.task is None:
            return
        self.cp.add_implication(choice, self.present[way.task])
        if task:
            self.cp.add(self.rank[task] > self.rank[way.task]).only_enforce_if(choice)

    def _add_trips(self) -> list[cp_model.IntVar]:
        leads: list[cp_model.IntVar] = []
        for number, visit in enumerate(self.visited):
            lead = self.cp.new_bool_var("")
            joins = [lead]
            for other, leader in zip(self.visited[:number], leads, strict=True):
                if other.place != visit.place:
                    continue
                join = self.cp.new_bool_var("")
                self.cp.add_implication(join, leader)
                self._bind(Bound(visit.moment, other.moment, Plus(0), 0), join)
                self._bind(Bound(other.moment, visit.moment, Plus(0), 0), join)
                joins.append(join)
            self.cp.add_exactly_one([*joins, visit.chosen.negated()])
            leads.append(lead)
        return leads

    def force(self, key: str) -> None:
        """Leave only solutions with this task."""
        self.cp.add_bool_or([self.present[key]] if key in self.present else [])

    def cost(self, name: str) -> cp_model.LinearExprT:
        """A level as the solver sees it: never more than it truly is."""
        tasks = [self.network.tasks[key] for key in sorted(self.possible)]
        terms: dict[str, cp_model.LinearExprT] = {
            "assumed": sum(one.way.cost * one.chosen for one in self.used),
            "late": sum(self.late.values()),
            "trips": sum(self.leads) + sum(extra * chosen for extra, chosen in self._extra_visits),
            "finish": self.day[END],
            "papers": sum(self.brought.values()),
            "fee": sum((task.fee or 0) * self.present[task.key] for task in tasks),
            "items": sum(self.present[task.key] for task in tasks),
            "days": sum(day for moment, day in self.day.items() if moment not in (TODAY, END)),
            "listed": sum(place * choice for place, choice in self.listed),
        }
        return terms[name]

    @cached_property
    def _extra_visits(self) -> list[tuple[int, cp_model.IntVar]]:
        """Visits beyond the first and the last are trips of their own."""
        return [
            (visit.visits - 2, chosen)
            for key, channels in self.channel.items()
            for visit, chosen in zip(self.network.tasks[key].visits, channels, strict=True)
            if visit.visits > 2
        ]

    def most(self, name: str) -> int:
        """No solution costs more than this on the level."""
        tasks = [self.network.tasks[key] for key in self.possible]
        return {
            "assumed": sum(one.way.cost for one in self.used),
            "late": len(self.late),
            "trips": len(self.visited) + sum(extra for extra, _ in self._extra_visits),
            "finish": self.last,
            "papers": len(self.brought),
            "fee": sum(task.fee or 0 for task in tasks),
            "items": len(tasks),
            "days": 2 * self.last * len(tasks),
            "listed": sum(place for place, _ in self.listed),
        }[name]

    def read(self, values: Sequence[int]) -> Choice:
        """A solution of the model with its earliest days."""
        bounds = [
            (number, bound)
            for number, (bound, chosen) in enumerate(self.bounds)
            if values[chosen.index]
        ]
        return Choice(tuple(values), earliest(bounds, length=self.calendar.length))

    def tell(self, days: Days) -> bool:
        """Make the model know what finding these days showed: when things get late, or do not fit.
        False when it knew that already.
        """
        if days.broken is not None:
            chosen = [self.bounds[one.number][1].negated() for one in reasons(days.broken)]
            self.cp.add_bool_or(list({literal.index: literal for literal in chosen}.values()))
            return True
        before = len(self.told)
        for one in days.taken:
            bound, literal = self.bounds[one.number]
            if bound.later != bound.sooner and bound.step(one.day) == one.day + bound.least:
                continue
            first = first_such(bound.step, one.day)
            if (one.number, first) in self.told:
                continue
            self.told.add((one.number, first))
            when = [literal, self._from(bound.sooner, first)] if first > 0 else [literal]
            later = self.cp.add(self.day[bound.later] >= bound.step(first))
            later.only_enforce_if(when)
        return len(self.told) > before

    def _from(self, moment: Moment, day: int) -> cp_model.IntVar:
        """A literal that holds when the moment is on this day or later."""
        if (moment, day) not in self.reached:
            literal = self.cp.new_bool_var("")
            self.cp.add(self.day[moment] < day).only_enforce_if(literal.negated())
            self.reached[moment, day] = literal
        return self.reached[moment, day]

    def hint(self, choice: Choice) -> None:
        """Let the solver begin from this choice on its earliest days."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        known = {day.index: choice.days.of.get(moment, 0) for moment, day in self.day.items()}
        for index, value in enumerate(choice.values):
            variable = self.cp.get_int_var_from_proto_index(index)
            self.cp.add_hint(variable, known.get(index, value))
