"""Chooses tasks, channels and days: the best plan over a network, level by level, proven.

The solver chooses (choices.py) on a calendar that it knows only roughly; what it chooses then
gets its earliest days on the true calendar (days.py). While these cost more than the solver
thought, it is told what it had wrong and chooses again. Once they cost what it thought, nothing
better exists: its own bound is the proof. Levels are solved together, each weighing more than
all after it can; where that takes too much work, in halves. One worker, a fixed seed and a limit
on work, not time: the same request gives the same plan. Source of the scheme: logic-based
Benders decomposition (Hooker and Ottosson, Mathematical Programming 96, 2003).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ortools.sat.python import cp_model

from knowledge.routes.choices import TIDY, Choice, Choices
from knowledge.routes.days import END
from knowledge.routes.network import Need, Network, Visit, Way, meets, own_paper
from knowledge.routes.workdays import Workdays

WORK = 20.0
TIDY_WORK = 0.05
LEAST_WORK = 0.005
HEAVIEST = 2**50
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
    """What the schedule chose; `trips` maps (day, place) to tasks, `met` says how each need was
    met.
    """

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
    """The best plan for these goals (indices into network.goals), or None when none fits the
    calendar.

    `order` names the levels to minimise, e.g. ("assumed", "trips", "finish", "papers", "fee",
    "items"). `at_once` makes no difference any more: levels are always solved together.
    """
    possible = frozenset(network.possible() - set(forbidden))
    if not all(meets(network.goals[index][2], possible) for index in goals):
        return None
    choices = Choices(network, possible, calendar, shared="trips" in order)
    for index in goals:
        choices.require(network.goals[index][2], choices.true, None)
    for key in forced:
        choices.force(key)
    return _Search(choices, tuple(order)).plan()


class _Search:
    """Asks the model for choices until the levels are proven."""

    def __init__(self, choices: Choices, order: tuple[str, ...]) -> None:
        self.choices, self.order = choices, order
        self.best: Choice | None = None
        self.costs: Mapping[str, int] = {}
        self.bounds: dict[str, int] = {}
        self.work = WORK

    def plan(self) -> Plan | None:
        for names in self._together(self.order):
            if not self._settle(names):
                return None
        self._improve(TIDY, TIDY_WORK, core=False)
        return self._plan()

    def _together(self, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """As many levels at a time as can be weighed against each other exactly."""
        group: list[str] = []
        weight = 1
        for name in names:
            weight *= self.choices.most(name) + 1
            if group and weight > HEAVIEST:
                yield tuple(group)
                group, weight = [], self.choices.most(name) + 1
            group.append(name)
        yield tuple(group)

    def _settle(self, names: tuple[str, ...]) -> bool:
        """Minimise these levels, one above the other, and hold them; False when nothing fits."""
        weights = self._weights(names)
        bound = 0
        for core in (True, False):
            if self.best is None or bound < _worth(self.costs, weights):
                bound = max(bound, self._improve(names, self.work / 2, core=core))
        if self.best is None:
            return False
        if bound < _worth(self.costs, weights) and len(names) > 1:
            half = len(names) // 2
            return self._settle(names[:half]) and self._settle(names[half:])
        for name, weight in weights.items():
            self.bounds[name] = max(min(self.costs[name], bound // weight), 0)
            bound -= weight * self.costs[name]
            self.choices.cp.add(self.choices.cost(name) <= self.costs[name])
        return True

    def _improve(self, names: tuple[str, ...], work: float, *, core: bool) -> int:
        """Look for better choices on these levels; returns what their weighted sum cannot be
        below.

        `core`: from below, which proves fast; else from above, which has something to show when
        stopped.
        """
        weights, bound = self._weights(names), 0
        self.choices.cp.minimize(
            sum(weight * self.choices.cost(name) for name, weight in weights.items())
        )
        while work > 0:
            solver = _solver(work, core=core)
            status = solver.solve(self.choices.cp)
            work -= self._spend(solver)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                break
            bound = max(bound, round(solver.best_objective_bound))
            choice = self.choices.read(list(solver.response_proto.solution))
            self._keep_better(choice, weights)
            if self.best is not None and _worth(self.costs, weights) <= bound:
                break
            if not self.choices.tell(choice.days):
                break
            if self.best is not None:
                self.choices.hint(self.best)
        return bound

    def _spend(self, solver: cp_model.CpSolver) -> float:
        spent = max(float(solver.response_proto.deterministic_time), LEAST_WORK)
        self.work -= spent
        return spent

    def _weights(self, names: Sequence[str]) -> dict[str, int]:
        weights: dict[str, int] = {}
        weight = 1
        for name in reversed(names):
            weights[name] = weight
            weight *= self.choices.most(name) + 1
        return dict(reversed(weights.items()))

    def _keep_better(self, choice: Choice, weights: Mapping[str, int]) -> None:
        """Keep the choice if on its true days it holds the levels settled and is better on
        these.
        """
        if choice.days.broken is not None:
            return
        costs = _costs(choice, self.choices)
        if any(costs[name] > self.costs[name] for name in self.bounds):
            return
        if self.best is None or _worth(costs, weights) < _worth(self.costs, weights):
            self.best, self.costs = choice, costs

    def _plan(self) -> Plan:
        assert self.best is not None
        levels = tuple(Level(name, self.costs[name], self.bounds[name]) for name in self.order)
        return _plan(self.best, self.choices, levels)


def _worth(costs: Mapping[str, int], weights: Mapping[str, int]) -> int:
    return sum(weight * costs[name] for name, weight in weights.items())


def _costs(choice: Choice, choices: Choices) -> dict[str, int]:
    """What a choice truly costs on every level, on its earliest days."""
    used = [one for one in choices.used if choice.holds(one.chosen)]
    tasks = [choices.network.tasks[key] for key in _present(choice, choices)]
    first, day = choices.calendar.first, choice.days.of
    extra = sum(max(visit.visits - 2, 0) for visit in _visits(choice, choices).values())
    begun = {task.key: first + timedelta(days=day["start", task.key]) for task in tasks}
    return {
        "assumed": sum(one.way.cost for one in used),
        "late": sum(task.due is not None and begun[task.key] > task.due for task in tasks),
        "trips": len(_trips(choice, choices)) + extra,
        "finish": day.get(END, 0),
        "papers": len({own_paper(one.need, one.way) for one in used} - {None}),
        "fee": sum(task.fee or 0 for task in tasks),
        "items": len(tasks),
        "days": sum(day.values()) - day.get(END, 0),
        "listed": sum(place for place, chosen in choices.listed if choice.holds(chosen)),
    }


def _present(choice: Choice, choices: Choices) -> list[str]:
    return [key for key, present in choices.present.items() if choice.holds(present)]


def _visits(choice: Choice, choices: Choices) -> dict[str, Visit]:
    """How each task that is done is done."""
    return {
        key: next(
            visit
            for visit, chosen in zip(
                choices.network.tasks[key].visits, choices.channel[key], strict=True
            )
            if choice.holds(chosen)
        )
        for key in _present(choice, choices)
    }


def _trips(choice: Choice, choices: Choices) -> dict[tuple[int, str], tuple[str, ...]]:
    """On which day one goes where, and what for."""
    trips: dict[tuple[int, str], tuple[str, ...]] = {}
    for one in choices.visited:
        if choice.holds(one.chosen):
            where = (choice.days.of[one.moment], one.place)
            trips[where] = tuple(dict.fromkeys((*trips.get(where, ()), one.task)))
    return dict(sorted(trips.items()))


def _plan(choice: Choice, choices: Choices, levels: tuple[Level, ...]) -> Plan:
    met = tuple(
        Met(one.task, one.need, one.way) for one in choices.used if choice.holds(one.chosen)
    )
    planned = {
        key: Planned(
            key,
            choice.days.of["start", key],
            choice.days.of["finish", key],
            visit,
            tuple(dict.fromkeys(one.way.task for one in met if one.task == key and one.way.task)),
        )
        for key, visit in _visits(choice, choices).items()
    }
    return Plan(planned, _trips(choice, choices), met, levels)


def _solver(work: float, *, core: bool) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.cp_model_presolve = False  # takes longer than most solves
    solver.parameters.linearization_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.optimize_with_core = core
    solver.parameters.max_deterministic_time = work
    return solver
