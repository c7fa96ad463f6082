"""Lists that nobody has written: named as surely as heard, with what is near and written."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.turn.conversation import Conversation
from assistant.turn.draft import Draft
from assistant.turn.engine import Engine
from assistant.turn.unwritten import name_unwritten
from assistant.wording import sentences
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder
from knowledge.retrieval.found import Found, Scored

TODAY = date(2026, 11, 22)
UNWRITTEN, NEIGHBOUR = "property-management", "new-home-purchase"
QUESTION = f"{NEIGHBOUR}/which-costs"


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


def named(engine: Engine, *found: Scored, question: float, before: Conversation) -> Draft:
    """What the step makes of these lists, the likeliest question being one of the neighbour's."""
    draft = Draft(
        before=before,
        conversation=before,
        text="要交什么钱",
        act=None,
        today=TODAY,
        lists=(found[0].id,),
        found=Found("consult", found, (Scored(QUESTION, question),)),
    )
    return name_unwritten(draft, engine.surroundings)


@pytest.mark.parametrize(
    ("score", "neighbour", "question", "sure", "offered"),
    [
        (0.2, 0.15, 0.05, False, True),
        (0.5, 0.3, 0.05, True, True),
        (0.5, 0.1, 0.05, True, False),
        (0.5, 0.1, 0.2, True, True),
        (0.5, 0.3, 0.01, True, False),
        (0.9, 0.5, 0.2, True, False),
    ],
)
def test_how_sure_and_what_is_near(
    engine: Engine, score: float, neighbour: float, question: float, sure: bool, offered: bool
) -> None:
    lists = (Scored(UNWRITTEN, score), Scored(NEIGHBOUR, neighbour))
    draft = named(engine, *lists, question=question, before=Conversation(id="c"))
    assert draft.status == "not_written"
    assert ("听着像是" in draft.parts[0]) is not sure and "12345" in draft.parts[0]
    assert draft.conversation.offered == ((QUESTION,) if offered else ())
    assert any(part.startswith(sentences.NEAREST_WRITTEN) for part in draft.parts) is offered


def test_the_list_spoken_of_before_comes_first(engine: Engine) -> None:
    before = Conversation(id="c", lists=(NEIGHBOUR,))
    draft = named(engine, Scored(UNWRITTEN, 0.6), question=0.01, before=before)
    assert draft.conversation.offered == (QUESTION,)


def test_what_is_offered_is_answered_by_its_number(engine: Engine) -> None:
    before = Conversation(id="c", lists=(NEIGHBOUR,))
    offered = named(engine, Scored(UNWRITTEN, 0.6), question=0.01, before=before).conversation
    _, reply = engine.take_turn(offered, "1", act=None, today=TODAY)
    assert reply.questions[:1] == (QUESTION,)
