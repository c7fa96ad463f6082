"""Households to plan for, and the lists with made-up figures where nobody has verified one yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.model.inquiry_list import Deadline, Item, Later
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route
from knowledge.model.shared import ParameterValue
from knowledge.routes.planner import plan_route
from knowledge.routes.request import PlanRequest, Wish

NEWCOMER = {
    "本人.户籍所在地": "清远",
    "本人.现居住地": "厚街",
    "本人.有合法稳定就业": "是",
    "本人.有合法稳定住所": "是",
    "本人.已办居住登记": "否",
    "本人.持有居住证": "否",
    "配偶.户籍所在地": "清远",
    "配偶.持有居住证": "否",
    "配偶.居住证签注有效": "否",
    "配偶.持有港澳台居民居住证": "否",
}
PUPIL = {
    "子女1.出生日期": "2021-03-01",
    "子女1.户籍所在地": "清远",
    "子女1.入读年级": "小学一年级",
    "子女1.入学优待类别": "都不是",
    "子女1.已落实学位": "否",
}
SECOND_PUPIL = {
    "子女2.户籍所在地": "清远",
    "子女2.入读年级": "初中一年级",
    "子女2.小学毕业年份": 2027,
    "子女2.小学就读地": "东莞民办小学",
    "子女2.已落实学位": "否",
}
LOCAL = {
    "本人.户籍所在地": "大朗",
    "家庭.在莞有房产": "是",
    "子女1.出生日期": "2021-03-01",
    "子女1.户籍所在地": "大朗",
    "子女1.入读年级": "小学一年级",
    "子女1.接到统筹安排通知": "否",
    "子女1.因身体状况需延缓入学": "是",
}
LAPSED = {
    "本人.户籍所在地": "清远",
    "本人.现居住地": "大朗",
    "本人.已办居住登记": "是",
    "本人.持有居住证": "是",
    "本人.居住证签注有效": "否",
    "本人.居住证签注到期日": "2026-11-20",
    "本人.居住证损坏": "是",
    "本人.居住证丢失": "否",
    "本人.登记住址待更新": "是",
}
MOVED = {
    **NEWCOMER,
    "本人.已办居住登记": "是",
    "本人.居住登记月数": 8,
    "本人.登记住址待更新": "是",
    "本人.居住证签注到期日": "2026-11-20",
}

DIVORCING = {
    "本人.已领结婚证": "是",
    "本人.双方都愿意离婚": "是",
    "本人.已递交离婚申请": "是",
    "本人.已撤回离婚申请": "否",
    "本人.离婚申请日期": "2026-11-10",
    "本人.已离婚": "否",
}


@dataclass(frozen=True)
class Household:
    """Who asks for what, on which day."""

    facts: dict[str, Any]
    goals: tuple[str, ...]
    today: date = date(2026, 11, 23)
    held: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    prefer: Any = "trips"


HOUSEHOLDS = {
    "newcomer": Household({**NEWCOMER, **PUPIL}, ("school-place@子女1",)),
    "newcomer, soonest": Household({**NEWCOMER, **PUPIL}, ("school-place@子女1",), prefer="finish"),
    "two children": Household(
        {**NEWCOMER, **PUPIL, **SECOND_PUPIL},
        ("school-place@子女1", "school-place@子女2", "residence-permit@本人"),
    ),
    "local": Household(LOCAL, ("school-place@子女1", "school-delayed@子女1")),
    "lapsed permit": Household(
        LAPSED, ("permit-replaced@本人", "address-updated@本人", "residence-permit-in-force@本人")
    ),
    "nothing known": Household({}, ("residence-permit@本人",)),
    "registered since": Household(
        NEWCOMER, ("residence-permit@本人",), done=("residence-permit/register-residence",)
    ),
    "about five months": Household(
        {**NEWCOMER, "本人.已办居住登记": "是", "本人.居住登记月数": "4-5"},
        ("residence-permit@本人",),
        today=date(2027, 3, 5),
    ),
    "moved": Household(MOVED, ("address-updated@本人",), held=("lease@本人",)),
    "divorcing": Household(DIVORCING, ("divorced@本人",)),
    "out of reach": Household({**LOCAL, "子女1.有残疾": "否"}, ("special-school-placement@子女1",)),
}
FILLED = {
    "newcomer, figures": Household({**NEWCOMER, **PUPIL}, ("school-place@子女1",)),
    "moved, figures": Household(MOVED, ("address-updated@本人",)),
    "moved soonest, figures": Household(MOVED, ("address-updated@本人",), prefer="finish"),
    "everything, figures": Household(
        {**MOVED, **PUPIL, "本人.居住登记月数": 3},
        ("school-place@子女1", "address-updated@本人", "residence-permit@本人"),
    ),
}


def plan(household: Household, over: KnowledgeBase) -> Route:
    """The planner's route for a household."""
    wishes = tuple(Wish(*goal.split("@")) for goal in household.goals)
    return plan_route(
        PlanRequest(
            over,
            "a-release",
            household.facts,
            wishes,
            household.today,
            held=household.held,
            done=household.done,
            prefer=household.prefer,
        )
    )


def with_figures(knowledge: KnowledgeBase) -> KnowledgeBase:
    """Known windows and days, two visits, 容缺, validity, a deadline: none of them true."""
    known = _with_parameter(knowledge, "居住登记办理天数", value="10")
    known = _with_parameter(known, "招生审核录取天数", value="30")
    known = _with_parameter(known, "居住证换补领工本费", value="20")
    known = _with_parameter(known, "积分入学申请时间", opens="05-06", closes="07-20")
    card = known.shared.materials["residence-permit-card"].model_copy(update={"valid_days": "40"})
    known = _with_shared(known, materials={**known.shared.materials, card.id: card})
    permit = known.items(date(2026, 11, 23))["residence-permit/first-permit"]
    twice = tuple(channel.model_copy(update={"visits": 2}) for channel in permit.channels)
    known = _with_item(known, "residence-permit/first-permit", channels=twice, fee="12")
    change = known.items(date(2026, 11, 23))["residence-permit/change-address"]
    shown = permit.materials[0].model_copy(update={"use": card.id, "later": Later(days="5")})
    due = Deadline(days="3", kind="自然日", after="居住证签注到期日", late="过期照样能办。")
    return _with_item(
        known,
        "residence-permit/change-address",
        materials=(*change.materials, shown),
        deadline=due,
    )


def _with_shared(knowledge: KnowledgeBase, **changes: Any) -> KnowledgeBase:
    return replace(knowledge, shared=replace(knowledge.shared, **changes))


def _with_parameter(knowledge: KnowledgeBase, name: str, **value: str) -> KnowledgeBase:
    parameters = {
        key: one.model_copy(update={"values": (ParameterValue(**value),)})  # type: ignore[arg-type]
        if one.name == name
        else one
        for key, one in knowledge.shared.parameters.items()
    }
    return _with_shared(knowledge, parameters=parameters)


def _with_item(knowledge: KnowledgeBase, key: str, **changes: Any) -> KnowledgeBase:
    list_id, _, item_id = key.partition("/")
    found = knowledge.lists[list_id]

    def changed(item: Item) -> Item:
        return item.model_copy(update=changes) if item.id == item_id else item

    items = tuple(changed(item) for item in found.items)
    return replace(
        knowledge,
        lists={**knowledge.lists, list_id: found.model_copy(update={"items": items})},
    )
