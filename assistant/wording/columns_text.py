"""One column in words, a line for each step of the route or each item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.model.route import Route

SHOWN = 8
UNREVIEWED = "(按清单里登记的,待部门核对;办前以窗口为准)"


@dataclass(frozen=True)
class Way:
    """One way to do it; `agent`: somebody else may."""

    channel: str
    place: str | None
    visits: int
    present: tuple[str, ...]
    agent: bool
    duration: str


@dataclass(frozen=True)
class Row:
    """A step or an item, with each way to do it."""

    title: str
    ways: tuple[Way, ...]
    fee: str


def of_route(column: str, route: Route, rows: Sequence[Row]) -> str:
    """The column over all steps, which are told in the order of `rows`."""
    if column == "trips":
        return _trips(route)
    if column == "when":
        days = [f"{step.start}{' 起' if step.open else ''}" for step in route.steps]
        cells = list(zip([row.title for row in rows], days, strict=True))
        return _table("按您的路线,什么时候去", cells)
    heading, cell = OF_ITEMS[column]
    told = _table(f"按您的路线,{heading}", [(row.title, cell(row)) for row in rows])
    if column != "long":
        return told
    last = max(step.finish for step in route.steps)
    return f"{told}\n全部办完,最早在 {last} 前后。"


def of_items(column: str, rows: Sequence[Row]) -> str:
    """The column over some items."""
    heading, cell = OF_ITEMS[column]
    return f"{_table(heading, [(row.title, cell(row)) for row in rows])}\n{UNREVIEWED}"


def _who(row: Row) -> str:
    told = dict.fromkeys(map(_comes, row.ways))
    return ";或者".join(told)


def _comes(way: Way) -> str:
    if not way.visits:
        return f"{way.channel},不用到场"
    comes = f"{'、'.join(way.present)}到场"
    return f"{comes},也可以托人代办(委托要带什么,办前问清)" if way.agent else comes


def _where(row: Row) -> str:
    return _each(way.place or way.channel for way in row.ways)


def _how_long(row: Row) -> str:
    return _each(way.duration for way in row.ways)


def _cost(row: Row) -> str:
    return row.fee


def _visits(row: Row) -> str:
    visits = sorted({way.visits for way in row.ways})
    return _each(f"跑 {count} 趟" if count else "网上办不用跑" for count in visits)


def _home(row: Row) -> str:
    online = dict.fromkeys(way.channel for way in row.ways if not way.visits)
    return f"可以,{'或'.join(online)}" if online else "要到现场"


def _each(told: Iterable[str]) -> str:
    return "或".join(dict.fromkeys(told))


OF_ITEMS: dict[str, tuple[str, Callable[[Row], str]]] = {
    "who": ("谁要到场", _who),
    "where": ("去哪里办", _where),
    "long": ("要多久", _how_long),
    "cost": ("要多少钱", _cost),
    "trips": ("要跑几趟", _visits),
    "home": ("能不能在网上办", _home),
}


def _trips(route: Route) -> str:
    titles = {step.id: step.title for step in route.steps}
    lines = [
        f"· {trip.date} {trip.place}:{'、'.join(titles[one] for one in trip.steps)}"
        for trip in route.trips
    ]
    if not lines:
        return "一趟都不用跑,全部可以在网上办。"
    return "\n".join((f"一共跑 {route.measures.trips} 趟:", *lines))


def _table(heading: str, cells: Sequence[tuple[str, str]]) -> str:
    lines = [f"{number}. {title}:{cell}" for number, (title, cell) in enumerate(cells[:SHOWN], 1)]
    if len(cells) > SHOWN:
        lines.append(f"另有 {len(cells) - SHOWN} 步,见路线页。")
    return "\n".join((f"【{heading}】", *lines))
