"""`wenzheng route --batch` takes what happened to a route: refused, failed, previous."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from api.commands import main, opening
from tests.knowledge.routes.small import small_knowledge
from tests.knowledge.routes.test_change import SLOW, SLOWLY

LINE = {
    "id": 1,
    "facts": SLOWLY,
    "goals": [{"goal": "card", "for": "本人"}],
    "today": "2026-03-02",
}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Answers to lines, over the small knowledge base."""
    release = SimpleNamespace(knowledge=small_knowledge(), name="test")
    monkeypatch.setattr(opening, "current_release", lambda settings: release)

    def answer(*lines: dict[str, Any]) -> list[Any]:
        piped = "\n".join(json.dumps({**LINE, **line}, ensure_ascii=False) for line in lines)
        done = CliRunner().invoke(main, ["route", "--batch"], input=piped)
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    return answer


def items(answer: Any) -> list[str]:
    return [step["item"] for step in answer["route"]["steps"]]


def test_a_line_may_tell_what_was_refused_and_what_failed(answers: Any) -> None:
    refused = [{"item": "card/register", "person": "本人", "material": "health-proof"}]
    plain, asked_for, failed = answers({}, {"refused": refused}, {"failed": [f"{SLOW}@本人"]})
    register = next(s for s in asked_for["route"]["steps"] if s["item"] == "card/register")
    assert "health-proof" in [paper["material"] for paper in register["materials"]]
    assert SLOW in items(plain) and SLOW not in items(failed)


def test_a_line_may_carry_the_previous_route(answers: Any) -> None:
    before = answers({})[0]
    after = answers({"previous": before["route"]})[0]
    assert after == before


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ({"previous": {"steps": 3}}, "previous"),
        ({"failed": ["card/no-such"]}, "no-such"),
        ({"refused": [{"item": "card/register", "material": "gold"}]}, "gold"),
        ({"refused": [{"item": "card/register"}]}, "material"),
    ],
)
def test_what_cannot_be_used_is_said(answers: Any, line: dict[str, Any], word: str) -> None:
    bad, good = answers(line, {})
    assert word in bad["error"] and set(bad) == {"id", "error"}
    assert "route" in good
