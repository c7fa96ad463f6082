"""What changed between two routes of one household, with the reason, in as few words as tell it."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.model.route import Route, Step

Key = tuple[str, str]


def differences(before: Route, after: Route) -> tuple[str, ...]:
    """Sentences for steps that came, went or moved and goals that became blocked or free.

    Empty when the two routes tell the citizen to do the same on the same days.
    """
    return (
        *_gone(before, after),
        *_come(before, after),
        *_moved(before, after),
        *_goals(before, after),
    )


def _steps(route: Route) -> dict[Key, Step]:
    return {(step.item, step.person): step for step in route.steps}


def _gone(before: Route, after: Route) -> Iterator[str]:
    reasons = {(one.item, one.person): one.because for one in after.considered}
    for key, step in _steps(before).items():
        if key not in _steps(after):
            because = reasons.get(key, "要达到的目标用不到它了")
            yield f"不用办「{step.title}」了:{because}"


def _come(before: Route, after: Route) -> Iterator[str]:
    earlier = {(one.item, one.person): one.because for one in before.considered}
    for key, step in _steps(after).items():
        if key not in _steps(before):
            was = earlier.get(key)
            because = (
                f"原来没有选它,因为{was}" if was else step.why[0] if step.why else "路线要用到它"
            )
            yield f"加上「{step.title}」({step.start}):{because}"


def _moved(before: Route, after: Route) -> Iterator[str]:
    then = _steps(before)
    for key, step in _steps(after).items():
        old = then.get(key)
        if old is not None and old.start != step.start:
            word = "提前到" if step.start < old.start else "推后到"
            yield f"「{step.title}」从 {old.start} {word} {step.start}"
        elif old is not None and (old.place, old.channel) != (step.place, step.channel):
            yield f"「{step.title}」改为{step.place or step.channel}"


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
