"""What is counted from a day: the last day to apply in time, and the first on which one may.

The day is a fact. While it is not known, it is the day on which a task brings about what the fact
is the day of; where that is so already, one has to ask, and until then it is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.model.condition import Clause
from knowledge.model.household import add_months
from knowledge.model.inquiry_list import Item, NotBefore
from knowledge.model.judgement import Finding, Judge
from knowledge.model.value import Truth, Value, day_bounds
from knowledge.routes.network import Due, Lapse, Need, Way
from knowledge.routes.terms import COUNTERS, lapse_of
from knowledge.routes.workdays import workday_after
from knowledge.routes.yields import Yields

UNKNOWN_DAY_COST = 70


@dataclass(frozen=True)
class Counting:
    """Counts for the items of one household."""

    judge: Judge
    yields: Yields

    def due_on(self, item: Item, person: str) -> date | None:
        """The last day to apply in time; None without a deadline or while its day is not known."""
        if item.deadline is None:
            return None
        counted, lapse = self._day(item.deadline, person), self._lapse(item.deadline)
        return later(counted, lapse) if isinstance(counted, date) and lapse else None

    def due_after(self, item: Item, person: str) -> Due | None:
        """The deadline as counted from other tasks."""
        if item.deadline is None or self._day(item.deadline, person) is not None:
            return None
        makers, lapse = self._makers(item.deadline, person), self._lapse(item.deadline)
        return Due(makers, lapse) if makers and lapse else None

    def begun(self, item: Item, person: str) -> Need | None:
        """That the day has come from which the item may be done; None where any day will do."""
        span = item.not_before
        lapse = self._lapse(span) if span else None
        if span is None or lapse is None:
            return None
        counted, said = self._day(span, person), self._said(span, lapse)
        failure = f"还没到可以办的日子:要{said}"
        if isinstance(counted, date):
            return Need((Way(since=later(counted, lapse), said=said),), failure)
        makers = self._makers(span, person)
        if makers:
            return Need(tuple(Way(task=key, wait=lapse, said=said) for key in makers), failure)
        return self._assumed(span, person, lapse)

    def _assumed(self, span: NotBefore, person: str, lapse: Lapse) -> Need:
        """Assumed to have come, on any day on which it may have; to be asked."""
        key, today = f"{person}.{span.after}", self.judge.household.on
        counted = self.judge.value(key, on=today)
        low, high = (None, None) if counted is None else day_bounds(counted)
        said = self._said(span, lapse)
        ways = [Way(since=later(high, lapse), said=said)] if high else []
        text = f"{self.judge.household.call(person)}的{span.after}:还不知道,先按已经{said}算"
        ways.append(
            Way(since=later(low, lapse) if low else None, assumption=text, cost=UNKNOWN_DAY_COST)
        )
        mark = earlier(today, lapse)
        clause = Clause(text=said, person="", fact=span.after, op="<=", constant=str(mark))
        sure = high is not None and later(high, lapse) <= today
        truth = Truth.TRUE if sure else Truth.UNKNOWN
        return Need(tuple(ways), f"还没{said}", Finding(clause, key, truth, counted))

    def _lapse(self, span: NotBefore) -> Lapse | None:
        return lapse_of(span, self.judge.shared, self.judge.household.on)

    def _said(self, span: NotBefore, lapse: Lapse) -> str:
        return f"过了{span.after} {lapse.months or lapse.days} {COUNTERS[span.unit]}"

    def _day(self, span: NotBefore, person: str) -> Value | None:
        """The day that is counted from, or a range of them; None: not known."""
        return self.judge.value(f"{person}.{span.after}", on=self.judge.household.on)

    def _makers(self, span: NotBefore, person: str) -> tuple[str, ...]:
        """Tasks that bring about what the fact is the day of, unless it is so already."""
        facts = self.judge.shared.facts_by_name
        event = facts[span.after].day_of
        on = self.judge.household.on
        if event is None or self.judge.value(f"{person}.{event}", on=on) is True:
            return ()
        made = self.yields.of_fact(event, person)
        whom = self.yields.whom
        return tuple(
            dict.fromkeys(
                f"{one.item_id}@{whom(one.item, person, self.judge.household)}"
                for one in made
                if one.value is True
            )
        )


def later(day: date, lapse: Lapse) -> date:
    """The day when the lapse has gone by."""
    day = add_months(day, lapse.months)
    return workday_after(day, lapse.days) if lapse.working else day + timedelta(days=lapse.days)


def earlier(day: date, lapse: Lapse) -> date:
    """The last day from which the lapse has gone by on this one."""
    days = 3 * lapse.days + 20 if lapse.working else lapse.days
    first = add_months(day, -lapse.months) - timedelta(days=days + 3)
    while later(first + timedelta(days=1), lapse) <= day:
        first += timedelta(days=1)
    return first
