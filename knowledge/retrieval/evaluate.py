"""Measures finding on messages that were never learned from.

nlu_data/heldout holds single wishes, several at once, what is no business of ours, and questions.
Real messages live outside the project and are given as one more file. Nothing here is ever trained
on: a held-out text that also stands among what was learned is not counted, and is shown.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from knowledge.index.kinds import all_said
from knowledge.index.sayings import all_sayings
from knowledge.index.text import normalise
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.retrieval.closer import ablation, first_list, first_question, looks, unsure
from knowledge.retrieval.finder import Finder
from knowledge.retrieval.table import Row, Table, Tried, Value


class HeldOutUnreadable(Exception):
    """A file of messages cannot be read. The message names file and line (Chinese)."""


@dataclass(frozen=True)
class Evaluation:
    """Everything measured on one release. `learned` are held-out texts that were found among what
    was learned and are therefore not counted.
    """

    release: str
    tables: tuple[Table, ...]
    learned: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For json.dumps."""
        return asdict(self)

    def __str__(self) -> str:
        parts = [f"发布版本 {self.release}", *map(str, self.tables)]
        if self.learned:
            parts.append("下面的留出句子已被学过,没有计入:\n" + "\n".join(self.learned))
        return "\n\n".join(parts)


def evaluate(
    finder: Finder, heldout: Path, extra: Path | None = None, *, closely: bool = False
) -> Evaluation:
    """Measure on the files of `heldout` that exist, and on `extra`, one JSON line a message.

    Lines: single.jsonl and multi.jsonl {"id", "text", "lists": [primary first], "style"?};
    negatives.jsonl {"id", "text", "kind"}; questions.jsonl {"id", "text", "question"}; extra
    {"id", "text", "lists", "must"?}. `closely` adds what closer.py tells (half a minute more).
    Raises HeldOutUnreadable.
    """
    known = _learned(finder.release.knowledge)
    learned: list[str] = []
    seconds: list[float] = []

    def try_all(path: Path) -> list[Tried]:
        tried = []
        for row in _read(path):
            if normalise(row["text"]) in known:
                learned.append(f"{path.name}: {row['text']}")
                continue
            started = time.perf_counter()
            found = finder.find(row["text"])
            seconds.append(time.perf_counter() - started)
            tried.append(Tried(row, found))
        return tried

    tries = {
        name: try_all(heldout / f"{name}.jsonl")
        for name in MEASURES
        if (heldout / f"{name}.jsonl").is_file()
    }
    tables = [MEASURES[name](tried) for name, tried in tries.items()]
    if closely:
        tables += looks(tries.get("single", ()), finder)
        titles = {"single": "一件事", "multi": "几件事"}
        tables.append(unsure([(titles[name], tries[name]) for name in titles if name in tries]))
        tables.append(_ablation(finder, tries))
    if extra:
        tables.append(_messages("messages", "真实来信")(try_all(extra)))
    tables.append(_speed(seconds))
    return Evaluation(finder.release.name, tuple(tables), tuple(learned))


def _ablation(finder: Finder, tries: dict[str, list[Tried]]) -> Table:
    single = [one.row for one in tries.get("single", ())]
    questions = [one.row for one in tries.get("questions", ())]
    measured = [("一件事", single, first_list), ("知识点", questions, first_question)]
    return ablation(finder.release, [one for one in measured if one[1]])


def _learned(knowledge: KnowledgeBase) -> set[str]:
    said = all_said(knowledge, all_sayings(knowledge))
    return {normalise(one.text) for one in said}


def held_out(path: Path, knowledge: KnowledgeBase) -> list[Row]:
    """The rows of one file that were never learned. Raises HeldOutUnreadable."""
    known = _learned(knowledge)
    return [row for row in _read(path) if normalise(row["text"]) not in known]


