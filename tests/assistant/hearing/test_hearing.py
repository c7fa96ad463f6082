"""Facts heard in words: what was said of whom, and nothing that was only supposed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.hearing.answer import read_answer
from assistant.hearing.hearing import Listener
from knowledge.compiler.load import load_knowledge
from knowledge.model.knowledge_base import Shared

TODAY = date(2026, 11, 22)
CASES: list[tuple[str, dict[str, Any]]] = [
    ("我是湖南的", {"本人.户籍所在地": "湖南"}),
    (
        "我是清远人,来东莞打拼好多年了",
        {"本人.户籍所在地": "清远", "本人.在莞居住月数": [36, 240], "本人.有合法稳定就业": "是"},
    ),
    ("我老婆是广西的", {"配偶.户籍所在地": "广西", "本人.已领结婚证": "是"}),
    ("我家小孩户口在东莞", {"子女1.户籍所在地": "东莞"}),
    ("我们从河南过来", {"本人.户籍所在地": "河南"}),
    (
        "我系广西人,喺大朗返工",
        {"本人.户籍所在地": "广西", "本人.现居住地": "大朗", "本人.有合法稳定就业": "是"},
    ),
    (
        "在厚街上班三年多了",
        {"本人.现居住地": "厚街", "本人.在莞居住月数": [36, 47], "本人.有合法稳定就业": "是"},
    ),
    (
        "在长安租房住了半年",
        {"本人.现居住地": "长安", "本人.在莞居住月数": [6, 8], "家庭.租房居住": "是"},
    ),
    ("小孩明年九月读小学", {"子女1.入读年级": "小学一年级", "子女1.入学年份": 2027}),
    ("九月要上小学", {"子女1.入读年级": "小学一年级", "子女1.入学年份": 2027}),
    ("儿子2028年读一年级", {"子女1.入读年级": "小学一年级", "子女1.入学年份": 2028}),
    ("女儿今年升初一", {"子女1.入读年级": "初中一年级", "子女1.小学毕业年份": 2026}),
    ("孩子六岁", {"子女1.年龄": 6}),
    ("小的三岁大的六岁", {"子女1.年龄": 6, "子女2.年龄": 3}),
    ("没有居住证", {"本人.持有居住证": "否"}),
    ("我有居住证的", {"本人.持有居住证": "是"}),
    ("还没办居住证", {"本人.持有居住证": "否"}),
    ("居住登记办过了,登记过了", {"本人.已办居住登记": "是"}),
    ("如果我户口是东莞的呢", {}),
    ("要是孩子六岁", {}),
    ("今天天气不错", {}),
    ("我想去深圳玩", {}),
]


@pytest.fixture(scope="module")
def shared() -> Shared:
    knowledge = load_knowledge(Path(__file__).parents[3]).knowledge
    assert knowledge is not None
    return knowledge.shared


@pytest.mark.parametrize(("text", "facts"), CASES, ids=[text for text, _ in CASES])
def test_hears(shared: Shared, text: str, facts: dict[str, Any]) -> None:
    heard = Listener(shared).hear(text, today=TODAY)
    assert {one.key: one.value for one in heard} == facts
    assert all(one.words in text for one in heard)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("已办居住登记", "没办过", "否"),
        ("已办居住登记", "办过的", "是"),
        ("已办居住登记", "冇", "否"),
        ("已办居住登记", "不知道", None),
        ("已办居住登记", "不太清楚", None),
        ("已办居住登记", "今天下雨", None),
        ("居住登记月数", "快半年了", [4, 5]),
        ("居住登记月数", "8个月", 8),
        ("户籍所在地", "湖南衡阳", "湖南"),
        ("入读年级", "小学一年级", "小学一年级"),
        ("入读年级", "2", "初中一年级"),
        ("入学优待类别", "都没有", "都不是"),
        ("出生日期", "2020年5月3日", "2020-05-03"),
        ("出生日期", "2020年5月", ["2020-05-01", "2020-05-31"]),
        ("出生日期", "六岁", ["2019-11-23", "2020-11-22"]),
        ("已离婚", "离了", "是"),
        ("已递交离婚申请", "早就交了", "是"),
        ("双方都愿意离婚", "愿意的", "是"),
        ("有容缺材料没补", "交了", None),
        ("派出所答复可办购房入户", "问过了", None),
        ("居住证签注有效", "过期了", None),
        ("去世日期", "昨天", "2026-11-21"),
        ("离婚申请日期", "上个月8号", "2026-10-08"),
    ],
)
def test_answers(shared: Shared, name: str, text: str, value: Any) -> None:
    fact = shared.facts_by_name[name]
    assert read_answer(fact, text, shared=shared, today=TODAY) == value
