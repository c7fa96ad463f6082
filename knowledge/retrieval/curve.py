"""The learning curve: how often the right list is found with so many sayings of each list.

For each size the classifier and the encoder are trained afresh on that many spoken sayings a list
(chosen by their own hash, so that a larger size holds every smaller one) beside our titles and
scopes; how much the signals count stays as the release was calibrated. Only the order of the lists
is looked at, not whether the message is let in.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np

from knowledge.encoder.base import open_base
from knowledge.encoder.load import load_encoder
from knowledge.encoder.train import Example, train_encoder
from knowledge.index.classifier import train_classifier
from knowledge.index.passages import read_messages
from knowledge.index.recognition import ListRecogniser
from knowledge.index.sayings import Saying
from knowledge.index.text import Analyser
from knowledge.index.vectors import build_space
from knowledge.index.weighing import Weighing
from knowledge.retrieval.table import Row, Table, Value

SIZES: tuple[int | None, ...] = (20, 40, 80, 120, None)
ALL = "全部"
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Lesson:
    """What a curve is drawn from: everything known, how texts are cut, how signals are weighed."""

    sayings: Sequence[Saying]
    analyser: Analyser
    weighing: Weighing


def learning_curve(
    lesson: Lesson,
    rows: Sequence[Row],
    *,
    progress: Progress,
    sizes: Sequence[int | None] = SIZES,
) -> Table:
    """First list right and primary in the first three on `rows` {"text", "lists"}, by sayings a
    list; None is all of them. `progress` gets a Chinese title and the part done, 0 to 1.
    """
    told: list[tuple[Value, ...]] = []
    total = sum(_upto(lesson.sayings, size) for size in sizes) or 1
    done = 0
    for size in sizes:
        some = chosen(lesson.sayings, size)
        progress(f"每张 {size or ALL} 句", done / total)
        done += len(some)
        spoken = sum(saying.spoken for saying in some)
        told.append((str(size or ALL), spoken, *_measure(lesson, some, rows)))
    progress("完成", 1.0)
    columns = ("每张清单的说法", "共用说法", "首位正确", "主清单在前三")
    return Table("curve", "学习曲线(一件事)", columns, tuple(told))


def chosen(sayings: Sequence[Saying], size: int | None) -> tuple[Saying, ...]:
    """Ours, and at most `size` spoken sayings of each list, in the order they came."""
    if size is None:
        return tuple(sayings)
    kept: set[int] = set()
    taken: Counter[str] = Counter()
    for number in sorted(range(len(sayings)), key=lambda number: _hash(sayings[number].text)):
        saying = sayings[number]
        if saying.spoken and taken[saying.list_id] >= size:
            continue
        taken[saying.list_id] += saying.spoken
        kept.add(number)
    return tuple(sayings[number] for number in sorted(kept))


def _upto(sayings: Sequence[Saying], size: int | None) -> int:
    return len(chosen(sayings, size))


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _measure(lesson: Lesson, some: Sequence[Saying], rows: Sequence[Row]) -> tuple[float, float]:
    features = [lesson.analyser.features(saying.text) for saying in some]
    with tempfile.TemporaryDirectory() as aside:
        examples = [
            Example(found, saying.list_id, saying.question_id)
            for found, saying in zip(features, some, strict=True)
        ]
        train_encoder(examples, open_base(), Path(aside, "encoder"))
        encoder = load_encoder(Path(aside, "encoder"), expand=lesson.analyser.features)
    space = build_space(some, encoder.encode([saying.text for saying in some]))
    classifier = train_classifier(features, [saying.list_id for saying in some])
    lists = ListRecogniser(classifier, space)
    passages = read_messages([row["text"] for row in rows], lesson.analyser, encoder)
    logits = lesson.weighing.passage_logits(lists.signals(passages))
    ranked = np.argsort(-lesson.weighing.message_logits(logits, passages.messages), axis=1)
    named = [[lists.lists[number] for number in order[:3]] for order in ranked]
    pairs = [(row["lists"][0], found) for row, found in zip(rows, named, strict=True)]
    first = mean(found[0] == wanted for wanted, found in pairs)
    return round(first, 3), round(mean(wanted in found for wanted, found in pairs), 3)
