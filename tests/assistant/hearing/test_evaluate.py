"""Precision and recall of hearing, counted by fact."""

from datetime import date
from pathlib import Path
from typing import Any

from assistant.hearing.evaluate import OVERALL, evaluate
from assistant.hearing.hearing import Listener
from knowledge.compiler.load import load_knowledge

ROWS: list[dict[str, Any]] = [
    {"text": "我是韶关人", "facts": {"本人.户籍所在地": "韶关"}},
    {"text": "孩子六岁", "facts": {"子女1.年龄": 7}},
    {"text": "小孩今年九月读小学", "facts": {"子女1.入学年份": 2025}, "today": "2025-03-01"},
    {"text": "今天天气不错"},
]


def test_counts_what_was_heard_rightly() -> None:
    knowledge = load_knowledge(Path(__file__).parents[3]).knowledge
    assert knowledge is not None
    found = evaluate(ROWS, Listener(knowledge.shared), today=date(2026, 11, 22))
    scores = {one.name: one for one in found.scores}
    assert (scores["户籍所在地"].precision, scores["户籍所在地"].recall) == (1.0, 1.0)
    assert (scores["年龄"].precision, scores["年龄"].recall) == (0.0, 0.0)
    assert scores["入学年份"].right == 1
    assert scores["入读年级"].recall is None
    assert (scores[OVERALL].wanted, scores[OVERALL].heard, scores[OVERALL].right) == (3, 4, 2)
    assert ("孩子六岁", "子女1.年龄", 6, 7) in found.wrong
    assert len(str(found).splitlines()) == len(found.scores) + 1
