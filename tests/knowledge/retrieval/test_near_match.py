"""Which words decide between two questions of a list, and what follows from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge.index.release import Release
from knowledge.index.sayings import Saying
from knowledge.index.text import Analyser, Lexicon
from knowledge.retrieval.finder import Finder, fitting_first, shares
from knowledge.retrieval.found import Scored
from knowledge.retrieval.near_match import DecidingWords

IN, OUT = "transfer/in", "transfer/out"
SAID = {
    IN: "养老保险转入东莞 外省社保转入 怎么转入东莞 社保转入要多久 想把社保转入 转入手续",
    OUT: "养老保险转出东莞 离开东莞转出社保 怎么转出 社保转出要多久 想把社保转出 转出手续",
    "parents/join": "父母投靠 父母入户 父母迁户口 父母跟我落户 爸妈父母迁来 父母怎么迁",
    "parents/child": "子女投靠 子女入户 子女迁户口 子女跟我落户 孩子子女迁来 子女怎么迁",
    "permit/first": "首次办证 首次申领证 首次领证 首次办居住证 第一次首次领 首次怎么领",
    "permit/again": "补办证件 居住证补办 补办要多久 丢了补办 补办几天 怎么补办",
    "few/one": "转入",
    "few/two": "转出",
}


@pytest.fixture(scope="module")
def deciding() -> DecidingWords:
    sayings = [
        Saying(text, question.partition("/")[0], question, spoken=True)
        for question, texts in SAID.items()
        for text in texts.split()
    ]
    words = ("转入", "转出", "父母", "子女", "首次", "补办")
    return DecidingWords(sayings, Analyser(Lexicon(words=words)))


@pytest.mark.parametrize(
    ("one", "other", "word", "opposite"),
    [
        (IN, OUT, "转入", "转出"),
        ("parents/join", "parents/child", "父母", "子女"),
        ("permit/first", "permit/again", "首次", "补办"),
    ],
)
def test_words_that_decide_are_read_off_the_sayings(
    deciding: DecidingWords, one: str, other: str, word: str, opposite: str
) -> None:
    ours, theirs = deciding.between(one, other)
    assert word in ours and opposite not in ours
    assert opposite in theirs and word not in theirs
    assert deciding.between(other, one) == (theirs, ours)
    assert "社保" not in ours | theirs


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("社保怎么转出", OUT),
        ("社保怎么转入", IN),
        ("社保转入了还能转出吗", IN),
        ("社保怎么弄", IN),
    ],
)
def test_the_opposite_is_not_given_as_the_answer(
    deciding: DecidingWords, text: str, first: str
) -> None:
    judged = deciding.judged([Scored(IN, 0.5), Scored(OUT, 0.3)], text)
    assert judged[0].id == first
    assert {one.id for one in judged} == {IN, OUT}


def test_what_is_far_less_likely_does_not_speak_against(deciding: DecidingWords) -> None:
    candidates = (Scored(IN, 0.5), Scored(OUT, 0.1))
    assert deciding.judged(candidates, "社保怎么转出") == candidates


def test_whom_a_question_is_about_decides(deciding: DecidingWords) -> None:
    persons = {IN: frozenset({"子女", "孩子"}), OUT: frozenset({"父母", "爸妈"})}
    about = replace(deciding, persons=persons)
    candidates = (Scored(IN, 0.5), Scored(OUT, 0.4))
    assert about.judged(candidates, "爸妈的手续怎么弄")[0].id == OUT
    assert about.judged(candidates, "孩子的手续怎么弄")[0].id == IN
    assert deciding.judged(candidates, "爸妈的手续怎么弄")[0].id == IN


def test_few_sayings_and_other_lists_decide_nothing(deciding: DecidingWords) -> None:
    assert deciding.between("few/one", "few/two") == (frozenset(), frozenset())
    apart = (Scored(IN, 0.5), Scored("permit/again", 0.4))
    assert deciding.judged(apart, "补办要多久") == apart


def test_what_cannot_be_theirs_ranks_lower() -> None:
    scored = (Scored("a/one", 0.5), Scored("a/two", 0.4), Scored("b/three", 0.1))
    judged = fitting_first(scored, lambda name: name != "a/one")
    assert [one.id for one in judged] == ["a/two", "a/one", "b/three"]
    assert fitting_first(scored, lambda name: True) == scored


def test_what_was_chosen_leaves_the_rest_out() -> None:
    asked = ("a/one", "b/two", "a/three")
    found = shares(np.array([0.1, 0.2, 0.3]), asked, ("a",))
    assert found.tolist() == pytest.approx([0.25, 0.0, 0.75])
    assert shares(np.zeros(3), asked, ("a",)).tolist() == [0.0, 0.0, 0.0]


def test_within_a_list_only_its_questions_are_found(release: Release) -> None:
    found = Finder(release).find("什么时候交", within=("home-tax",))
    assert found.kind == "consult" and found.lists == (Scored("home-tax", 1.0),)
    assert found.questions[0].id == "home-tax/deed-tax-when"
    assert all(one.id.startswith("home-tax/") for one in found.questions)


@pytest.mark.parametrize(
    ("text", "not_given"),
    [
        ("外省的养老保险转入东莞怎么办", "insurance-transfer/transfer-out"),
        ("父母的户口怎么投靠迁过来", "hukou-family/child-how"),
        ("孩子的户口怎么投靠迁过来", "hukou-family/parent-how"),
        ("居住证丢了怎么补办", "residence-permit/papers-and-days"),
        ("首次申领居住证要带什么", "residence-permit/lost-or-damaged"),
        ("租房提取公积金", "provident-fund-withdraw/buy-home"),
        ("买房提取公积金", "provident-fund-withdraw/rent"),
    ],
)
def test_near_matches_of_the_lists(release: Release, text: str, not_given: str) -> None:
    found = Finder(release).find(text)
    assert found.questions
    assert found.questions[0].id != not_given
