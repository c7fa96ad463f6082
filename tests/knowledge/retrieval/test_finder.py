"""Finding in a release of the lists as they are."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.index.release import Release
from knowledge.retrieval.explain import explain
from knowledge.retrieval.finder import MOST, Finder
from knowledge.retrieval.found import Found, kind_of

SCHOOL_WITHOUT_PERMIT = "我是湖南的,在厚街上班三年多了,小孩明年九月读小学,没有居住证怎么办"


@pytest.fixture(scope="module")
def finder(release: Release) -> Finder:
    return Finder(release)


def lawful(found: Found, finder: Finder) -> None:
    """What holds for every answer."""
    if found.kind != "consult":
        assert found == Found(found.kind)
        return
    assert 1 <= len(found.lists) <= MOST
    assert {one.id for one in found.lists} <= set(finder.lists.lists)
    assert {one.id for one in found.questions} <= set(finder.questions.questions)
    for scored in (found.lists, found.questions):
        assert len({one.id for one in scored}) == len(scored)
        assert all(0 < one.score < 1 for one in scored)
        assert all(before.score >= after.score for before, after in pairwise(scored))


def test_both_lists_of_the_first_case(finder: Finder) -> None:
    found = finder.find(SCHOOL_WITHOUT_PERMIT)
    assert found.kind == "consult"
    assert {one.id for one in found.lists[:2]} == {"compulsory-school", "residence-permit"}
    assert found.questions


@pytest.mark.parametrize("text", ["", " \n", "?!。…", "👍", "嗯", "asdfgh", "\x00\ufeff"])
def test_nothing_said_is_unclear(finder: Finder, text: str) -> None:
    assert finder.find(text) == Found("unclear")


@pytest.mark.parametrize(
    ("text", "kind"), [("你好", "greeting"), ("谢谢你", "thanks"), ("再见", "bye")]
)
def test_courtesies(finder: Finder, text: str, kind: str) -> None:
    assert finder.find(text).kind == kind_of(kind)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=200) | st.text(alphabet="我想办居住证小孩读书入户,。12 \n社保医", max_size=90)
)
def test_every_text_gets_a_lawful_answer(finder: Finder, text: str) -> None:
    lawful(finder.find(text), finder)


@given(st.integers(min_value=1, max_value=MOST))
@settings(deadline=None, max_examples=10)
def test_the_limit_cuts_the_end(finder: Finder, limit: int) -> None:
    full, cut = finder.find(SCHOOL_WITHOUT_PERMIT), finder.find(SCHOOL_WITHOUT_PERMIT, limit)
    assert cut == replace(full, lists=full.lists[:limit], questions=full.questions[:limit])


def test_the_same_words_give_the_same_answer(finder: Finder) -> None:
    assert finder.find(SCHOOL_WITHOUT_PERMIT) == finder.find(SCHOOL_WITHOUT_PERMIT)


def test_a_flood_is_read_at_both_ends(finder: Finder) -> None:
    flood = "居住证丢了怎么补。" + "啦" * 100_000 + "。小孩读一年级怎么报名"
    started = time.perf_counter()
    explanation = explain(finder, flood)
    assert time.perf_counter() - started < 5
    assert explanation.shortened
    lawful(explanation.found, finder)
    assert "居住证丢了" in explanation.whole.text
    assert explanation.whole.text.endswith("怎么报名")


def test_the_explanation_tells_what_decided(finder: Finder) -> None:
    told = explain(finder, SCHOOL_WITHOUT_PERMIT)
    assert told.found == finder.find(SCHOOL_WITHOUT_PERMIT)
    assert not told.shortened
    assert [read.text for read in told.clauses][-1] == "没有居住证怎么办"
    assert "居住证" in told.whole.words
    assert max(told.kinds, key=lambda kind: told.kinds[kind]) == "consult"
    assert told.consulting >= told.consulting_from
    kept = [one for one in told.lists if one.kept]
    assert [one.id for one in kept] == [one.id for one in told.found.lists]
    assert all(one.score < told.lists_from for one in told.lists if not one.kept)
    assert len(told.lists) > len(kept)
    permit = next(one for one in kept if one.id == "residence-permit")
    assert (permit.title, permit.clause) == ("居住证与居住登记", "没有居住证怎么办")
    assert all(permit.signals.values())
    assert told.nearest[0].closeness >= told.nearest[-1].closeness


def test_kinds_are_closed() -> None:
    with pytest.raises(ValueError, match="no kind"):
        kind_of("gossip")
