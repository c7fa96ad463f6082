"""A turn that changes what is known: the fact, what follows from it, and the route."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.turn.carrying import carry_over
from assistant.turn.change import (
    Change,
    ChangeRefused,
    FactCorrected,
    FactWithdrawn,
    PaperAsked,
    StepDone,
    StepFailed,
)
from assistant.turn.conversation import Conversation, HeardFact, RefusedPaper, Reply, Wanted
from assistant.turn.engine import Engine
from knowledge.index.release import Release
from knowledge.model.route import Route
from knowledge.retrieval.finder import Finder

TODAY = date(2026, 10, 20)
FIRST = "residence-permit/first-permit"


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


@pytest.fixture(scope="module")
def planned(engine: Engine) -> tuple[Conversation, Reply]:
    told = "我是湖南的,在厚街上班三年多了,没有居住证怎么办"
    conversation, _ = engine.take_turn(Conversation(id="one"), told, act=None, today=TODAY)
    conversation, reply = engine.take_turn(conversation, "排路线", act="ask_route", today=TODAY)
    assert reply.route is not None and reply.route.steps
    return conversation, reply


def change(
    engine: Engine, planned: tuple[Conversation, Reply], made: Change
) -> tuple[Conversation, Reply]:
    conversation, _ = planned
    return engine.change(conversation, made, today=TODAY)


def route_of(reply: Reply) -> Route:
    assert reply.route is not None
    return reply.route


def test_a_corrected_fact_replans_and_says_why(
    engine: Engine, planned: tuple[Conversation, Reply]
) -> None:
    made = FactCorrected(key="本人.户籍所在地", value="东莞")
    after, reply = change(engine, planned, made)
    assert after.turns == planned[0].turns + 1 and after.values()["本人.户籍所在地"] == "东莞"
    (fact,) = (one for one in after.facts if one.key == "本人.户籍所在地")
    assert (fact.source, fact.turn, fact.words) == ("answered", after.turns, "更正:户籍所在地:东莞")
    assert reply.status == "changed" and "已经改过来了" in reply.reply
    assert any("从「湖南」改为「东莞」" in line for line in reply.changes)
    assert FIRST not in {step.item for step in route_of(reply).steps}
    assert all(line in reply.reply for line in reply.changes)


@pytest.mark.parametrize(
    ("key", "value", "kept", "noted"),
    [
        ("子女.年龄", 6, "子女1.年龄", 6),
        ("子女1.年龄", "七岁", "子女1.年龄", 7),
        ("户籍所在地", "清新的", "本人.户籍所在地", "清新"),
        ("本人.有合法稳定住所", True, "本人.有合法稳定住所", "是"),
        ("本人.在莞居住月数", [36, 47], "本人.在莞居住月数", [36, 47]),
        ("子女1.出生日期", "2020-03-05", "子女1.出生日期", "2020-03-05"),
    ],
)
def test_a_value_is_noted_as_if_it_had_been_said(
    engine: Engine, key: str, value: Any, kept: str, noted: Any
) -> None:
    fresh = Conversation(id="one")
    made = FactCorrected(key=key, value=value)
    after, _ = engine.change(fresh, made, today=TODAY)
    assert after.values() == {kept: noted}


def test_a_correction_drops_what_it_contradicts(engine: Engine) -> None:
    born = HeardFact(key="子女1.出生日期", value="2020-03-05", words="", turn=1, source="said")
    other = born.model_copy(update={"key": "本人.户籍所在地", "value": "清远"})
    before = Conversation(id="one", turns=1, facts=(born, other), unsure=("子女1.年龄",))
    made = FactCorrected(key="子女1.年龄", value=5)
    after, _ = engine.change(before, made, today=TODAY)
    assert after.values() == {"本人.户籍所在地": "清远", "子女1.年龄": 5}
    assert after.unsure == ()


def test_what_is_withdrawn_is_not_inferred_again(
    engine: Engine, planned: tuple[Conversation, Reply]
) -> None:
    after, _ = change(engine, planned, FactWithdrawn(key="本人.户籍所在地"))
    assert "本人.户籍所在地" not in after.values() and "本人.户籍所在地" in after.refuted


def test_a_step_done_is_left_out(engine: Engine, planned: tuple[Conversation, Reply]) -> None:
    step = route_of(planned[1]).steps[0]
    after, reply = change(engine, planned, StepDone(item=step.item, person=step.person))
    assert after.done == (f"{step.item}@{step.person}",)
    assert step.item not in {one.item for one in route_of(reply).steps}
    assert reply.changes and "办好了" in reply.reply


def test_a_paper_asked_for_is_brought(engine: Engine, planned: tuple[Conversation, Reply]) -> None:
    step = route_of(planned[1]).steps[0]
    had = {paper.material for paper in step.materials}
    materials = engine.surroundings.knowledge.shared.materials
    new = next(paper for name, paper in materials.items() if name not in had)
    made = PaperAsked(item=step.item, person=step.person, material=new.title)
    after, reply = change(engine, planned, made)
    assert after.refused == (RefusedPaper(item=step.item, person=step.person, material=new.id),)
    now = next(one for one in route_of(reply).steps if one.item == step.item)
    assert new.id in {paper.material for paper in now.materials} and reply.changes


def test_a_step_that_failed_is_noted(engine: Engine, planned: tuple[Conversation, Reply]) -> None:
    step = route_of(planned[1]).steps[0]
    after, reply = change(engine, planned, StepFailed(item=step.item, person=step.person))
    assert after.failed == (f"{step.item}@{step.person}",) and "看有没有别的办法" in reply.reply


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (FactCorrected(key="本人.身高", value=170), "没有「身高」这个情形要素"),
        (FactCorrected(key="子女1.户籍所在地", value=""), "户籍所在地"),
        (FactCorrected(key="邻居.户籍所在地", value="东莞"), "不是「邻居」会有的情形"),
        (FactCorrected(key="本人.在莞居住月数", value=-3), "不小于 0 的整数"),
        (FactWithdrawn(key="本人.在莞居住月数"), "还没有记下过"),
        (StepDone(item="nothing/nothing", person="本人"), "没有「nothing/nothing」这个事项"),
        (PaperAsked(item=FIRST, person="本人", material="居住证名"), "是不是:"),
    ],
)
def test_what_does_not_fit_is_refused_in_chinese(engine: Engine, made: Change, said: str) -> None:
    with pytest.raises(ChangeRefused, match=said):
        engine.change(Conversation(id="one"), made, today=TODAY)


def test_what_a_release_does_not_know_is_left_behind(release: Release) -> None:
    known = HeardFact(key="本人.户籍所在地", value="清远", words="清远人", turn=1, source="said")
    retired = known.model_copy(update={"key": "本人.退役情形"})
    before = Conversation(
        id="one",
        turns=3,
        facts=(known, retired),
        goals=(Wanted(goal="residence-permit", person="本人"), Wanted(goal="gone", person="本人")),
        lists=("residence-permit", "gone"),
        pending="本人.退役情形",
        unsure=("本人.退役情形", "本人.在莞居住月数"),
        question="gone/gone",
        offered=("gone/gone",),
        held=("id-card@本人", "gone@本人"),
        done=(f"{FIRST}@本人", "gone/gone@本人"),
        failed=("gone/gone@本人",),
        refused=(RefusedPaper(item=FIRST, person="本人", material="gone"),),
    )
    after = carry_over(before, release.knowledge, on=TODAY)
    assert after == before.model_copy(
        update={
            "facts": (known,),
            "goals": before.goals[:1],
            "lists": before.lists[:1],
            "pending": None,
            "unsure": ("本人.在莞居住月数",),
            "question": None,
            "offered": (),
            "held": ("id-card@本人",),
            "done": (f"{FIRST}@本人",),
            "failed": (),
            "refused": (),
        }
    )
