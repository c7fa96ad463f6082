"""Checks that a step may be done on its day: its conditions hold, what it waits for is over."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.audit import office_days
from knowledge.audit.discrepancy import Discrepancy
from knowledge.audit.evidence import Asked, Evidence
from knowledge.audit.terms import figure
from knowledge.model.route import Step
from knowledge.model.value import Truth


def check_conditions(step: Step, evidence: Evidence) -> Iterator[Discrepancy]:
    """Never false on the day; the unknown is assumed; what a step brought about is awaited."""
    item = evidence.item_of(step)
    asked = Asked(item.when, step.person, step.start, evidence.year_of(item, step.person))
    by_then = evidence.world.judge(step.start, steps=evidence.done_before(step))
    truth = evidence.truth(asked, by_then, assuming=True)
    if truth is Truth.FALSE:
        yield Discrepancy(
            "condition-false", step.id, f"{step.start} 还不符合「{item.title}」的条件。"
        )
        return
    awaited = evidence.world.judge(step.start, steps=evidence.waited_for(step))
    if evidence.truth(asked, awaited, assuming=True) is Truth.TRUE:
        return
    if truth is Truth.TRUE:
        yield Discrepancy(
            "after-missing", step.id, f"「{item.title}」用到前面某一步的结果,没有写明等它。"
        )
        return
    verdict = awaited.judge(item.when, person=step.person, on=step.start, year=asked.year)
    unclear = [f"{one.key}" for one in verdict.findings if one.truth is Truth.UNKNOWN]
    yield Discrepancy(
        "condition-open",
        step.id,
        f"「{item.title}」的条件还不知道({'、'.join(dict.fromkeys(unclear))}),没有列为假定。",
    )


def check_order(step: Step, evidence: Evidence) -> Iterator[Discrepancy]:
    """What a step waits for stands before it and is finished when it starts, or follows as 容缺."""
    places = {one.id: place for place, one in enumerate(evidence.route.steps)}
    for name in step.after:
        if name not in places:
            yield Discrepancy("step-unknown", step.id, f"写着要等「{name}」,路线里没有这一步。")
            continue
        other = evidence.steps[name]
        if places[name] >= places[step.id]:
            yield Discrepancy("order", step.id, f"要等「{other.title}」办好,却排在它的前面。")
        if other.finish > step.start and not _may_follow(step, other, evidence):
            yield Discrepancy(
                "order",
                step.id,
                f"{step.start} 开始,可要等的「{other.title}」到 {other.finish} 才办好。",
            )


def _may_follow(step: Step, other: Step, evidence: Evidence) -> bool:
    """Whether the step needs of the other no more than a paper that may be handed in later."""
    shared, item = evidence.knowledge.shared, evidence.item_of(step)
    if other.item not in evidence.items or other.finish > step.finish:
        return False
    issued = {one.material for one in evidence.item_of(other).yields if hasattr(one, "material")}
    for use in item.materials:
        if use.later and issued & {use.use, *use.any_of}:
            days = figure(use.later.days, shared, evidence.route.today)
            last = office_days.later(step.start, days or 0, working=True)
            return other.finish <= last
    return False
