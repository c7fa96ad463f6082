"""`wenzheng evaluate`: every metric of the held-out data, as tables or as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.clock import today_in_china
from api.commands.language import Command, ExistingPath, Sentence
from api.commands.progress import Bar
from api.commands.project import settings_here

if TYPE_CHECKING:
    from knowledge.retrieval.finder import Finder
    from knowledge.retrieval.table import Table

HELDOUT = Path("nlu_data", "heldout")


@click.command("evaluate", cls=Command, short_help="用留出数据评测识别得怎样")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON,不输出表格。")
@click.option(
    "--messages",
    type=ExistingPath(),
    metavar="文件",
    help="再评一份 JSON 行文件,每行 text 和 lists(第一个是主清单)。",
)
@click.option("--dialogue", is_flag=True, help="再评对话:对话行为,追问的多少(几分钟)。")
@click.option("--closely", is_flag=True, help="再列出把握准不准、最难的清单、错句和各信号的作用。")
@click.option("--curve", is_flag=True, help="再画学习曲线:每张清单用多少句说法,认得多准(几分钟)。")
def evaluate_command(
    as_json: bool, messages: Path | None, dialogue: bool, closely: bool, curve: bool
) -> None:
    """用 nlu_data/heldout 里没有训练过的说法,评测清单、知识点和类别认得准不准。"""
    settings = settings_here()
    from api.commands.dialogue_figures import dialogue_tables
    from api.commands.opening import current_release
    from knowledge.retrieval.evaluate import HeldOutUnreadable, evaluate
    from knowledge.retrieval.finder import Finder

    finder = Finder(current_release(settings))
    try:
        found = evaluate(finder, settings.root / HELDOUT, messages, closely=closely)
    except HeldOutUnreadable as unreadable:
        raise Sentence(str(unreadable)) from None
    hearing = _hearing(finder, settings.root / HELDOUT / "facts.jsonl")
    found = replace(found, tables=(*found.tables, hearing))
    if curve:
        drawn = _curve(finder, settings.root / HELDOUT / "single.jsonl")
        found = replace(found, tables=(*found.tables, drawn))
    if dialogue:
        found = replace(found, tables=(*found.tables, *dialogue_tables(settings, finder.release)))
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(str(found))


def _curve(finder: Finder, path: Path) -> Table:
    """First right and in three by sayings a list."""
    from knowledge.index.text import Analyser
    from knowledge.retrieval.curve import Lesson, learning_curve
    from knowledge.retrieval.evaluate import held_out

    release = finder.release
    analyser = Analyser(release.analyser.lexicon, memory=None)  # each saying is read five times
    lesson = Lesson(release.space.sayings, analyser, release.calibration.lists)
    with Bar("学习曲线") as progress:
        return learning_curve(lesson, held_out(path, release.knowledge), progress=progress)


def _hearing(finder: Finder, path: Path) -> Table:
    """Precision and recall of every fact heard."""
    from assistant.hearing.evaluate import evaluate
    from assistant.hearing.hearing import Listener
    from knowledge.retrieval.table import Table

    lines = path.read_text("utf-8").splitlines() if path.is_file() else ()
    listener = Listener(finder.release.knowledge.shared)
    scores = evaluate(map(json.loads, lines), listener, today=today_in_china())
    return Table("hearing", "听到的情形", scores.columns, scores.rows)
