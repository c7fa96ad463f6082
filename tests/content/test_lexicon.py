"""Every entry of the lexicon does what it is there for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.compiler.load import SYNONYMS, read_sources
from knowledge.index.places import Places
from knowledge.index.text import Analyser, normalise, read_lexicon

SOURCES = read_sources(Path(__file__).parents[2])
ENTRIES: list[dict[str, Any]] = yaml.safe_load(SOURCES[SYNONYMS])


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser(read_lexicon(SOURCES, Places()))


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["say"] for entry in ENTRIES])
def test_what_is_said_brings_the_standard_words(entry: dict[str, Any], analyser: Analyser) -> None:
    example = normalise(entry["example"])
    assert normalise(entry["say"]) in example
    added = analyser.added_words(example)
    assert set(normalise(entry["means"]).split()) <= set(added)


def test_every_word_stays_whole(analyser: Analyser) -> None:
    cut = [
        word for word in analyser.lexicon.words if analyser.words(f"关于{word}") != ("关于", word)
    ]
    assert len(analyser.lexicon.words) > 500
    assert cut == []


def test_nothing_is_said_twice() -> None:
    said = [normalise(entry["say"]) for entry in ENTRIES]
    assert len(said) > 300
    assert len(said) == len(set(said))
