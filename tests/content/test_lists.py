"""The content, list by list: what is written is whole, what is not is at least recognised."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from knowledge.compiler.check import check
from knowledge.compiler.load import load_knowledge
from knowledge.model.condition import clauses
from knowledge.model.household import read_household
from knowledge.model.inquiry_list import InquiryList, Question
from knowledge.model.judgement import Judge
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.value import Truth

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
LEAST_SAYINGS = 12
TOWNS = 33  # 28 镇、4 街道 and 松山湖
LONG_NUMBER = re.compile(r"\d{7,}|\d{3,4}-\d{7,8}")
ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w")
CATALOG_IDS = [
    row["id"]
    for row in yaml.safe_load((ROOT / "inquiry_lists/catalog.yml").read_text("utf-8"))["lists"]
]
WRITTEN = [
    list_id for list_id in CATALOG_IDS if any((ROOT / "inquiry_lists").glob(f"*/{list_id}.yml"))
]


@cache
def knowledge() -> KnowledgeBase:
    found = load_knowledge(ROOT).knowledge
    assert found is not None, "the lists cannot be read: run `wenzheng check`"
    return found


def written(list_id: str) -> InquiryList:
    return knowledge().lists[list_id]


def sayings(list_id: str) -> list[str]:
    """Every way of saying something of this list."""
    phrasings = knowledge().phrasings
    says = list(phrasings.sayings.get(list_id, ()))
    for key, texts in phrasings.questions.items():
        says += texts if key.startswith(f"{list_id}/") else ()
    return says


def test_exactly_118() -> None:
    assert len(CATALOG_IDS) == len(set(CATALOG_IDS)) == 118
    assert list(knowledge().rows) == CATALOG_IDS


def test_the_project_has_no_problems() -> None:
    assert [str(problem) for problem in check(ROOT)] == []


def test_every_written_list_was_read() -> None:
    assert set(knowledge().lists) == set(WRITTEN)
    assert len(WRITTEN) >= 2


@pytest.mark.parametrize("list_id", CATALOG_IDS)
def test_list_is_recognised(list_id: str) -> None:
    assert len(sayings(list_id)) >= LEAST_SAYINGS


@pytest.mark.parametrize("list_id", CATALOG_IDS)
def test_nobody_trains_on_what_was_held_out(list_id: str) -> None:
    assert not set(sayings(list_id)) & held_out()


@pytest.mark.parametrize("list_id", WRITTEN)
def test_list_answers_its_scope(list_id: str) -> None:
    topics = {topic for question in written(list_id).questions for topic in question.topics}
    assert topics == set(knowledge().rows[list_id].scope)


@pytest.mark.parametrize("list_id", WRITTEN)
def test_every_item_can_be_done_somewhere(list_id: str) -> None:
    for item in written(list_id).items:
        assert item.channels, item.id
        assert item.basis, item.id
        for channel in item.channels:
            assert channel.place or channel.via or channel.mode in ("post", "home"), item.id


@pytest.mark.parametrize("list_id", WRITTEN)
def test_every_question_answers_somebody_of_whom_nothing_is_known(list_id: str) -> None:
    nobody = Judge(knowledge().shared, read_household({}, knowledge().shared, on=TODAY))
    for question in written(list_id).questions:
        truths = {
            nobody.judge(case.when, person=person_of(question), on=TODAY).truth
            for case in question.cases
        }
        assert truths <= {Truth.UNKNOWN}, f"{question.id} decides a case knowing nothing"
        assert question.otherwise or can_be_asked(question), question.id


@pytest.mark.parametrize("list_id", WRITTEN)
def test_texts_hold_no_numbers_to_call_and_no_addresses(list_id: str) -> None:
    """Phone numbers and addresses change and belong to no list; 12345 and the like are short."""
    found = written(list_id)
    texts = [question.otherwise or "" for question in found.questions]
    texts += [case.answer for question in found.questions for case in question.cases]
    texts += [item.note or "" for item in found.items]
    assert any(texts)
    for text in texts:
        assert not LONG_NUMBER.search(text), text
        assert not ADDRESS.search(text), text


def test_acts_do_not_train_on_what_was_held_out() -> None:
    acts = knowledge().phrasings.acts
    assert acts
    assert not {text for act in acts.values() for text in act.says} & held_out()


def test_the_towns_of_dongguan() -> None:
    places = knowledge().shared.places.values()
    towns = [place for place in places if place.within == "东莞" and place.kind == "town"]
    assert len(towns) == TOWNS


def person_of(question: Question) -> str:
    several = knowledge().shared.persons_by_name[question.whose].several
    return f"{question.whose}1" if several else question.whose


def can_be_asked(question: Question) -> bool:
    facts = knowledge().shared.facts_by_name
    rests_on = [facts[clause.fact] for case in question.cases for clause in clauses(case.when)]
    return bool(rests_on) and all(
        fact.ask or (fact.derived and facts[fact.derived.of].ask) for fact in rests_on
    )


@cache
def held_out() -> frozenset[str]:
    lines = [
        json.loads(line)
        for path in sorted((ROOT / "nlu_data/heldout").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    assert len(lines) > 100
    return frozenset(line["text"] for line in lines)
