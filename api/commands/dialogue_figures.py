"""The figures of the dialogue for `wenzheng evaluate --dialogue`: acts heard, asks made.

What cannot be measured here (no Rasa) is said and left out, never shown as a figure.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import click

from api.clock import today_in_china
from api.settings import Settings
from assistant.turn.simulated import Case, simulate
from knowledge.index.release import Release
from knowledge.model.household import person_name
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.retrieval.table import Table
from knowledge.routes.request import PlanRequest, Wish

HELDOUT_ACTS = Path("nlu_data", "heldout", "acts.jsonl")
GOALS = (
    "residence-permit", "residence-registered", "permit-replaced", "address-updated",
    "fund-for-rent", "fund-withdrawn", "fund-for-home", "title-deed", "deed-tax-paid",
    "sale-taxes-cleared", "job-registered", "insured", "contribution-record",
    "contribution-extended", "pension-transferred", "pension-moved-out", "medical-transferred",
    "unemployment-transferred", "resident-medical", "medical-expense", "spouse-hukou",
    "parent-hukou",
)  # fmt: skip


def dialogue_tables(settings: Settings, release: Release) -> list[Table]:
    """Acts (where Rasa is) and asks."""
    return [*_acts(settings), _asks(release)]


def _acts(settings: Settings) -> Iterator[Table]:
    from api.commands.dialogue import trained_model
    from assistant.acts import hear, score_acts
    from assistant.rasa_process import RasaProblem, find_rasa_python

    lines = (settings.root / HELDOUT_ACTS).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    try:
        python = find_rasa_python(settings.root)
        model = trained_model(settings, python)
        heard = hear(settings.root, python, model, [row["text"] for row in rows])
    except RasaProblem as problem:
        click.echo(str(problem), err=True)
        return
    scores = score_acts(rows, heard)
    figures = [
        ("F1(平均)", scores.macro),
        ("听对", scores.right),
        ("没有把握", scores.unsure),
        ("内存(MB)", scores.megabytes),
    ]
    worst = sorted(scores.f1.items(), key=lambda one: one[1])
    yield Table("acts", "对话行为", ("", "值"), (*figures, *worst))


def _asks(release: Release) -> Table:
    knowledge = release.knowledge
    cases: dict[str, Case] = {}
    situations = knowledge.shared.situations.values()
    for name, wanted in [
        *((goal, (goal,)) for goal in GOALS),
        *((one.title, one.goals) for one in situations),
    ]:
        request = PlanRequest(
            knowledge=knowledge,
            release=release.name,
            facts={},
            goals=tuple(_wish(goal, knowledge) for goal in wanted),
            today=today_in_china(),
        )
        cases[name] = simulate(request, random.Random(name))
    rows = [
        (name, one.asked, one.skipping, one.every, "是" if one.finished else "否")
        for name, one in cases.items()
    ]
    asked = sum(one.asked for one in cases.values())
    skipping = sum(one.skipping for one in cases.values())
    every = sum(one.every for one in cases.values())
    finished = sum(one.finished for one in cases.values()) / len(cases)
    total = ("全部", asked, skipping, every, f"{finished:.2f}")
    heads = ("目标或处境", "问了", "表格跳过不用问的", "表格全问", "办到底")
    return Table("asks", "追问", heads, (*rows, total))


def _wish(goal: str, knowledge: KnowledgeBase) -> Wish:
    whose = knowledge.shared.goals[goal].whose
    return Wish(goal, person_name(whose, several=knowledge.shared.persons_by_name[whose].several))
