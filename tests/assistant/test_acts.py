"""Scores of the acts, from what was heard; the held-out sayings are not among the trained ones."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from assistant.acts import NONE_OF_OURS, OUT_OF_SCOPE, act_of, score_acts
from tests.conftest import ROOT

HELDOUT = ROOT / "nlu_data" / "heldout" / "acts.jsonl"
ACTS = ROOT / "nlu_data" / "acts"


def heard(*acts: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [{"act": act, "sure": act != "bye"} for act in acts]
    return [*lines, {"megabytes": 600}]


def test_scores() -> None:
    rows = [{"act": act} for act in ("greet", "greet", "thanks", "out_of_scope")]
    scores = score_acts(rows, heard("greet", "bye", "thanks", "abuse"))
    assert scores.f1 == {
        "greet": pytest.approx(2 / 3),
        "thanks": pytest.approx(1.0),
        "out_of_scope": pytest.approx(1.0),
    }
    assert (scores.right, scores.unsure, scores.megabytes) == (0.75, 0.25, 600)
    assert scores.macro == pytest.approx((2 / 3 + 2) / 3)


def test_the_held_out_acts_are_complete_and_never_trained_on() -> None:
    rows = [json.loads(line) for line in HELDOUT.read_text("utf-8").splitlines()]
    trained = {
        saying
        for path in ACTS.glob("*.yml")
        for saying in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["says"]
    }
    assert len(trained) > 2000
    assert len({row["id"] for row in rows}) == len(rows) >= 200
    assert {row["act"] for row in rows} == {act_of(path.stem) for path in ACTS.glob("*.yml")}
    assert {path.stem for path in ACTS.glob("*.yml")} > NONE_OF_OURS
    assert act_of("abuse") == OUT_OF_SCOPE
    assert not [row["text"] for row in rows if row["text"] in trained]
