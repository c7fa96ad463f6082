"""When a plan that is best over one network is also best over another, and need not be sought.

Trying an answer often only confirms what the plan assumed, or rules out what it does not use. A
plan stands when nothing it uses is lost or dearer, and all that is new or cheaper it uses already:
no other plan gains more than it does. Where that cannot be seen at a glance, the answer is no.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from knowledge.routes.network import (
    Need,
    Network,
    Requirement,
    Task,
    Visit,
    Way,
    own_paper,
    weightless,
)
from knowledge.routes.schedule import Plan


def stands(plan: Plan, of: Network, over: Network) -> bool:
    """Whether the plan, best `of` one network, is so `over` the other."""
    used = {(met.task, id(met.need)): met.way for met in plan.met}
    pairs = zip(of.goals, over.goals, strict=True)
    return all(_same(old, new, None, used) for (_, _, old), (_, _, new) in pairs) and all(
        of.tasks[key] is over.tasks[key] or _same_task(of.tasks[key], over.tasks[key], used)
        for key in of.tasks.keys() & over.tasks.keys()
    )


Uses = Mapping[tuple[str | None, int], Way]


def _same_task(old: Task, new: Task, used: Uses) -> bool:
    return _terms(old) == _terms(new) and _same(old.needs, new.needs, old.key, used)


def _terms(task: Task) -> Hashable:
    spans = task.opening.spans if task.opening else None
    return spans, task.due, task.due_after, task.fee, tuple(map(_visit, task.visits))


def _visit(visit: Visit) -> Hashable:
    return visit.place, visit.visits, visit.days, visit.takes


def _same(old: Requirement, new: Requirement, task: str | None, used: Uses) -> bool:
    if old is new or (weightless(old) and weightless(new)):
        return True
    if isinstance(old, Need) and isinstance(new, Need):
        return _same_need(old, new, used.get((task, id(old))))
    if isinstance(old, Need) or isinstance(new, Need) or type(old) is not type(new):
        return False
    return len(old.members) == len(new.members) and all(
        _same(one, other, task, used) for one, other in zip(old.members, new.members, strict=True)
    )


def _same_need(old: Need, new: Need, chosen: Way | None) -> bool:
    """Whether the way chosen (None: the need is not active) is there and has gained the most."""
    before, after = _costs(old), _costs(new)
    if old.undone_by != new.undone_by or _counted(old) != _counted(new):
        return False
    if len(before) < len(old.ways) or len(after) < len(new.ways):
        return False
    for way, cost in before.items():
        lost = way not in after or after[way] > cost
        gained = way in after and after[way] < cost
        if (lost or gained) and gained != (chosen is not None and way == _kind(chosen)):
            return False
    return after.keys() <= before.keys()


def _costs(need: Need) -> dict[Hashable, int]:
    return {_kind(way): way.cost for way in need.ways}


def _counted(need: Need) -> Hashable:
    """The paper that counts when it is brought from home."""
    return next((paper for way in need.ways if (paper := own_paper(need, way))), None)


def _kind(way: Way) -> Hashable:
    return way.task, way.lag, way.wait, way.within, way.slack, way.since, way.until, way.channel
