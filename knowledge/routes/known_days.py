"""What the model knows of days: of each bound the fewest days that it ever takes, and what it was
told since.

So its days are never later than the true ones. Source of the solver: OR-Tools CP-SAT.
"""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from knowledge.routes.days import END, TODAY, Bound, Days, Moment, earliest
from knowledge.routes.delays import first_such
from knowledge.routes.workdays import Workdays

Literal = cp_model.IntVar


class KnownDays:
    """A day (an index) for every moment, and the bounds between them where their literal holds."""

    def __init__(self, cp: cp_model.CpModel, calendar: Workdays) -> None:
        self.cp, self.calendar, self.last = cp, calendar, calendar.length - 1
        self.of: dict[Moment, cp_model.IntVar] = {
            TODAY: cp.new_constant(0),
            END: cp.new_int_var(0, self.last, "end"),
        }
        self._bounds: list[tuple[Bound, Literal]] = []
        self._told: set[tuple[int, int]] = set()
        self._reached: dict[tuple[Moment, int], Literal] = {}

    def add(self, moment: Moment, here: Literal) -> None:
        """A day for this moment; the first one when the moment is not."""
        day = self.of[moment] = self.cp.new_int_var(0, self.last, " ".join(moment))
        self.cp.add(day == 0).only_enforce_if(here.negated())

    def bind(self, bound: Bound, chosen: Literal) -> None:
        """The bound holds where the literal does."""
        self._bounds.append((bound, chosen))
        if bound.later != bound.sooner:
            later, sooner = self.of[bound.later], self.of[bound.sooner]
            self.cp.add(later >= sooner + bound.least).only_enforce_if(chosen)

    def not_before(self, moment: Moment, day: int, chosen: Literal) -> None:
        """The moment is on this day or later where the literal holds."""
        if day > 0:
            self.cp.add(self.of[moment] >= day).only_enforce_if(chosen)

    def earliest(self, values: Sequence[int]) -> Days:
        """The true days of a solution, by variable index."""
        bounds = [
            (number, bound)
            for number, (bound, chosen) in enumerate(self._bounds)
            if values[chosen.index]
        ]
        return earliest(bounds, length=self.calendar.length)

    def tell(self, days: Days) -> bool:
        """Make the model know what finding these days showed: when things get late, or do not fit.
        False when it knew that already.
        """
        if days.broken:
            broken = days.broken
            chosen = [self._bounds[number][1].negated() for number in broken.numbers]
            sooner = [self._from(broken.moment, broken.day).negated()] if broken.day > 0 else []
            those = {literal.index: literal for literal in (*chosen, *sooner)}
            self.cp.add_bool_or(list(those.values()))
            return True
        before = len(self._told)
        for one in days.taken:
            bound, literal = one.bound, self._bounds[one.number][1]
            if bound.later != bound.sooner and bound.step(one.day) == one.day + bound.least:
                continue
            first = first_such(bound.step, one.day)
            if (one.number, first) in self._told:
                continue
            self._told.add((one.number, first))
            when = [literal, self._from(bound.sooner, first)] if first > 0 else [literal]
            later = self.cp.add(self.of[bound.later] >= bound.step(first))
            later.only_enforce_if(when)
        return len(self._told) > before

    def _from(self, moment: Moment, day: int) -> Literal:
        """A literal that holds when the moment is on this day or later."""
        if (moment, day) not in self._reached:
            literal = self.cp.new_bool_var("")
            self.cp.add(self.of[moment] < day).only_enforce_if(literal.negated())
            self._reached[moment, day] = literal
        return self._reached[moment, day]

    def hint(self, values: Sequence[int], days: Days) -> None:
        """Let the solver begin from this solution on its earliest days."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        known = {day.index: days.of.get(moment, 0) for moment, day in self.of.items()}
        for index, value in enumerate(values):
            variable = self.cp.get_int_var_from_proto_index(index)
            self.cp.add_hint(variable, known.get(index, value))
