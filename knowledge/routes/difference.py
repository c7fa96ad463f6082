"""What changed between two routes of one household, with the reason, in as few words as tell it.

The reasons are those of the routes themselves: why an item was rejected or taken, what a step rests
on now and did not before; and the facts, where both are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import date
from typing import Any

from knowledge.model.household import UNKNOWN
from knowledge.model.route import Route, RouteMaterial, Step
from knowledge.routes.reasons import BETTER

Key = tuple[str, str]
Facts = Mapping[str, Any]


def differences(
    before: Route, after: Route, *, facts: tuple[Facts, Facts] | None = None
) -> tuple[str, ...]:
    """Sentences for steps that came, went or moved, papers more or fewer, goals blocked or free.

    `facts` are those that each route was planned with. Empty when the two routes tell the citizen
    to do the same on the same days, with the same papers.
    """
    found = (
        *_gone(before, after),
        *_come(before, after),
        *_moved(before, after),
        *_papers(before, after),
        *_whole(before, after),
        *_goals(before, after),
    )
    return (*_learnt(*facts), *found) if facts and found else found


def _learnt(before: Facts, after: Facts) -> Iterator[str]:
    """Facts that are otherwise than before."""
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, UNKNOWN), after.get(key, UNKNOWN)
        person, _, name = key.rpartition(".")
        if old != new:
            known = f"从「{_shown(old)}」改为" if old != UNKNOWN else "现在知道是"
            yield f"因为{person}的{name}{known}「{_shown(new)}」:"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return " 至 ".join("?" if one is None else str(one) for one in value)
    return str(value)


def _steps(route: Route) -> dict[Key, Step]:
    return {(step.item, step.person): step for step in route.steps}


def _gone(before: Route, after: Route) -> Iterator[str]:
    reasons = {(one.item, one.person): one.because for one in after.considered}
    for key, step in _steps(before).items():
        if key not in _steps(after):
            because = reasons.get(key, "要达到的目标用不到它了")
            because = "现在有更省的办法" if because == BETTER else because
            yield f"不用办「{step.title}」了:{because}"


def _come(before: Route, after: Route) -> Iterator[str]:
    earlier = {(one.item, one.person): one.because for one in before.considered}
    for key, step in _steps(after).items():
        if key not in _steps(before):
            was = earlier.get(key)
            because = f"原来没有选它,因为{was}" if was else next(iter(step.why), "路线要用到它")
            because = "现在它更省" if was == BETTER else because
            yield f"加上「{step.title}」({step.start}):{because}"


def _moved(before: Route, after: Route) -> Iterator[str]:
    then = _steps(before)
    for key, step in _steps(after).items():
        old = then.get(key)
        if old is None:
            continue
        if old.start != step.start:
            yield f"「{step.title}」从 {old.start} {_to(old.start, step.start)}{_newly(old, step)}"
        if (old.place, old.channel) != (step.place, step.channel):
            yield f"「{step.title}」改为{step.channel}{f'({step.place})' if step.place else ''}"


def _to(old: date, new: date) -> str:
    return f"{'提前' if new < old else '推后'}到 {new}"


def _newly(old: Step, new: Step) -> str:
    """What the step rests on now and did not before."""
    reason = next((one for one in new.why if one not in old.why), None)
    return f":{reason}" if reason else ""


def _papers(before: Route, after: Route) -> Iterator[str]:
    """Papers more or fewer for steps that stay; what comes and goes with a step is told by it."""
    stay = _steps(before).keys() & _steps(after).keys()
    then, now = _materials(before, stay), _materials(after, stay)
    for key, (paper, titles) in now.items():
        if key not in then:
            yield f"{titles}多要一份{paper.of}的{paper.title}:{paper.source}"
    for key, (paper, _) in then.items():
        if key not in now:
            yield f"不用带{paper.of}的{paper.title}了"


def _materials(route: Route, of: Set[Key]) -> dict[Key, tuple[RouteMaterial, str]]:
    """Papers that these steps need, and the steps' titles."""
    found = {}
    for paper in route.materials:
        steps = [one for one in route.steps if one.id in paper.steps]
        titles = [f"「{one.title}」" for one in steps if (one.item, one.person) in of]
        if titles:
            found[paper.id, paper.of] = paper, "、".join(titles)
    return found


def _whole(before: Route, after: Route) -> Iterator[str]:
    old, new = (max((step.finish for step in one.steps), default=None) for one in (before, after))
    if old and new and old != new:
        yield f"全部办完从 {old} {_to(old, new)}"
    trips, now = before.measures.trips, after.measures.trips
    if trips != now:
        yield f"要跑的趟数从 {trips} 趟变成 {now} 趟"


def _goals(before: Route, after: Route) -> Iterator[str]:
    titles = {goal.goal: goal.title for goal in (*before.goals, *after.goals)}
    was = {(one.goal, one.person): one for one in before.blocked}
    now = {(one.goal, one.person): one for one in after.blocked}
    for key, blocked in now.items():
        if key not in was:
            yield f"「{titles.get(key[0], key[0])}」暂时办不到了:{blocked.because}"
    for key in was:
        if key not in now:
            yield f"「{titles.get(key[0], key[0])}」可以办了"
