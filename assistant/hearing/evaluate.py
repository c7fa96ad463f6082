"""Measures hearing: precision and recall of each fact over messages whose facts are known.

Pure: rows and a Listener in, a table out. A number or range is right where it meets what was meant:
三年 is 36 months to one reader and 36 to 47 to another.
Nothing here reads files; a row without facts measures what is heard although nothing was said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.hearing.hearing import Listener

OVERALL = "全部"
NONE = "—"


@dataclass(frozen=True)
class Score:
    """Of one fact: how often it was heard, should have been, and was heard rightly."""

    name: str
    wanted: int
    heard: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of the heard that is right; None where nothing was heard."""
        return self.right / self.heard if self.heard else None

    @property
    def recall(self) -> float | None:
        """Share of the wanted that was heard rightly; None where nothing was wanted."""
        return self.right / self.wanted if self.wanted else None


@dataclass(frozen=True)
class HearingScores:
    """Scores by fact, the most wanted first, then overall; `wrong` shows what was heard falsely:
    the text, the key, what was heard and what was meant (None: nothing).
    """

    scores: tuple[Score, ...]
    wrong: tuple[tuple[str, str, Any, Any], ...]

    columns = ("情形要素", "应听到", "听到", "准确率", "召回率")

    @property
    def rows(self) -> tuple[tuple[str | int | float, ...], ...]:
        """A table's rows; a share that does not exist is shown as NONE."""
        return tuple(
            (one.name, one.wanted, one.heard, _share(one.precision), _share(one.recall))
            for one in self.scores
        )

    def __str__(self) -> str:
        told = [self.columns, *self.rows]
        return "\n".join("\t".join(_shown(cell) for cell in row) for row in told)


def evaluate(
    rows: Iterable[Mapping[str, Any]], listener: Listener, *, today: date
) -> HearingScores:
    """Scores of what was said outright (an inference is confirmed before anything rests on it),
    over rows {"text", "facts": {"本人.户籍所在地": "清远"}, "today"?: "2026-11-22"}.

    Raises KeyError for a row without text, ValueError for a day that is none.
    """
    wanted: Counter[str] = Counter()
    heard: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: list[tuple[str, str, Any, Any]] = []
    for row in rows:
        day = date.fromisoformat(row["today"]) if row.get("today") else today
        meant = {key: _plain(value) for key, value in row.get("facts", {}).items()}
        said = [one for one in listener.hear(row["text"], today=day) if one.source == "said"]
        found = {one.key: _plain(one.value) for one in said}
        wanted.update(map(_name, meant))
        heard.update(map(_name, found))
        for key, value in found.items():
            if key in meant and _meet(meant[key], value):
                right[_name(key)] += 1
            else:
                wrong.append((row["text"], key, value, meant.get(key)))
    names = sorted(set(wanted) | set(heard), key=lambda name: (-wanted[name], name))
    scores = [Score(name, wanted[name], heard[name], right[name]) for name in names]
    total = Score(OVERALL, wanted.total(), heard.total(), right.total())
    return HearingScores((*scores, total), tuple(wrong))


def _name(key: str) -> str:
    return key.rpartition(".")[2]


def _plain(value: Any) -> Any:
    """A value as JSON reads it, so that 36, [36, 36] and a tuple compare."""
    if isinstance(value, (list, tuple)):
        bounds = list(value)
        return bounds[0] if len(bounds) == 2 and bounds[0] == bounds[1] else bounds
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


def _meet(meant: Any, value: Any) -> bool:
    """Whether they are the same, or numbers that may be."""
    bounds = [one if isinstance(one, list) else [one, one] for one in (meant, value)]
    if not all(isinstance(end, (int, float)) for pair in bounds for end in pair):
        return bool(meant == value)
    return bool(bounds[0][0] <= bounds[1][1] and bounds[1][0] <= bounds[0][1])


def _share(share: float | None) -> str | float:
    return NONE if share is None else share


def _shown(cell: str | int | float) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
