"""Households drawn at random, over the small knowledge base and over the written lists."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from knowledge.routes.outlines import BY_FINISH, BY_TRIPS, Outline
from knowledge.routes.request import PlanRequest, Preference
from knowledge.routes.schedule import Plan
from tests.knowledge.routes.small import draw, request, small_knowledge, written_knowledge

PREFERENCES: tuple[Preference, ...] = ("trips", "finish")
ORDERS = {"trips": BY_TRIPS, "finish": BY_FINISH}
YES_NO: list[Any] = ["是", "否"]
SMALL: dict[str, list[Any]] = {
    "本人.持有甲证": YES_NO,
    "本人.有住所": YES_NO,
    "本人.有工作": YES_NO,
    "本人.已登记": YES_NO,
    "本人.登记月数": [0, 3],
    "本人.身体合格": YES_NO,
    "子女1.年级": ["一年级", "七年级", "其他"],
}
SMALL_GOALS = (("card", "本人"), ("school", "子女"), ("registered", "本人"))
WRITTEN: dict[str, list[Any]] = {
    "本人.户籍所在地": ["清远", "东莞", "厚街", "香港"],
    "本人.现居住地": ["厚街", "虎门"],
    "本人.已办居住登记": YES_NO,
    "本人.居住登记月数": [0, 3, 12, [5, 7]],
    "本人.持有居住证": YES_NO,
    "本人.居住证签注有效": YES_NO,
    "本人.居住证丢失": YES_NO,
    "本人.有合法稳定就业": YES_NO,
    "本人.有合法稳定住所": YES_NO,
    "本人.登记住址待更新": YES_NO,
    "子女1.户籍所在地": ["清远", "东莞"],
    "子女1.出生日期": ["2020-03-05", "2014-05-01", ["2019-09-01", "2021-08-31"]],
    "子女1.入读年级": ["小学一年级", "初中一年级", "其他年级"],
    "子女1.小学毕业年份": [2026, 2027],
    "子女1.入学优待类别": ["都不是", "军人子女"],
    "子女1.小学就读地": ["东莞公办小学", "外地小学"],
    "家庭.在莞有房产": YES_NO,
}
WRITTEN_GOALS = (
    ("residence-permit", "本人"),
    ("residence-permit-in-force", "本人"),
    ("school-place", "子女"),
    ("address-updated", "本人"),
    ("permit-replaced", "本人"),
)
DAYS = st.dates(date(2025, 9, 1), date(2026, 12, 31))


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def some(known: Mapping[str, list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these facts, each with one of its values."""
    return st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in known.items()})


@dataclass(frozen=True)
class Case:
    """A household with its goals, over the small knowledge base or over the written lists."""

    small: bool
    facts: Mapping[str, Any]
    goals: tuple[tuple[str, str], ...]
    today: date
    prefer: Preference

    def request(self, *, done: tuple[str, ...] = ()) -> PlanRequest:
        return request(
            self.facts,
            *self.goals,
            knowledge=small_knowledge() if self.small else written_knowledge(),
            today=self.today,
            prefer=self.prefer,
            done=done,
        )

    def draw(self, *, done: tuple[str, ...] = ()) -> Outline:
        return draw(self.request(done=done), order=ORDERS[self.prefer])


@st.composite
def cases(choose: st.DrawFn) -> Case:
    small = choose(st.booleans())
    wishes = st.sets(st.sampled_from(SMALL_GOALS if small else WRITTEN_GOALS), min_size=1)
    return Case(
        small,
        choose(some(SMALL if small else WRITTEN)),
        tuple(sorted(choose(wishes))[:3]),
        choose(DAYS),
        choose(st.sampled_from(PREFERENCES)),
    )


def shape(plan: Plan) -> Hashable:
    """What the citizen would do, and when."""
    return tuple(sorted((one.task, one.start, one.finish) for one in plan.planned.values()))


def vector(plan: Plan | None) -> tuple[int, ...]:
    assert plan is not None
    return tuple(level.value for level in plan.levels)
