"""nlu_data/acts: what each file must hold so that Rasa can tell the acts apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz

ACTS = Path(__file__).parents[3] / "nlu_data" / "acts"
CONSULT_ACTS = {
    "tell_situation", "ask_question", "inform_fact", "affirm", "deny", "dont_know", "correct",
    "ask_why", "what_if", "ask_route", "ask_papers", "step_done", "step_refused", "next",
    "previous", "repeat", "simpler", "restart", "request_human", "rate",
}  # fmt: skip
ACT_OF_KIND = {"greeting": "greet", "thanks": "thanks", "bye": "bye"}
OTHER_KINDS = {
    "chitchat", "emergency", "distress", "injection", "privacy", "elsewhere", "off_domain",
    "abuse", "unclear",
}  # fmt: skip
FILES = sorted(ACTS.glob("*.yml"))


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return content


def test_one_file_for_every_act_and_every_other_kind() -> None:
    names = CONSULT_ACTS | set(ACT_OF_KIND.values()) | OTHER_KINDS
    assert {path.stem for path in FILES} == names
    assert len(FILES) == 32


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_act_kind_and_number_of_sayings(path: Path) -> None:
    entry = read(path)
    assert set(entry) == {"act", "kind", "says"}
    if path.stem in CONSULT_ACTS:
        assert (entry["act"], entry["kind"]) == (path.stem, "consult")
        least = 60 if path.stem in ("tell_situation", "ask_question") else 30
    elif path.stem in OTHER_KINDS:
        assert (entry["act"], entry["kind"]) == ("out_of_scope", path.stem)
        least = 45
    else:
        assert ACT_OF_KIND[entry["kind"]] == entry["act"] == path.stem
        least = 45
    assert len(entry["says"]) >= least


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sayings_differ_from_each_other(path: Path) -> None:
    says = [text for text in read(path)["says"] if len(text) >= 8]
    alike = [
        (one, two)
        for index, one in enumerate(says)
        for two in says[index + 1 :]
        if fuzz.ratio(one, two) >= 85
    ]
    assert not alike


def test_no_saying_stands_under_two_acts() -> None:
    counts = Counter(text for path in FILES for text in read(path)["says"])
    assert sum(counts.values()) > 2000
    assert [text for text, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("words", ["验收", "报销", "报名", "补办", "什么材料", "医保"])
def test_an_emergency_is_what_happens_not_a_word(words: str) -> None:
    assert not [text for text in read(ACTS / "emergency.yml")["says"] if words in text]


def test_elsewhere_has_nothing_to_do_with_dongguan() -> None:
    assert not [text for text in read(ACTS / "elsewhere.yml")["says"] if "东莞" in text]
