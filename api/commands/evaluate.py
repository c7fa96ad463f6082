"""`wenzheng evaluate`: every metric of the held-out data, as a table or as JSON.

The held-out sayings are never trained on (nlu_data/heldout/README.md). Shares are between 0 and 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.commands.language import Command, ExistingPath, Sentence
from api.commands.project import settings_here

if TYPE_CHECKING:
    from knowledge.retrieval.finder import Found

HELDOUT = Path("nlu_data", "heldout")
SHOWN = 10
FEW = 3
Row = dict[str, Any]
Find = Callable[[str], "Found"]


@dataclass(frozen=True)
class Metric:
    """One figure: of which data, what is counted (`name`), the share, and over how many."""

    data: str
    name: str
    value: float
    count: int


@click.command("evaluate", cls=Command, short_help="用留出数据评测识别得怎样")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON,不输出表格。")
@click.option(
    "--messages",
    type=ExistingPath(),
    metavar="文件",
    help="再评一份 JSON 行文件,每行 text 和 lists(第一个是主清单)。",
)
def evaluate_command(as_json: bool, messages: Path | None) -> None:
    """用 nlu_data/heldout 里没有训练过的说法,评测清单、知识点和类别认得准不准。"""
    from knowledge.retrieval.finder import Finder

    from api.commands.opening import current_release

    settings = settings_here()
    heldout = settings.root / HELDOUT
    sets = {name: read_rows(heldout / f"{name}.jsonl") for name in MEASURES if name != "messages"}
    if messages is not None:
        sets["messages"] = read_rows(messages)
    release = current_release(settings)
    finder = Finder(release)
    metrics = [
        metric
        for name, rows in sets.items()
        for metric in MEASURES[name](rows, lambda text: finder.find(text, limit=SHOWN))
    ]
    if as_json:
        found = {"release": release.name, "metrics": [asdict(metric) for metric in metrics]}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo(table(metrics))


def read_rows(path: Path) -> list[Row]:
    """The JSON lines of a file; ends the command with a sentence where they cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        if rows and all(isinstance(row["text"], str) for row in rows):
            return rows
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise Sentence(f"读不了「{path}」:要是 UTF-8 的 JSON 行文件,每行都有 text,至少一行。")


def measure_single(rows: list[Row], find: Find, data: str = "single") -> list[Metric]:
    """One list each: the first found is right; the main list is among the first three; none of
    them is turned away as no business of ours.
    """
    found = [find(row["text"]) for row in rows]
    pairs = [(row, [one.id for one in of.lists]) for row, of in zip(rows, found, strict=True)]
    right = [bool(ids) and ids[0] in row["lists"] for row, ids in pairs]
    near = [row["lists"][0] in ids[:FEW] for row, ids in pairs]
    metrics = [
        share(data, "第一个清单认对", right),
        share(data, "主清单在前三", near),
        share(data, "当成咨询", [of.kind == "consult" for of in found]),
    ]
    for style in dict.fromkeys(row["style"] for row in rows if "style" in row):
        of_style = [hit for hit, row in zip(right, rows, strict=True) if row.get("style") == style]
        metrics.append(share(data, f"第一个清单认对·{style}", of_style))
    return metrics


def measure_messages(rows: list[Row], find: Find) -> list[Metric]:
    """As for single lists, over messages from a file named by the caller."""
    return measure_single([row for row in rows if row.get("lists")], find, "messages")


def measure_multi(rows: list[Row], find: Find) -> list[Metric]:
    """Several lists each: how many of them were found, how many of the found were meant."""
    found = [{one.id for one in find(row["text"]).lists} for row in rows]
    pairs = list(zip(rows, found, strict=True))
    meant = [name in ids for row, ids in pairs for name in row["lists"]]
    right = [name in row["lists"] for row, ids in pairs for name in sorted(ids)]
    lured = [name in ids for row, ids in pairs for name in row.get("distractors", ())]
    return [
        share("multi", "该认的清单认到", meant),
        share("multi", "认到的清单该认", right),
        share("multi", "不该认的被认进来(越低越好)", lured),
    ]


def measure_negatives(rows: list[Row], find: Find) -> list[Metric]:
    """What is no business of ours: its kind is right, or at least it is not taken for consult."""
    kinds = [find(row["text"]).kind for row in rows]
    pairs = list(zip(rows, kinds, strict=True))
    metrics = [
        share("negatives", "类别认对", [row["kind"] == kind for row, kind in pairs]),
        share("negatives", "没有当成咨询", [kind != "consult" for kind in kinds]),
    ]
    for name in dict.fromkeys(row["kind"] for row in rows):
        hits = [kind == name for row, kind in pairs if row["kind"] == name]
        metrics.append(share("negatives", f"类别认对·{name}", hits))
    return metrics


def measure_questions(rows: list[Row], find: Find) -> list[Metric]:
    """Questions of the written lists: the first found is right; it is among the first three."""
    found = [[one.id for one in find(row["text"]).questions] for row in rows]
    pairs = list(zip(rows, found, strict=True))
    return [
        share(
            "questions", "第一个知识点认对", [ids[:1] == [row["question"]] for row, ids in pairs]
        ),
        share("questions", "知识点在前三", [row["question"] in ids[:FEW] for row, ids in pairs]),
    ]


MEASURES: dict[str, Callable[[list[Row], Find], list[Metric]]] = {
    "single": measure_single,
    "multi": measure_multi,
    "negatives": measure_negatives,
    "questions": measure_questions,
    "messages": measure_messages,
}


def share(data: str, name: str, hits: Iterable[bool]) -> Metric:
    """The share of hits; 0 of 0 is 0."""
    counted = list(hits)
    value = sum(counted) / len(counted) if counted else 0.0
    return Metric(data, name, round(value, 4), len(counted))


def table(metrics: list[Metric]) -> str:
    """One metric a line: share, count, what."""
    lines = [f"{'比例':>6}{'条数':>6}  数据 · 指标"]
    lines += [f"{one.value:>8.3f}{one.count:>8}  {one.data} · {one.name}" for one in metrics]
    return "\n".join(lines)
