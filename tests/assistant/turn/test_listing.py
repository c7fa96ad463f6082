"""Questions that count or name things, and questions that do not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.turn.conversation import Conversation
from assistant.turn.engine import Engine
from assistant.turn.listing import kind_of_listing
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder

TODAY = date(2026, 11, 22)
COUNTED = "按清单里登记的数"


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


def told(engine: Engine, text: str) -> str:
    """The counted part of the reply, or nothing."""
    _, reply = engine.take_turn(Conversation(id="c"), text, act=None, today=TODAY)
    return "\n\n".join(part for part in reply.reply.split("\n\n") if COUNTED in part)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("首次申领居住证要带哪些材料", "papers"),
        ("办居住证一共要几样材料", "papers"),
        ("材料要哪些", "papers"),
        ("资料都要准备什么", "papers"),
        ("去窗口要带什么?", "papers"),
        ("使唔使带咩证件", "papers"),
        ("要交几份", "papers"),
        ("有几种方式入户", "ways"),
        ("入户有哪几条路", "ways"),
        ("哪些情形可以提取", "ways"),
        ("提取公积金有多少种情况", "ways"),
        ("可以在哪些地方办", "channels"),
        ("办理渠道有哪些", "channels"),
        ("几天能办好", None),
        ("要多少钱", None),
        ("要什么条件", None),
        ("哪些人能办居住证", None),
        ("社保要交多少年", None),
        ("我带小孩来东莞", None),
        ("房东叫什么名字", None),
    ],
)
def test_what_is_to_be_counted(text: str, kind: str | None) -> None:
    assert kind_of_listing(text) == kind


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "首次申领居住证要带哪些材料",
            ("【首次申领居住证】一共要 3 样", "居民身份证", "最多 2 样"),
        ),
        ("居住证每年签注要带什么", ("【居住证每年签注】一共要 2 样", "居住证(原件)")),
        ("租房提取公积金要什么资料", ("【租房提取公积金】一共要 3 样", "房屋租赁合同")),
        ("离职提取公积金要带什么材料", ("【离职", "解除或终止劳动关系证明")),
        ("契税退税要交几样材料", ("一共要 5 样", "契税完税凭证")),
        ("父母投靠入户要哪些证件", ("【父母投靠子女入户】一共要 4 样", "父母的居民户口簿")),
        ("住院费用手工报销要准备哪些材料", ("【住院", "一共要 6 样", "疾病诊断证明")),
        ("给孩子办居住登记要带几样", ("【给孩子办居住登记】一共要 2 样", "子女的居民户口簿")),
        ("居住登记可以在哪些地方办", ("【居住登记】有两个办理渠道", "派出所", "社区服务")),
        ("养老保险转入东莞有哪些渠道", ("有两个办理渠道", "国家社会保险公共服务平台")),
        ("灵活就业停保有哪些渠道办", ("【灵活就业停保】有两个办理渠道", "粤税通")),
        ("哪些情形可以提取公积金", ("里有四种", "租房提取", "离职", "退休")),
        ("我是湖南的,入户有哪几条路", ("有三种", "购房入户申请", "夫妻投靠")),
    ],
)
def test_things_are_counted_from_the_lists(
    engine: Engine, text: str, parts: tuple[str, ...]
) -> None:
    answer = told(engine, text)
    assert not [part for part in parts if part not in answer], answer


@pytest.mark.parametrize("text", ["居住证要多少钱", "学籍转学要几份材料", "你好,要带什么"])
def test_what_cannot_be_counted_is_not(engine: Engine, text: str) -> None:
    assert not told(engine, text)


def test_what_is_told_is_what_the_list_holds(engine: Engine) -> None:
    item = engine.surroundings.knowledge.items(TODAY)["provident-fund-withdraw/withdraw-for-rent"]
    materials = engine.surroundings.knowledge.shared.materials
    answer = told(engine, "租房提取公积金要什么资料")
    always = [use for use in item.materials if use.when is None]
    assert f"一共要 {len(always)} 样" in answer
    assert all(materials[use.use].title in answer for use in always if use.use)


@pytest.mark.parametrize(("hukou", "listed"), [("湖南", True), ("东莞", False)])
def test_what_the_facts_rule_out_is_left_out(engine: Engine, hukou: str, listed: bool) -> None:
    before, _ = engine.take_turn(Conversation(id="c"), f"我是{hukou}户口", act=None, today=TODAY)
    _, reply = engine.take_turn(before, "入户有哪几条路", act=None, today=TODAY)
    assert ("1. 购房入户申请" in reply.reply) is listed
