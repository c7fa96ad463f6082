"""Chooses tasks, channels and days: a CP-SAT model over a network, solved level by level.

Model. Every task may be present; a requirement that is active activates all of its members or one of them;
a way by a task makes the task present and starts no earlier than its end (plus the lag). A visit either
leads a trip or joins the trip of an earlier-numbered leader at the same place on the same day. Levels are
minimised in order; each is then fixed at its value, and the solver's own bound is kept as its proof.
Source of the solver: OR-Tools CP-SAT. One worker and a fixed seed: the same request gives the same plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from knowledge.routes.days import matter
from knowledge.routes.network import All, Need, Network, Requirement, Task, Visit, Way, meets
from knowledge.routes.workdays import Workdays

SECONDS_PER_LEVEL = 5.0
TIDY = "starts"
UNITS = {
    "trips": "趟",
    "finish": "天(从今天起)",
    "papers": "份",
    "fee": "元",
    "assumed": "分",
    "late": "件",
    "items": "件",
}


@dataclass(frozen=True)
class Level:
    """One proven level: nothing below `bound` exists given the levels before it."""

    name: str
    value: int
    bound: int


@dataclass(frozen=True)
class Planned:
    """A task that is done: day indices of its first visit and of its end, and how."""

    task: str
    start: int
    finish: int
    visit: Visit
    after: tuple[str, ...]


@dataclass(frozen=True)
class Met:
    """A need of a task (None: of a goal) and the way that met it."""

    task: str | None
    need: Need
    way: Way


@dataclass(frozen=True)
class Plan:
    """What the schedule chose; `trips` maps (day, place) to tasks, `met` says how each active need was met."""

    planned: dict[str, Planned]
    trips: dict[tuple[int, str], tuple[str, ...]]
    met: tuple[Met, ...]
    levels: tuple[Level, ...]

    def level(self, name: str) -> Level:
        return next(level for level in self.levels if level.name == name)


def schedule(
    network: Network,
    *,
    goals: Sequence[int],
    calendar: Workdays,
    order: Sequence[str],
    forced: Sequence[str] = (),
    forbidden: Sequence[str] = (),
    at_once: bool = False,
) -> Plan | None:
    """The best plan for these goals (indices into network.goals), or None when none fits the calendar.

    `at_once` solves all levels as one weighted sum: the same plan, quicker, without a proof per level.

    `order` names the levels to minimise, e.g. ("assumed", "trips", "finish", "papers", "fee", "items").
    """
    possible = frozenset(network.possible() - set(forbidden))
    if not all(meets(network.goals[index][2], possible) for index in goals):
        return None
    model = _Model(network, possible, calendar)
    for index in goals:
        model.require(network.goals[index][2], model.true, None)
    for key in forced:
        model.add_presence(key)
    return model.solve_at_once(order) if at_once else model.solve(order)


class _Model:
    """One CP-SAT model. Built once per plan; `solve` runs the levels."""

    def __init__(self, network: Network, possible: frozenset[str], calendar: Workdays) -> None:
        self.network, self.possible, self.calendar = network, possible, calendar
        self.cp = cp_model.CpModel()
        self.true = self.cp.new_constant(1)
        self.last = calendar.length - 1
        self.present: dict[str, cp_model.IntVar] = {}
        self.start: dict[str, cp_model.IntVar] = {}
        self.finish: dict[str, cp_model.IntVar] = {}
        self.rank: dict[str, cp_model.IntVar] = {}
        self.channel: dict[str, dict[int, cp_model.IntVar]] = {}
        self.late: list[cp_model.IntVar] = []
        self.later_choices: list[tuple[int, cp_model.IntVar]] = []
        self.brought: dict[tuple[str, str], cp_model.IntVar] = {}
        self.days = matter(network, possible, calendar)
        self.literals: dict[tuple[int, int], cp_model.IntVar] = {}
        self.events: list[_Event] = []
        self.assumed: list[tuple[int, cp_model.IntVar]] = []
        self.used: list[tuple[Need, Way, cp_model.IntVar, str | None]] = []
        self.end = self.cp.new_int_var(0, self.last, "end")
        for key in sorted(possible):
            self._task_variables(network.tasks[key])
        for key in sorted(possible):
            self.require(network.tasks[key].needs, self.present[key], key)
        self.lead = self._trips()

    def _task_variables(self, task: Task) -> None:
        numbers = [n for n in range(len(task.visits)) if self.days[task.key, n].ends]
        present = self.cp.new_bool_var(f"do {task.key}")
        starts = sorted({day for n in numbers for day in self.days[task.key, n].starts}) or [0]
        ends = sorted({day for n in numbers for day in self.days[task.key, n].ends}) or [0]
        start = self.cp.new_int_var_from_domain(
            cp_model.Domain.from_values(starts), f"start {task.key}"
        )
        finish = self.cp.new_int_var_from_domain(
            cp_model.Domain.from_values(ends), f"finish {task.key}"
        )
        channels = {
            n: self.cp.new_bool_var(f"{task.key} by {task.visits[n].channel}") for n in numbers
        }
        self.cp.add_exactly_one([*channels.values(), present.negated()])
        self.cp.add(start == starts[0]).only_enforce_if(present.negated())
        self.cp.add(finish == ends[0]).only_enforce_if(present.negated())
        self.cp.add(self.end >= finish).only_enforce_if(present)
        if task.due is not None:
            self._deadline(task, start, present)
        self.present[task.key], self.start[task.key], self.finish[task.key] = present, start, finish
        self.rank[task.key] = self.cp.new_int_var(0, len(self.possible), f"rank {task.key}")
        self.channel[task.key] = channels
        for number, chosen in channels.items():
            self._channel(task, number, chosen)

    def _deadline(self, task: Task, start: cp_model.IntVar, present: cp_model.IntVar) -> None:
        """Begun after its due day, the task counts as late."""
        late = self.cp.new_bool_var(f"late {task.key}")
        due = self.calendar.index(task.due) if task.due else self.last
        self.cp.add(start <= due).only_enforce_if(present, late.negated())
        self.late.append(late)

    def _channel(self, task: Task, number: int, chosen: cp_model.IntVar) -> None:
        start, finish = self.start[task.key], self.finish[task.key]
        visit, days = task.visits[number], self.days[task.key, number]
        length = visit.days or 0
        pairs = [
            (day, self.calendar.after(day, days=length, working=visit.working))
            for day in days.starts
        ]
        pairs = [(day, done) for day, done in pairs if done <= self.last]
        self.cp.add_linear_expression_in_domain(
            start, cp_model.Domain.from_values([day for day, _ in pairs])
        ).only_enforce_if(chosen)
        if visit.visits > 1:
            fetch = cp_model.Domain.from_values(list(days.ends))
            self.cp.add_linear_expression_in_domain(finish, fetch).only_enforce_if(chosen)
        for day, done in pairs:
            begins = self._is(start, day)
            bound = finish >= done if visit.visits > 1 else finish == done
            self.cp.add(bound).only_enforce_if(chosen, begins)
        if visit.place is not None:
            self.events.append(_Event(task.key, visit.place, start, chosen))
            if visit.visits > 1:
                self.events.append(_Event(task.key, visit.place, finish, chosen))

    def _is(self, variable: cp_model.IntVar, value: int) -> cp_model.IntVar:
        """A literal for variable == value, made once."""
        key = (variable.index, value)
        if key not in self.literals:
            literal = self.cp.new_bool_var("")
            self.cp.add(variable == value).only_enforce_if(literal)
            self.cp.add(variable != value).only_enforce_if(literal.negated())
            self.literals[key] = literal
        return self.literals[key]

    def require(self, requirement: Requirement, active: cp_model.IntVar, task: str | None) -> None:
        """When active holds, so must the requirement; `task` starts after whatever it waits for."""
        if isinstance(requirement, All):
            for member in requirement.members:
                self.require(member, active, task)
            return
        if isinstance(requirement, Need):
            self._require_one(requirement, active, task)
            return
        members = [member for member in requirement.members if meets(member, self.possible)]
        chosen = [self.cp.new_bool_var("") for _ in members]
        self.cp.add_bool_or(chosen).only_enforce_if(active)
        for place, (member, choice) in enumerate(zip(members, chosen, strict=True)):
            self.later_choices.append((place, choice))
            self.require(member, choice, task)

    def _require_one(self, need: Need, active: cp_model.IntVar, task: str | None) -> None:
        ways = [way for way in need.ways if way.task is None or way.task in self.possible]
        chosen = [self.cp.new_bool_var("") for _ in ways]
        self.cp.add_exactly_one([*chosen, active.negated()])
        for way, choice in zip(ways, chosen, strict=True):
            self.used.append((need, way, choice, task))
            self._bring(need, way, choice)
            if way.cost:
                self.assumed.append((way.cost, choice))
            self._by_way(way, choice, task)

    def _bring(self, need: Need, way: Way, choice: cp_model.IntVar) -> None:
        """A paper of one's own counts once, for however many tasks it is shown."""
        paper = need.paper
        if paper is None or way.task is not None or paper.waived or paper.doubtful:
            return
        key = (paper.material, paper.of)
        if key not in self.brought:
            self.brought[key] = self.cp.new_bool_var(f"bring {paper.title} of {paper.of}")
        self.cp.add_implication(choice, self.brought[key])

    def _by_way(self, way: Way, choice: cp_model.IntVar, task: str | None) -> None:
        begins = self.start[task] if task else self.end
        if way.since is not None:
            index = max(self.calendar.index(way.since), 0)
            self.cp.add(begins >= min(index, self.last + 1)).only_enforce_if(choice)
        if way.task is None:
            return
        self.cp.add_implication(choice, self.present[way.task])
        finish = self.finish[way.task]
        if way.within is not None:
            self.cp.add(begins <= finish + way.within).only_enforce_if(choice)
        if way.slack and task:
            self._may_follow(way, choice, task)
            return
        if way.lag:
            for day in sorted(self._ends(way.task)):
                ready = self.calendar.months_after(day, way.lag)
                self.cp.add(begins >= ready).only_enforce_if(choice, self._is(finish, day))
        self.cp.add(begins >= finish).only_enforce_if(choice)
        if task:
            self.cp.add(self.rank[task] > self.rank[way.task]).only_enforce_if(choice)

    def _may_follow(self, way: Way, choice: cp_model.IntVar, task: str) -> None:
        """容缺: the paper may come after the start, but no later than so many working days, nor the end."""
        finish = self.finish[str(way.task)]
        for day in sorted(self._ends(str(way.task))):
            soonest = self.calendar.before(day, days=way.slack)
            is_day = self._is(finish, day)
            self.cp.add(self.start[task] >= soonest).only_enforce_if(choice, is_day)
        self.cp.add(self.finish[task] >= finish).only_enforce_if(choice)
        self.cp.add(self.rank[task] > self.rank[str(way.task)]).only_enforce_if(choice)

    def _ends(self, key: str) -> set[int]:
        return {day for number in self.channel[key] for day in self.days[key, number].ends}

    def _trips(self) -> list[cp_model.IntVar]:
        leads: list[cp_model.IntVar] = []
        for number, event in enumerate(self.events):
            lead = self.cp.new_bool_var("")
            joins = [lead]
            for other, leader in zip(self.events[:number], leads, strict=True):
                if other.place != event.place:
                    continue
                join = self.cp.new_bool_var("")
                self.cp.add_implication(join, leader)
                self.cp.add(event.day == other.day).only_enforce_if(join)
                joins.append(join)
            self.cp.add_exactly_one([*joins, event.chosen.negated()])
            leads.append(lead)
        return leads

    def add_presence(self, key: str) -> None:
        self.cp.add_bool_or([self.present[key]] if key in self.present else [])

    def _objective(self, name: str) -> cp_model.LinearExprT:
        tasks = [self.network.tasks[key] for key in sorted(self.possible)]
        terms: dict[str, cp_model.LinearExprT] = {
            "assumed": sum(cost * choice for cost, choice in self.assumed),
            "trips": sum(self.lead)
            + sum(
                (task.visits[number].visits - 2) * chosen
                for task in tasks
                for number, chosen in self.channel[task.key].items()
                if task.visits[number].visits > 2
            ),
            "late": sum(self.late),
            "finish": self.end,
            "papers": sum(self.brought.values()),
            "fee": sum((task.fee or 0) * self.present[task.key] for task in tasks),
            "items": sum(self.present[task.key] for task in tasks),
            TIDY: sum(self.start[task.key] + self.finish[task.key] for task in tasks)
            + sum(place * choice for place, choice in self.later_choices),
        }
        return terms[name]

    def solve(self, order: Sequence[str]) -> Plan | None:
        """Level by level; each is fixed at its value before the next."""
        levels: list[Level] = []
        solver = _solver()
        for name in (*order, TIDY):
            objective = self._objective(name)
            if isinstance(objective, int):
                levels.append(Level(name, objective, objective))
                continue
            self.cp.minimize(objective)
            if solver.solve(self.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return None
            value = round(solver.objective_value)
            levels.append(Level(name, value, min(value, round(solver.best_objective_bound))))
            self.cp.add(objective <= value)
            self.cp.clear_hints()  # type: ignore[no-untyped-call]
            for index, kept in enumerate(solver.response_proto.solution):
                self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), kept)
        return self._plan(solver, tuple(level for level in levels if level.name != TIDY))

    def solve_at_once(self, order: Sequence[str]) -> Plan | None:
        """All levels in one sum, each weighing more than everything after it can."""
        terms: list[cp_model.LinearExprT] = []
        weight = 1
        for name in reversed((*order, TIDY)):
            terms.append(weight * self._objective(name))
            weight *= self._most(name) + 1
        self.cp.minimize(sum(terms))
        solver = _solver()
        if solver.solve(self.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        levels = []
        for name in order:
            value = solver.value(self._objective(name))
            levels.append(Level(name, value, 0))
        return self._plan(solver, tuple(levels))

    def _most(self, name: str) -> int:
        """No plan is worth more than this on the level."""
        tasks = [self.network.tasks[key] for key in sorted(self.possible)]
        return {
            "assumed": sum(cost for cost, _ in self.assumed),
            "trips": len(self.events)
            + sum(visit.visits for task in tasks for visit in task.visits),
            "late": len(self.late),
            "finish": self.last,
            "papers": len(self.brought),
            "fee": sum(task.fee or 0 for task in tasks),
            "items": len(tasks),
            TIDY: 2 * self.last * len(tasks) + sum(place for place, _ in self.later_choices),
        }[name]

    def _plan(self, solver: cp_model.CpSolver, levels: tuple[Level, ...]) -> Plan:
        met = tuple(
            Met(task, need, way)
            for need, way, choice, task in self.used
            if solver.boolean_value(choice)
        )
        planned = {}
        for key in sorted(self.possible):
            if not solver.boolean_value(self.present[key]):
                continue
            chosen = next(
                n for n, choice in self.channel[key].items() if solver.boolean_value(choice)
            )
            after = tuple(
                dict.fromkeys(one.way.task for one in met if one.task == key and one.way.task)
            )
            planned[key] = Planned(
                key,
                solver.value(self.start[key]),
                solver.value(self.finish[key]),
                self.network.tasks[key].visits[chosen],
                after,
            )
        trips: dict[tuple[int, str], tuple[str, ...]] = {}
        for event in self.events:
            if solver.boolean_value(event.chosen):
                where = (solver.value(event.day), event.place)
                trips[where] = tuple(dict.fromkeys((*trips.get(where, ()), event.task)))
        return Plan(planned, dict(sorted(trips.items())), met, levels)


@dataclass(frozen=True)
class _Event:
    """Somebody goes to a place on a day, if this channel is chosen."""

    task: str
    place: str
    day: cp_model.IntVar
    chosen: cp_model.IntVar


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = SECONDS_PER_LEVEL
    return solver
