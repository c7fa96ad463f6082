"""The timeline is well-formed, shows every step and trip, repeats itself, lets no markup in."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from knowledge.compiler.load import load_knowledge
from knowledge.model.route import Alone, Measures, Route, RouteGoal, Step, Trip
from knowledge.routes.planner import plan_route
from knowledge.routes.request import PlanRequest, Wish
from knowledge.routes.timeline import timeline_svg

TODAY = date(2026, 11, 23)
SVG = "{http://www.w3.org/2000/svg}"
NEWCOMER = {
    "本人.户籍所在地": "清远",
    "本人.现居住地": "厚街",
    "本人.有合法稳定住所": "是",
    "本人.已办居住登记": "否",
    "本人.持有居住证": "否",
}


def step(number: int, start: int, finish: int, **changes: Any) -> Step:
    """A step so many days from today."""
    terms: dict[str, Any] = {
        "id": f"s{number}",
        "item": f"some-list/item-{number}",
        "title": f"第{number}件事",
        "list": "some-list",
        "person": "本人",
        "department": "东莞市公安局",
        "channel": "窗口",
        "place": "厚街 · 派出所",
        "start": TODAY + timedelta(days=start),
        "finish": TODAY + timedelta(days=finish),
        "open": False,
        "visits": 1,
        "present": ("本人",),
        "duration": "当场办" if start == finish else f"法定最长 {finish - start} 个自然日",
        "fee": "免费",
        "after": (),
        "why": (),
        "basis": (),
        "materials": (),
    }
    return Step(**{**terms, **changes})


def route(*steps: Step) -> Route:
    """These steps, each with a trip of its own."""
    trips = tuple(
        Trip(id=f"t{number}", date=one.start, place=one.place, steps=(one.id,))
        for number, one in enumerate(steps, 1)
        if one.place
    )
    goal = RouteGoal.model_validate({"goal": "some", "title": "办成", "for": "本人"})
    nothing = Alone(departments=0, items=0, materials=0, trips=0, days=0)
    return Route(
        release="a-release",
        today=TODAY,
        goals=(goal,),
        assumptions=(),
        trips=trips,
        steps=steps,
        considered=(),
        materials=(),
        measures=Measures(**nothing.model_dump(), alone=nothing, formula=""),
        proof={},
        blocked=(),
        alternatives=(),
        branches=(),
        asks=(),
    )


def texts(svg: str) -> str:
    return "\n".join(one.text or "" for one in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def real(root: Path) -> Route:
    knowledge = load_knowledge(root).knowledge
    assert knowledge is not None
    wishes = (Wish("residence-permit", "本人"),)
    return plan_route(PlanRequest(knowledge, "a-release", NEWCOMER, wishes, TODAY))


def test_every_step_and_trip_is_there(real: Route) -> None:
    picture = ElementTree.fromstring(timeline_svg(real))
    drawn = {
        name: [one.get(name) for one in picture.iter(f"{SVG}g")]
        for name in (
            "data-step",
            "data-trip",
        )
    }
    assert [one.id for one in real.steps] == [name for name in drawn["data-step"] if name]
    assert [one.id for one in real.trips] == [name for name in drawn["data-trip"] if name]
    said = texts(timeline_svg(real))
    assert all(one.title in said for one in real.steps)
    assert all(f"{one.date.month}月{one.date.day}日" in said for one in real.trips)
    assert "等约 6 个月" in said


def test_it_repeats_exactly(real: Route) -> None:
    again = Route.model_validate_json(real.model_dump_json(by_alias=True))
    assert timeline_svg(real) == timeline_svg(again)


def test_it_speaks_to_who_cannot_see(real: Route) -> None:
    picture = ElementTree.fromstring(timeline_svg(real))
    title, desc = picture[0], picture[1]
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert all(one.title in (desc.text or "") for one in real.steps)


def test_phone_and_paper(real: Route) -> None:
    svg = timeline_svg(real)
    assert 'viewBox="0 0 360 ' in svg
    assert min(int(size) for size in re.findall(r'font-size="(\d+)"', svg)) >= 12
    assert not re.search(r"<(script|image|use|style|foreignObject)|url\(|href", svg)


def test_markup_in_a_title_stays_text() -> None:
    odd = '<script>alert("1")</script> & ]]> \x00\x1b'
    picture = route(step(1, 0, 3, title=odd, department="<b>", place='"/><x>'))
    picture = picture.model_copy(update={"goals": ()})
    parsed = ElementTree.fromstring(timeline_svg(picture))
    assert not [one for one in parsed.iter() if one.tag in (f"{SVG}script", f"{SVG}b", f"{SVG}x")]
    assert "<script>" in texts(timeline_svg(picture)).replace("\n", "")


def test_long_waits_are_folded_and_short_ones_not() -> None:
    folded = timeline_svg(route(step(1, 0, 5), step(2, 300, 310, after=("s1",))))
    assert "折起来的空档" in folded
    assert "折起来的空档" not in timeline_svg(route(step(1, 0, 5), step(2, 30, 40)))
    assert "折起来的空档" not in timeline_svg(route(step(1, 0, 400)))


def test_an_open_end_is_dashed_and_said() -> None:
    open_ended = timeline_svg(route(step(1, 0, 0, open=True, duration="时限没有核实")))
    closed = timeline_svg(route(step(1, 0, 0)))
    assert 'stroke-dasharray="4 3"' in open_ended and "最早" in texts(open_ended)
    assert 'stroke-dasharray="4 3"' not in closed and "最早" not in texts(closed)


def test_everything_stays_inside() -> None:
    days = (0, 0, 1, 3, 9, 30, 31, 64, 150, 151, 300, 420, 800)
    many = route(*(step(n, day, day + n, open=n % 2 == 0) for n, day in enumerate(days, 1)))
    svg = timeline_svg(many)
    picture = ElementTree.fromstring(svg)
    width, height = (float(side) for side in str(picture.get("viewBox")).split()[2:])
    for one in picture.iter(f"{SVG}text"):
        assert 0 <= float(str(one.get("x"))) <= width
        assert float(str(one.get("y"))) <= height
    for rect in picture.iter(f"{SVG}rect"):
        left = float(rect.get("x") or 0)
        assert left >= 0 and left + float(str(rect.get("width"))) <= width
    marks = [float(str(one.get("cx"))) for one in picture.iter(f"{SVG}circle")]
    assert marks == sorted(marks), "later steps stand further right"


def test_a_lane_for_each_department() -> None:
    three = route(step(1, 0, 1), step(2, 1, 2, department="东莞市教育局"), step(3, 2, 3))
    said = texts(timeline_svg(three)).splitlines()
    assert said.count("东莞市公安局") == said.count("东莞市教育局") == 1
    assert said.index("3 第3件事") < said.index("东莞市教育局")


def test_a_route_without_steps() -> None:
    assert "没有要办的步骤" in texts(timeline_svg(route()))
