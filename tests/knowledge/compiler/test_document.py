"""Nodes that remember their lines, and words that are like other words."""

from __future__ import annotations

import pytest

from knowledge.compiler.document import read_document
from knowledge.compiler.problem import finished, nearest, perhaps, shown
from knowledge.compiler.syntax import wrong_colon

TEXT = """\
# 注释
id: some-list
questions:
  - id: first
    otherwise: |
      第一行
      # 不是注释

  - {id: second, topics: [甲,
      乙], note: null}
"""


def test_plain_is_what_was_typed() -> None:
    root, problems = read_document("x.yml", TEXT.encode())
    assert problems == []
    assert root.plain() == {
        "id": "some-list",
        "questions": [
            {"id": "first", "otherwise": "第一行\n# 不是注释\n"},
            {"id": "second", "topics": ["甲", "乙"], "note": None},
        ],
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("id",), 2),
        (("questions",), 3),
        (("questions", 0), 4),
        (("questions", 0, "otherwise"), 5),
        (("questions", 1), 9),
        (("questions", 1, "topics", 1), 10),
        (("questions", 1, "nothing", "topics"), 9),
        (("questions", 7, "id"), 3),
        (("id", "deeper", 3), 2),
    ],
)
def test_line_at(path: tuple[str | int, ...], line: int) -> None:
    root, _ = read_document("x.yml", TEXT.encode())
    assert root.line_at(path) == line


@pytest.mark.parametrize(
    ("word", "known", "candidate"),
    [
        ("连续居住月份", ["居住登记月数", "连续居住月数"], "连续居住月数"),
        ("东宛", ["广东", "东莞"], "东莞"),
        ("titel", ["title", "until"], "title"),
        ("全不相干的词", ["东莞", "广东"], None),
        ("甲", ["乙"], None),
        ("全" * 100_000, ["东莞"], None),
        ("甲", [], None),
    ],
)
def test_nearest(word: str, known: list[str], candidate: str | None) -> None:
    assert nearest(word, known) == candidate
    assert perhaps(word, known) == (f"是不是「{candidate}」?" if candidate else "")


def test_words_are_shown_on_one_line() -> None:
    assert shown("第一行\n第二行\t第三行") == "第一行 第二行 第三行"
    assert shown("字" * 50) == "字" * 40 + "…"
    assert finished("字" * 50) == "字" * 50


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("ask：有吗", "ask: 有吗"),
        ("ask:有吗", "ask: 有吗"),
        ("- ask： 有吗", "ask: 有吗"),
        ("ask：", "ask: …"),
        ("ask: 有吗", None),
        ("https://example", None),
        ("问:有吗", None),
        ("12:30", None),
    ],
)
def test_wrong_colon(words: str, right: str | None) -> None:
    found = wrong_colon(words)
    assert found is None if right is None else found and f"「{right}」" in found[2]
