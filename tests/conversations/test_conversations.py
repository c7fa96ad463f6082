"""Whole conversations as YAML, below HTTP and Rasa: what was heard, answered, planned and asked.

A file gives `today` and `turns`; each turn `says` something and may come with `act` (what Rasa
decides, as assistant/turn/decision.py writes it; none without) and a `today` of its own. It may
expect `kind`, `status`, `awaits`, `lists`, `questions` and `facts` (at least these), `lists_none`,
`no_facts`, `items` (the steps in order), `trips`, `starts` (item -> day), `rejected` (items turned
down), `asks` (fact key or null), `reply` (words that must be there), `no_reply` (that must not).
`rasa: true` has the file run through the real server too (test_through_rasa.py); `falls_short` says
why it fails today: then it must.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.turn.conversation import Conversation, Reply
from assistant.turn.engine import Engine
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder

FILES = sorted(Path(__file__).parent.glob("*.yml"))
EXPECTATIONS = {
    "kind", "status", "awaits", "lists", "lists_none", "questions", "facts", "no_facts", "items",
    "trips", "starts", "rejected", "asks", "reply", "no_reply",
}  # fmt: skip


def read(file: Path) -> dict[str, Any]:
    script: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return script


@pytest.fixture(scope="module")
def engine(release: Release) -> Engine:
    return Engine(release, Finder(release))


def test_there_are_conversations() -> None:
    assert len(FILES) >= 60
    assert sum("rasa" in read(file) for file in FILES) >= 25


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_key_means_something(file: Path) -> None:
    script = read(file)
    assert set(script) <= {"today", "rasa", "falls_short", "turns"}
    for turn in script["turns"]:
        assert set(turn) <= EXPECTATIONS | {"says", "act", "today"}
    assert any(EXPECTATIONS & set(turn) for turn in script["turns"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_conversation(engine: Engine, file: Path, request: pytest.FixtureRequest) -> None:
    script = read(file)
    if "falls_short" in script:
        request.applymarker(pytest.mark.xfail(reason=script["falls_short"], strict=True))
    conversation = Conversation(id=file.stem)
    for number, turn in enumerate(script["turns"], 1):
        conversation, reply = engine.take_turn(
            conversation,
            turn["says"],
            act=turn.get("act"),
            today=turn.get("today", script["today"]),
        )
        unexpected = compare(turn, reply)
        assert not unexpected, (
            f"{file.name}, turn {number} ({turn['says']}): {unexpected}\n{reply.reply}"
        )


def compare(turn: dict[str, Any], reply: Reply) -> list[str]:
    """What the reply lacks or has too much of."""
    found: list[str] = []
    for name in ("kind", "status", "awaits"):
        if name in turn and getattr(reply, name) != turn[name]:
            found.append(f"{name} is {getattr(reply, name)}, not {turn[name]}")
    for name in ("lists", "questions"):
        missing = set(turn.get(name, ())) - set(getattr(reply, name))
        found += [f"{name} lacks {one}" for one in sorted(missing)]
    if turn.get("lists_none") and reply.lists:
        found.append(f"lists are {reply.lists}")
    for key, value in turn.get("facts", {}).items():
        if reply.facts.get(key) != value:
            found.append(f"{key} is {reply.facts.get(key)}, not {value}")
    for key in turn.get("no_facts", ()):
        if key in reply.facts:
            found.append(f"{key} was heard as {reply.facts[key]}")
    if "asks" in turn and (reply.asks.fact if reply.asks else None) != turn["asks"]:
        found.append(f"asks {reply.asks.fact if reply.asks else None}, not {turn['asks']}")
    found += [f"reply lacks {words}" for words in turn.get("reply", ()) if words not in reply.reply]
    found += [f"reply has {words}" for words in turn.get("no_reply", ()) if words in reply.reply]
    return found + compare_route(turn, reply)


def compare_route(turn: dict[str, Any], reply: Reply) -> list[str]:
    """What the route has otherwise."""
    found: list[str] = []
    steps = reply.route.steps if reply.route else ()
    items = [step.item for step in steps]
    if "items" in turn and items != turn["items"]:
        found.append(f"items are {items}, not {turn['items']}")
    if "trips" in turn and reply.route and len(reply.route.trips) != turn["trips"]:
        found.append(f"{len(reply.route.trips)} trips, not {turn['trips']}")
    for item, date in turn.get("starts", {}).items():
        starts = [step.start for step in steps if step.item == item]
        if starts != [date]:
            found.append(f"{item} starts {starts}, not {date}")
    turned_down = {
        one.item
        for one in (reply.route.considered if reply.route else ())
        if one.outcome == "rejected"
    }
    found += [
        f"{item} was not turned down"
        for item in turn.get("rejected", ())
        if item not in turned_down
    ]
    if reply.route:
        found += [
            f"{name}: {proof.value} is not proven, bound {proof.bound}"
            for name, proof in reply.route.proof.items()
            if proof.value != proof.bound
        ]
    return found
