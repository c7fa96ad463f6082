"""Coverage on the small good project, and on what is broken in it on purpose."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.load import load_sources
from knowledge.coverage.branches import answer_branches, item_branches
from knowledge.coverage.report import (
    BRANCHES,
    CITED,
    ITEMS,
    NAMED,
    SAID,
    Beside,
    ListCoverage,
    coverage,
)
from tests.knowledge.compiler.bad_lists import good_sources

TODAY = date(2026, 11, 22)
PERMIT = "inquiry_lists/household/residence-permit.yml"
NOTHING = Beside(frozenset(), frozenset())


def draft(*, find: str = "", put: str = "") -> Draft:
    """The small project with one text of the permit list exchanged."""
    sources = good_sources()
    text = sources[PERMIT].decode()
    assert not find or text.count(find) == 1
    found = load_sources(sources | {PERMIT: text.replace(find, put).encode()}).draft
    assert found is not None
    return found


def permit(found: Draft, beside: Beside = NOTHING) -> ListCoverage:
    return next(one for one in coverage(found, beside, on=TODAY) if one.id == "residence-permit")


def kinds(found: ListCoverage) -> set[str]:
    return {gap.kind for gap in found.gaps}


def test_every_branch_of_the_good_lists_is_reached() -> None:
    found = draft()
    shared = found.knowledge.shared
    answers = [one for q in walk.questions(found) for one in answer_branches(q, shared, on=TODAY)]
    clauses = [one for item in walk.items(found) for one in item_branches(item, shared, on=TODAY)]
    assert answers
    assert len(clauses) > 5
    assert [one for one in (*answers, *clauses) if not one.reached and not one.parameter] == []


def test_a_case_behind_a_wider_one_is_never_chosen() -> None:
    found = draft(
        find="      - when: 户籍所在地 属于 东莞\n",
        put="      - {when: 户籍所在地 != 清远, answer: 甲}\n      - when: 户籍所在地 属于 东莞\n",
    )
    gaps = [gap for gap in permit(found).gaps if gap.kind == "答复走不到"]
    assert [gap.words for gap in gaps] == ["户籍所在地 属于 东莞"]
    assert gaps[0].where.startswith(f"{PERMIT}:")


def test_a_condition_nobody_can_meet_is_found() -> None:
    found = draft(
        find="- need: 连续居住月数 >= 6",
        put="- need: 连续居住月数 < 3\n        - need: 连续居住月数 >= 6",
    )
    told = permit(found)
    assert any("办得成" in gap.words for gap in told.gaps if gap.kind == "事项条件走不到")
    assert told.shares[ITEMS].done < told.shares[ITEMS].of


def test_a_figure_without_value_is_no_gap_of_the_branch() -> None:
    found = draft(find="连续居住月数 >= 6", put="连续居住月数 >= 参数.居住登记办理天数")
    told = permit(found)
    assert told.figures == ("居住登记办理天数",)
    assert "事项条件走不到" not in kinds(told)
    assert told.shares[ITEMS].done < told.shares[ITEMS].of


def test_what_conversations_and_held_out_sayings_name_is_counted() -> None:
    named = Beside(
        frozenset({"residence-permit/who-can-apply"}), frozenset({"residence-permit/who-can-apply"})
    )
    before, after = permit(draft()), permit(draft(), named)
    for name in (NAMED, SAID):
        assert after.shares[name].done == before.shares[name].done + 1
    assert {"没有对话写到", "没有留出的说法"} <= kinds(before)


def test_an_answer_without_a_verified_source_is_told() -> None:
    found = draft(
        find="      - {law: residence-permit-regulation, article: 第二条, for: 谁可以申领}\n",
        put="      - {set_by: 东莞市公安局, published_at: 窗口公示, verified: null}\n",
    )
    assert permit(draft()).shares[CITED].done == permit(draft()).shares[CITED].of
    assert "答复没有核实的依据" in kinds(permit(found))


def test_lists_not_written_have_their_scope_unanswered() -> None:
    found = coverage(draft(), NOTHING, on=TODAY)
    assert len(found) == 118
    unwritten = [one for one in found if not one.written]
    assert len(unwritten) == 116
    assert all(one.topics.done == 0 < one.topics.of and not one.complete for one in unwritten)


@pytest.mark.parametrize("name", [BRANCHES, ITEMS])
def test_shares_never_exceed_the_whole(name: str) -> None:
    share = permit(draft()).shares[name]
    assert 0 < share.done <= share.of
