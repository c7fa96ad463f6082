"""Every fact of the register by the ways citizens state it: sayings.yml.

A saying under 还听不到 is known not to be heard; when it is, the test asks to move it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.hearing.evaluate import _meet, _plain
from assistant.hearing.hearing import Heard, Listener
from knowledge.compiler.load import load_knowledge

TODAY = date(2026, 11, 22)
NOTHING, MISSED = "什么也没说", "还听不到"
Said = list[tuple[Any, list[str]]]


class _Texts(yaml.SafeLoader):
    """Keys may be ranges, and 是 and days stay text."""


def _pairs(loader: _Texts, node: yaml.MappingNode) -> list[tuple[Any, Any]]:
    return [
        (loader.construct_object(key, True), loader.construct_object(value, True))
        for key, value in node.value
    ]


_Texts.add_constructor("tag:yaml.org,2002:map", _pairs)
FACTS: list[tuple[str, Said]] = yaml.load(
    Path(__file__).with_name("sayings.yml").read_text("utf-8"), _Texts
)


@pytest.fixture(scope="module")
def listener() -> Listener:
    knowledge = load_knowledge(Path(__file__).parents[3]).knowledge
    assert knowledge is not None
    return Listener(knowledge.shared)


def test_there_are_sayings_of_many_facts(listener: Listener) -> None:
    assert {name for name, _ in FACTS} <= set(listener.shared.facts_by_name)
    assert len(FACTS) >= 250
    assert sum(len(texts) for _, said in FACTS for _, texts in said) >= 2500


def test_little_is_missed() -> None:
    missed = [texts for _, said in FACTS for value, texts in said if value == MISSED]
    assert sum(map(len, missed)) <= 35


@pytest.mark.parametrize(("name", "said"), FACTS, ids=[name for name, _ in FACTS])
def test_hears(listener: Listener, name: str, said: Said) -> None:
    for value, texts in said:
        for text in texts:
            heard = list(_of(name, text, listener))
            values = [_plain(one.value) for one in heard]
            if value == NOTHING:
                assert not [one for one in heard if one.source == "said"], text
            elif value == MISSED:
                assert not values, f"{text}: {values}, now heard"
            else:
                assert any(_meet(_plain(value), one) for one in values), f"{text}: {values}"


def _of(name: str, text: str, listener: Listener) -> Iterator[Heard]:
    for one in listener.hear(text, today=TODAY):
        assert one.words in text
        if one.key.endswith(f".{name}"):
            yield one
