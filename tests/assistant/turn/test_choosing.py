"""What is chosen between two lists, however it is said."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.turn.choosing import ask_which, hear_choice
from assistant.turn.conversation import Choice, Conversation
from assistant.turn.draft import Draft
from assistant.turn.engine import Engine
from assistant.turn.surroundings import Surroundings
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder
from knowledge.retrieval.found import Found, Scored

PAIR = ("medical-reimburse", "e-bike")
FIRST_SAID = "自己开电动车翻沟里,没报警,医院不认"


@pytest.fixture(scope="module")
def around(release: Release) -> Surroundings:
    return Engine(release, Finder(release)).surroundings


def draft(text: str, choice: Choice | None) -> Draft:
    before = Conversation(id="c", choice=choice)
    return Draft(before=before, conversation=before, text=text, act=None, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("医保报销", PAIR[:1]),
        ("电动自行车登记", PAIR[1:]),
        ("1", PAIR[:1]),
        ("第二个", PAIR[1:]),
        ("前者吧", PAIR[:1]),
        ("B", PAIR[1:]),
        ("两个都要", PAIR),
        ("医保报销的事", PAIR[:1]),
    ],
)
def test_a_choice_takes_the_first_message_up(
    around: Surroundings, said: str, chosen: tuple[str, ...]
) -> None:
    after = hear_choice(draft(said, Choice(text=FIRST_SAID, lists=PAIR)), around)
    assert after.conversation.choice is None
    assert after.text == FIRST_SAID
    assert after.found is not None
    assert {one.id for one in after.found.lists} == set(chosen)
    assert {one.id.partition("/")[0] for one in after.found.questions} <= set(chosen)
    assert after.found.between is None


@pytest.mark.parametrize("said", ["我想给孩子报名读小学", "2019年买的", "算了", "啊" * 40])
def test_anything_else_is_something_new(around: Surroundings, said: str) -> None:
    after = hear_choice(draft(said, Choice(text=FIRST_SAID, lists=PAIR)), around)
    assert (after.text, after.found, after.conversation.choice) == (said, None, None)


def test_it_is_asked_once(around: Surroundings) -> None:
    torn = Found("consult", tuple(Scored(name, 0.4) for name in PAIR), between=PAIR)
    asked = ask_which(_with(draft(FIRST_SAID, None), torn), around)
    assert asked.status == "unsure_between"
    assert asked.conversation.choice == Choice(text=FIRST_SAID, lists=PAIR)
    assert asked.quick == ("医保报销", "电动自行车登记")
    again = ask_which(_with(draft(FIRST_SAID, asked.conversation.choice), torn), around)
    assert again.status is None


def _with(one: Draft, found: Found) -> Draft:
    return Draft(**{**vars(one), "found": found})
