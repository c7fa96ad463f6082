"""The batch doors over a real release: what they print is what the design fixes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.commands import main

Line = dict[str, Any]
TOLD = "我是湖南的,在厚街上班三年多了,小孩明年九月读小学,没有居住证怎么办"


@pytest.fixture(autouse=True)
def _over_the_release(release_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHENG_RELEASES", str(release_path.parent))


def answers(arguments: list[str], lines: list[Line]) -> list[Line]:
    piped = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    done = CliRunner().invoke(main, arguments, input=piped)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_find() -> None:
    lines: list[Line] = [
        {"id": "a", "text": "首次申领居住证要什么材料"},
        {"id": 2, "text": ""},
        {"id": "c"},
    ]
    found, empty, bad = answers(["find", "--batch"], lines)
    assert set(found) == {"id", "kind", "lists", "questions"} and found["kind"] == "consult"
    assert found["lists"][0]["id"] == "residence-permit"
    assert 0 < len(found["questions"]) <= 10 and set(found["lists"][0]) == {"id", "score"}
    assert empty == {"id": 2, "kind": "unclear", "lists": [], "questions": []}
    assert set(bad) == {"id", "error"}


def test_route(release_path: Path) -> None:
    goals = [{"goal": "residence-permit", "for": "本人"}]
    facts = {"本人.户籍所在地": "湖南", "本人.现居住地": "厚街"}
    lines: list[Line] = [
        {"id": "a", "facts": facts, "goals": goals, "held": [], "done": [], "today": "2026-10-20"},
        {"id": "b", "facts": {"本人.没有这个": 1}, "goals": goals},
        {"id": "c", "goals": [{"goal": "no-such-goal"}]},
        {"id": "d", "goals": goals, "prefer": "fastest"},
    ]
    planned, *refused = answers(["route", "--batch"], lines)
    route = planned["route"]
    assert route["release"] == release_path.name and route["today"] == "2026-10-20"
    assert route["goals"][0]["for"] == "本人" and route["steps"] and route["proof"]["trips"]
    assert [set(line) for line in refused] == [{"id", "error"}] * 3


def test_why() -> None:
    done = CliRunner().invoke(main, ["why", TOLD])
    assert done.exit_code == 0, done.stderr
    parts = ("来意:咨询", "听成这几句:", "当成了(", "差一点当成:", "知识点:", "说法里最近的几句:")
    places = [done.stdout.index(part) for part in parts]
    assert places == sorted(places)
    taken = done.stdout[places[2] : places[3]]
    assert "居住证与居住登记(residence-permit),凭「没有居住证怎么办」" in taken
    assert "起作用的词:" in taken and "最近的说法:「" in taken
    assert "本人.户籍所在地 = 湖南" in done.stdout


@pytest.mark.rasa
def test_talk() -> None:
    lines: list[Line] = [
        {"id": "a", "turns": [TOLD], "answers": {"本人.现居住地": "厚街"}},
        {"id": "b", "turns": ["谢谢"]},
    ]
    journey, thanks = answers(["talk", "--batch", "--today", "2026-10-20"], lines)
    first, last = journey["turns"][0], journey["turns"][-1]
    assert {"residence-permit", "compulsory-school"} <= set(first["lists"])
    assert first["facts"]["本人.户籍所在地"] == "湖南" and set(first["asks"]) == {"fact", "why"}
    assert first["route"]["today"] == "2026-10-20" and first["route"]["steps"]
    assert last["asks"] is None and len(journey["turns"]) > 1
    assert [turn["kind"] for turn in thanks["turns"]] == ["thanks"]
