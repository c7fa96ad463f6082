"""What a plan costs on each level: as the solver sees it, at the most, and truly.

The levels of an order come before those that only break ties between equal plans: nearness to the
route there was before, earlier days, then what is listed first, so that which is chosen does not
hang on what has nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from ortools.sat.python import cp_model

from knowledge.routes.choices import Choices
from knowledge.routes.chosen import Choice
from knowledge.routes.days import END, TODAY
from knowledge.routes.network import Task, Visit, own_paper

TIES = ("changed", "days", "listed")
Term = tuple[int, cp_model.IntVar]


@dataclass(frozen=True)
class Cost:
    """A level as the solver sees it: weights x variables, and `fixed`; never above `most`."""

    terms: tuple[Term, ...]
    most: int
    fixed: int = 0

    @property
    def expression(self) -> cp_model.LinearExprT:
        weights = [weight for weight, _ in self.terms]
        variables = [variable for _, variable in self.terms]
        return cp_model.LinearExpr.weighted_sum(variables, weights) + self.fixed

    def at(self, choice: Choice) -> int:
        """What the solver takes this choice to cost."""
        values = choice.values
        return self.fixed + sum(weight * values[one.index] for weight, one in self.terms)


class Levels:
    """The levels of one model. The solver never sees more than a plan truly costs."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices

    @cached_property
    def costs(self) -> Mapping[str, Cost]:
        """Every level by name."""
        choices, last = self.choices, self.choices.days.last
        tasks = [(choices.network.tasks[key], here) for key, here in choices.present.items()]
        moments = [day for moment, day in choices.days.of.items() if moment not in (TODAY, END)]
        failed = choices.network.failed
        return {
            "again": _sum((task.key in failed, here) for task, here in tasks),
            "assumed": _sum((one.way.cost, one.chosen) for one in choices.used),
            "late": _sum((1, late) for late in choices.late.values()),
            "trips": self._trips(),
            "finish": Cost(((1, choices.days.of[END]),), last),
            "papers": _sum((1, brought) for brought in choices.brought.values()),
            "fee": _sum((task.fee or 0, here) for task, here in tasks),
            "items": _sum((1, here) for _, here in tasks),
            "changed": self._changed(),
            "days": Cost(tuple((1, day) for day in moments), last * len(moments)),
            "listed": _sum(choices.listed),
        }

    def _trips(self) -> Cost:
        """Trips led, and visits beyond the first and the last, which are trips of their own."""
        led = [(1, lead) for lead in self.choices.leads]
        extra = [
            (max(visit.visits - 2, 0), chosen)
            for key, channels in self.choices.channel.items()
            for visit, chosen in zip(self._visits(key), channels, strict=True)
        ]
        return _sum((*led, *extra))

    def _changed(self) -> Cost:
        """For each task of the previous route: 2 when left out, 1 when done otherwise."""
        before, terms = self.choices.network.before, []
        kept = [(key, here) for key, here in self.choices.present.items() if key in before]
        for key, here in kept:
            same = zip(self._visits(key), self.choices.channel[key], strict=True)
            terms += [
                (-1, one) for visit, one in same if (visit.channel, visit.place) == before[key]
            ]
            terms.append((-1, here))
        return Cost(tuple(terms), 2 * len(kept), 2 * len(kept))

    def _visits(self, key: str) -> tuple[Visit, ...]:
        return self.choices.network.tasks[key].visits

    def true(self, choice: Choice) -> dict[str, int]:
        """What a choice truly costs on every level, on its earliest days."""
        choices, day = self.choices, choice.days.of
        visits = visits_made(choice, choices)
        tasks = [choices.network.tasks[key] for key in visits]
        first = choices.calendar.first
        begun = {task.key: first + timedelta(days=day["start", task.key]) for task in tasks}
        extra = sum(max(visit.visits - 2, 0) for visit in visits.values())
        used = [one for one in choices.used if choice.holds(one.chosen)]
        return {name: cost.at(choice) for name, cost in self.costs.items()} | {
            "late": sum(self._late(task, begun[task.key], choice) for task in tasks),
            "trips": len(trips_made(choice, choices)) + extra,
            "finish": day.get(END, 0),
            "papers": len({own_paper(one.need, one.way) for one in used} - {None}),
            "days": sum(day.values()) - day.get(END, 0),
        }

    def _late(self, task: Task, begun: date, choice: Choice) -> bool:
        if task.due is not None:
            return begun > task.due
        late = self.choices.late.get(task.key)
        return late is not None and choice.holds(late)


def _sum(terms: Iterable[Term]) -> Cost:
    kept = tuple(term for term in terms if term[0])
    return Cost(kept, sum(weight for weight, _ in kept))


def visits_made(choice: Choice, choices: Choices) -> dict[str, Visit]:
    """How each task that is done is done."""
    return {
        key: next(
            visit
            for visit, chosen in zip(
                choices.network.tasks[key].visits, choices.channel[key], strict=True
            )
            if choice.holds(chosen)
        )
        for key, present in choices.present.items()
        if choice.holds(present)
    }


def trips_made(choice: Choice, choices: Choices) -> dict[tuple[int, str], tuple[str, ...]]:
    """On which day one goes where, and what for."""
    trips: dict[tuple[int, str], tuple[str, ...]] = {}
    for one in choices.visited:
        if choice.holds(one.chosen):
            where = (choice.days.of[one.moment], one.place)
            trips[where] = tuple(dict.fromkeys((*trips.get(where, ()), one.task)))
    return dict(sorted(trips.items()))
