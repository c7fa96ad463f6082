"""A route as text for those who read no page: dates first, then what, where, with what."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.model.route import Route, Step
from knowledge.routes.explain import PERHAPS, WAIVED

PAPERS_SHOWN = 6
SHOWN = 3
CHANGES_SHOWN = 5


def route_text(route: Route) -> str:
    """Lines of plain text; empty when there is nothing to do and nothing blocked."""
    lines: list[str] = []
    if route.steps:
        measures = route.measures
        goals = "、".join(dict.fromkeys(goal.title for goal in route.goals))
        lines.append(
            f"【办事路线】{goals}:{measures.items} 件事,跑 {measures.trips} 趟,"
            f"最早 {route.steps[-1].finish} 前后办完。"
        )
        lines += [_step(number, step) for number, step in enumerate(route.steps, 1)]
        lines.append(_compared(route))
    for blocked in route.blocked:
        title = next(
            (goal.title for goal in route.goals if goal.goal == blocked.goal), blocked.goal
        )
        lines.append(f"【暂时办不到】{title}:{blocked.because}")
    others = [
        one for one in route.alternatives if one.item not in {step.item for step in route.steps}
    ]
    lines += _some("【别的办法】", [f"{one.title}({one.because})" for one in others])
    lines += _some("【先按这些算】", route.assumptions)
    return "\n".join(lines)


def changes_text(changes: Sequence[str]) -> str:
    """What is otherwise than before, the first few."""
    more = (
        f"\n另有 {len(changes) - CHANGES_SHOWN} 处,见路线页。"
        if len(changes) > CHANGES_SHOWN
        else ""
    )
    return "【路线有变】\n" + "\n".join(changes[:CHANGES_SHOWN]) + more


def _some(heading: str, told: Sequence[str]) -> list[str]:
    """The first few, and how many more the page shows: the reply has to fit on one screen."""
    more = f";另有 {len(told) - SHOWN} 条,见路线页" if len(told) > SHOWN else ""
    return [heading + ";".join(told[:SHOWN]) + more] if told else []


def _step(number: int, step: Step) -> str:
    place = step.place or step.channel
    bring = [
        paper.title for paper in step.materials if not paper.source.startswith((WAIVED, PERHAPS))
    ]
    papers = f",带{'、'.join(dict.fromkeys(bring[:PAPERS_SHOWN]))}" if bring else ""
    more = "等" if len(bring) > PAPERS_SHOWN else ""
    when = f"{step.start} 起" if step.open else f"{step.start}"
    done = (
        f",{step.duration},{step.finish} 前后办好"
        if step.finish != step.start
        else f",{step.duration}"
    )
    return f"{number}. {when} {step.title}:{place}{papers}{more}{done}。"


def _compared(route: Route) -> str:
    measures, alone = route.measures, route.measures.alone
    proven = route.proof.get("trips")
    proof = "(已证明不能更少)" if proven and proven.value == proven.bound else ""
    return (
        f"单独办要跑 {alone.trips} 趟、交 {alone.materials} 份材料;"
        f"一起办跑 {measures.trips} 趟{proof}、交 {measures.materials} 份。"
    )
