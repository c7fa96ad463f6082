"""Questions that can, and cannot, be a citizen's by what was heard."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.turn.conversation import Conversation, HeardFact
from assistant.turn.draft import Draft
from assistant.turn.engine import Engine
from assistant.turn.fitting import theirs
from assistant.turn.surroundings import Surroundings
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder


@pytest.fixture(scope="module")
def around(release: Release) -> Surroundings:
    return Engine(release, Finder(release)).surroundings


def fits(around: Surroundings, question: str, **facts: Any) -> bool:
    heard = tuple(
        HeardFact(key=f"本人.{name}", value=value, words="x", turn=1, source="said")
        for name, value in facts.items()
    )
    now = Conversation(id="c", facts=heard)
    draft = Draft(before=now, conversation=now, text="x", act=None, today=date(2026, 11, 22))
    return theirs(draft, around)(question)


@pytest.mark.parametrize(
    ("question", "facts", "expected"),
    [
        ("hukou-settle/stable-doubts", {}, True),
        ("hukou-settle/stable-doubts", {"户籍所在地": "湖南"}, True),
        ("hukou-settle/points-settle", {"户籍所在地": "东莞"}, False),
        ("hukou-settle/points-settle", {"户籍所在地": "湖南"}, True),
        ("hukou-settle/which-way", {"户籍所在地": "东莞"}, True),
        ("hukou-settle/agents", {"户籍所在地": "东莞"}, False),
        ("residence-permit/what-for", {"户籍所在地": "东莞"}, False),
        ("residence-permit/who-can-apply", {"户籍所在地": "东莞"}, True),
        ("no-list/no-question", {}, True),
    ],
)
def test_theirs(around: Surroundings, question: str, facts: dict[str, Any], expected: bool) -> None:
    assert fits(around, question, **facts) is expected
