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

from ortools.sat.python import cp_model

from knowledge.routes.choices import Choices
from knowledge.routes.chosen import Choice
from knowledge.routes.levels import TIES, Levels, trips_made, visits_made
from knowledge.routes.network import Need, Network, Visit, Way, meets
from knowledge.routes.workdays import Workdays

WORK = 20.0
TIES_WORK = 0.05
LEAST_WORK = 0.005
FEW = 32  # tasks; up to here searching from above is faster, and all levels are settled at once
HEAVIEST = 2**53  # up to here the solver's bound, a double, is exact
UNITS = {
    "trips": "趟",
    "finish": "天(从今天起)",
    "papers": "份",
    "fee": "元",
    "assumed": "分",
    "late": "件",
    "items": "件",
    "again": "件",
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
    met, `apart` which task comes before another that would undo what it rests on.
    """

    planned: dict[str, Planned]
    trips: dict[tuple[int, str], tuple[str, ...]]
    met: tuple[Met, ...]
    levels: tuple[Level, ...]
    apart: tuple[tuple[str, str], ...] = ()

    def level(self, name: str) -> Level:
        return next(level for level in self.levels if level.name == name)


def schedule(
    network: Network,
    *,
    goals: Sequence[int],
    calendar: Workdays,
    order: Sequence[str],
    ties: Sequence[str] = TIES,
    forced: Sequence[str] = (),
    forbidden: Sequence[str] = (),
) -> Plan | None:
    """The best plan for these goals (indices into network.goals), or None when none fits the
    calendar.

    `order` names the levels to minimise, e.g. ("assumed", "trips", "finish", "papers", "fee",
    "items"); `ties` those to look at between equal plans, unproven.
    """
    possible = frozenset(network.possible() - set(forbidden))
    if not all(meets(network.goals[index][2], possible) for index in goals):
        return None
    choices = Choices(network, possible, calendar, goals=goals, order=order, forced=forced)
    return _Search(choices, tuple(order), tuple(ties)).plan()


class _Search:
    """Asks the model for choices until the levels are proven."""

    def __init__(self, choices: Choices, order: tuple[str, ...], ties: tuple[str, ...]) -> None:
        self.choices, self.order, self.ties = choices, order, ties
        self.levels = Levels(choices)
        self.best: Choice | None = None
        self.costs: Mapping[str, int] = {}
        self.bounds: dict[str, int] = {}
        self.work = WORK
        self.few = len(choices.present) <= FEW

    def plan(self) -> Plan | None:
        few = self.few
        ties = self.ties if self.choices.open else ()
        for names in self._together((*self.order, *ties) if few else self.order):
            if not self._settle(names, ways=(False, True) if few else (True, False)):
                return None
        if ties and not few:
            self._improve(ties, TIES_WORK, core=False)
        return self._plan()

    def _together(self, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """As many levels at a time as can be weighed against each other exactly."""
        group: list[str] = []
        weight = 1
        for name in names:
            weight *= self.levels.costs[name].most + 1
            if group and weight > HEAVIEST:
                yield tuple(group)
                group, weight = [], self.levels.costs[name].most + 1
            group.append(name)
        yield tuple(group)

    def _settle(self, names: tuple[str, ...], ways: tuple[bool, ...]) -> bool:
        """Minimise these levels, one above the other, and hold them; False when nothing fits.

        `ways` to search, as `core` of `_improve`, in this order.
        """
        weights = self._weights(names)
        bound = 0
        for core in ways:
            if self.best is None or bound < _worth(self.costs, weights):
                bound = max(bound, self._improve(names, self.work / 2, core=core))
        if self.best is None:
            return False
        if bound < _worth(self.costs, weights) and len(names) > 1:
            half = len(names) // 2
            return self._settle(names[:half], ways) and self._settle(names[half:], ways)
        for name, weight in weights.items():
            self.bounds[name] = max(min(self.costs[name], bound // weight), 0)
            bound -= weight * self.costs[name]
            self.choices.cp.add(self.levels.costs[name].expression <= self.costs[name])
        return True

    def _improve(self, names: tuple[str, ...], work: float, *, core: bool) -> int:
        """Look for better choices on these levels; returns what their weighted sum cannot be
        below.

        `core`: from below, which proves fast; else from above, which has something to show when
        stopped.
        """
        weights, bound = self._weights(names), 0
        self.choices.cp.minimize(
            sum(weight * self.levels.costs[name].expression for name, weight in weights.items())
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
            if not self.choices.days.tell(choice.days):
                break
            if self.best is not None and not self.few:
                self.choices.days.hint(self.best.values, self.best.days)
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
            weight *= self.levels.costs[name].most + 1
        return dict(reversed(weights.items()))

    def _keep_better(self, choice: Choice, weights: Mapping[str, int]) -> None:
        """Keep the choice if on its true days it holds the levels settled and is better on
        these.
        """
        if choice.days.broken:
            return
        costs = self.levels.true(choice)
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
        for key, visit in sorted(visits_made(choice, choices).items())
    }
    apart = tuple((one.first, one.then) for one in choices.apart if choice.holds(one.chosen))
    return Plan(planned, trips_made(choice, choices), met, levels, apart)


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