def _read(path: Path) -> Iterable[Row]:
    needs = NEEDS.get(path.stem, "lists")
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HeldOutUnreadable(f"读不出「{path}」。") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row.get(needs):
            raise HeldOutUnreadable(f"「{path}」第 {number} 行要是带 text 和 {needs} 的 JSON。")
        yield row


def _messages(name: str, title: str) -> Callable[[list[Tried]], Table]:
    """First list right; primary in the first three; recall of all and of those that must be;
    precision.
    """

    def measure(tried: list[Tried]) -> Table:
        columns = (
            "分组",
            "条数",
            "首位正确",
            "首位相关",
            "主清单在前三",
            "召回",
            "必须召回",
            "精确",
            "当作来办事",
            "张数",
        )
        return Table(
            name,
            title,
            columns,
            tuple(_message_row(k, v) for k, v in _by_style(tried).items() if v),
        )

    return measure


def _message_row(label: str, tried: Sequence[Tried]) -> tuple[Value, ...]:
    def share(test: Callable[[Tried], float]) -> float:
        return round(mean(test(one) for one in tried), 3)

    def hit(one: Tried, wanted: list[str]) -> int:
        return len(set(one.named) & set(wanted))

    return (
        label,
        len(tried),
        share(lambda one: one.named[:1] == one.wanted[:1]),
        share(lambda one: bool(set(one.named[:1]) & set(one.wanted))),
        share(lambda one: one.wanted[0] in one.named[:3]),
        share(lambda one: hit(one, one.wanted) / len(one.wanted)),
        share(lambda one: hit(one, _must(one)) / len(_must(one))),
        share(lambda one: hit(one, one.wanted) / max(len(one.named), 1)),
        share(lambda one: one.found.kind == "consult"),
        share(lambda one: len(one.named)),
    )


def _must(one: Tried) -> list[str]:
    return list(one.row.get("must") or one.wanted)


def _negatives(tried: list[Tried]) -> Table:
    groups: dict[str, list[Tried]] = {"全部": tried}
    for one in tried:
        groups.setdefault(one.row["kind"], []).append(one)
    rows = [
        (
            label,
            len(group),
            round(mean(one.found.kind != "consult" for one in group), 3),
            round(mean(one.found.kind == one.row["kind"] for one in group), 3),
        )
        for label, group in groups.items()
        if group
    ]
    return Table("negatives", "不是来办事的", ("来意", "条数", "认出不是", "来意正确"), tuple(rows))


def _questions(tried: list[Tried]) -> Table:
    rows = [(label, len(some), *_hits(some)) for label, some in _by_style(tried).items()]
    return Table("questions", "知识点", ("分组", "条数", "首位正确", "在前五"), tuple(rows))


def _hits(tried: Sequence[Tried]) -> tuple[float, float]:
    """Right question first, and among the first five."""

    def within(most: int) -> float:
        asked = [[q.id for q in one.found.questions[:most]] for one in tried]
        hits = [one.row["question"] in ids for one, ids in zip(tried, asked, strict=True)]
        return round(mean(hits), 3) if hits else 0.0

    return within(1), within(5)


def _by_style(tried: list[Tried]) -> dict[str, list[Tried]]:
    """All, and those of each style or difficulty that is told."""
    groups: dict[str, list[Tried]] = {"全部": tried}
    for one in tried:
        label = one.row.get("style") or one.row.get("difficulty")
        if label:
            groups.setdefault(str(label), []).append(one)
    return groups


def _speed(seconds: list[float]) -> Table:
    ranked = sorted(seconds) or [0.0]
    at = [round(1000 * ranked[int(share * (len(ranked) - 1))], 1) for share in (0.5, 0.95)]
    return Table("speed", "速度(毫秒)", ("条数", "中位", "95%"), ((len(seconds), *at),))


MEASURES: dict[str, Callable[[list[Tried]], Table]] = {
    "single": _messages("single", "一件事"),
    "multi": _messages("multi", "几件事"),
    "negatives": _negatives,
    "questions": _questions,
}


NEEDS = {"negatives": "kind", "questions": "question"}
