"""One column of the route in words, a line for each step."""

from __future__ import annotations

from collections.abc import Callable, Collection

from knowledge.model.route import Route, Step

SHOWN = 8


def who(route: Route, agents: Collection[str]) -> str:
    """Who comes to each step; `agents` are the steps (ids) that somebody else may do."""

    def comes(step: Step) -> str:
        if not step.visits:
            return "不用到场"
        present = "、".join(step.present)
        may = "可以托人代办,委托书和双方证件要带哪些,办前问清" if step.id in agents else ""
        return ";".join(part for part in (f"{present}要到场" if present else "", may) if part) or (
            "要去一趟,谁去没有写明,办前问一下窗口"
        )

    return _table("谁要到场", route, comes)


def where(route: Route) -> str:
    """The place of each step, or how it is done without one."""
    return _table("去哪里办", route, lambda step: step.place or step.channel)


def when(route: Route) -> str:
    """The first day for each step."""
    return _table("什么时候去", route, lambda step: f"{step.start}{' 起' if step.open else ''}")


def how_long(route: Route) -> str:
    """How long each step takes; when all is done, at the earliest."""
    last = max(step.finish for step in route.steps)
    told = _table("要多久", route, lambda step: f"{step.duration},{step.finish} 前后办好")
    return f"{told}\n全部办完,最早在 {last} 前后。"


def cost(route: Route) -> str:
    """What each step costs."""
    return _table("要多少钱", route, lambda step: step.fee)


def trips(route: Route) -> str:
    """Each trip with what is done on it."""
    titles = {step.id: step.title for step in route.steps}
    lines = [
        f"· {trip.date} {trip.place}:{'、'.join(titles[one] for one in trip.steps)}"
        for trip in route.trips
    ]
    if not lines:
        return "一趟都不用跑,全部可以在网上办。"
    return "\n".join((f"一共跑 {route.measures.trips} 趟:", *lines))


def home(route: Route) -> str:
    """Which steps need no visit."""
    return _table("能不能在网上办", route, lambda step: "要到现场" if step.visits else step.channel)


COLUMNS: dict[str, Callable[[Route], str]] = {
    "where": where,
    "when": when,
    "long": how_long,
    "cost": cost,
    "trips": trips,
    "home": home,
}


def _table(heading: str, route: Route, cell: Callable[[Step], str]) -> str:
    lines = [
        f"{number}. {step.title}:{cell(step)}" for number, step in enumerate(route.steps[:SHOWN], 1)
    ]
    more = len(route.steps) - SHOWN
    if more > 0:
        lines.append(f"另有 {more} 步,见路线页。")
    return "\n".join((f"【按您的路线,{heading}】", *lines))
