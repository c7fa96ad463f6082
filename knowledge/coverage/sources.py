"""What besides the lists speaks of their questions and items: conversations, and held-out sayings.

Only ids are taken; what was held out is never handed on, so that nobody learns from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

CONVERSATIONS = "tests/conversations"
HELD_OUT = "nlu_data/heldout"


def named_in_conversations(root: Path) -> frozenset[str]:
    """Every text of the written conversations that could be a "list/id"; empty without them."""
    files = sorted((root / CONVERSATIONS).rglob("*.yml"))
    return frozenset(
        text
        for file in files
        for text in _texts(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader))
        if "/" in text
    )


def held_out_questions(root: Path) -> frozenset[str]:
    """The "list/question" that sayings were held out for; empty without them."""
    lines = [
        json.loads(line)
        for file in sorted((root / HELD_OUT).glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    return frozenset(line["question"] for line in lines if isinstance(line.get("question"), str))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (key for key in value if isinstance(key, str))
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from _texts(member)
    elif isinstance(value, str):
        yield value
