"""Checks what is counted from a day: not before it has come, and what is said after it has passed.

The day is a fact given, or the day on which a step brought about what the fact is the day of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.audit import office_days
from knowledge.audit.discrepancy import Discrepancy
from knowledge.audit.evidence import Evidence
from knowledge.audit.terms import figure
from knowledge.model.inquiry_list import NotBefore
from knowledge.model.route import Step
from knowledge.model.value import Value, day_bounds


def check_counted(step: Step, evidence: Evidence) -> Iterator[Discrepancy]:
    """Not begun before its first day; past its last day the route says what then."""
    item = evidence.item_of(step)
    if item.deadline:
        day = _day(item.deadline, step, evidence, steps=frozenset(evidence.steps) - {step.id})
        due = _counted(item.deadline, day, evidence) if isinstance(day, date) else None
        if due and step.start > due and item.deadline.late not in (step.note or ""):
            yield Discrepancy("deadline", step.id, f"{due} 就到期了,没有说过期怎么办。")
    if item.not_before:
        yield from _begun(step, item.not_before, evidence)


def _begun(step: Step, span: NotBefore, evidence: Evidence) -> Iterator[Discrepancy]:
    day = _day(span, step, evidence, steps=evidence.waited_for(step))
    low, high = (None, None) if day is None else day_bounds(day)
    first = _counted(span, low, evidence) if low else None
    if first and step.start < first:
        yield Discrepancy("too-soon", step.id, f"{first} 才能办,排在了 {step.start}。")
        return
    surely = _counted(span, high, evidence) if high else None
    settled = surely is not None and step.start >= surely
    known = figure(span.count, evidence.knowledge.shared, evidence.route.today) is not None
    if known and not settled and evidence.told and not evidence.says([span.after]):
        yield Discrepancy("assumption", step.id, f"{span.after}不知道,没有列为假定。")


def _day(span: NotBefore, step: Step, evidence: Evidence, *, steps: frozenset[str]) -> Value | None:
    """The day that is counted from, as known after these steps."""
    world = evidence.world.judge(evidence.last_day, steps=steps)
    return world.value(f"{step.person}.{span.after}", on=evidence.last_day)


def _counted(span: NotBefore, day: date, evidence: Evidence) -> date | None:
    number = figure(span.count, evidence.knowledge.shared, evidence.route.today)
    return None if number is None else office_days.passed(day, number, unit=span.unit)
