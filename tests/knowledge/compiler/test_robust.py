"""Whatever bytes lie in the folders, the answer is problems and never an exception."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.compiler.check import check_loaded
from knowledge.compiler.document import MAX_BYTES
from knowledge.compiler.load import load_sources
from knowledge.compiler.problem import Problem
from tests.knowledge.compiler.bad_lists import good_sources

LIST = "inquiry_lists/household/residence-permit.yml"
GOOD = good_sources()
CHANGEABLE = [path for path in GOOD if not path.endswith(("catalog.yml", "departments.yml"))]
SCRAPS = """
: |:|- |#|"|'|[|]|{|}|&a |*a|!x |?|null|是|参数.|本人.|子女1.|任一子女.|家庭.|，|：|
002|-1|99999999999|2026-02-30|02-29|第零条|when: |all:|>=|属于|\t|\x00|\ufeff|---
""".replace("\n", "").split("|")


def problems_with(path: str, content: bytes) -> tuple[Problem, ...]:
    return check_loaded(load_sources(GOOD | {path: content}))


def codes_with(content: str) -> list[str]:
    return [problem.code for problem in problems_with(LIST, content.encode())]


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes(content: bytes) -> None:
    assert problems_with(LIST, content)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(CHANGEABLE), st.randoms(use_true_random=False))
def test_random_changes_of_a_good_file(path: str, chance: random.Random) -> None:
    lines = GOOD[path].decode().splitlines(keepends=True)
    for _ in range(chance.randint(1, 4)):
        number = chance.randrange(len(lines))
        place = chance.randint(0, len(lines[number]))
        kind = chance.choice(("insert", "cut", "drop", "repeat", "move"))
        if kind == "insert":
            scrap = chance.choice(SCRAPS)
            lines[number] = lines[number][:place] + scrap + lines[number][place:]
        elif kind == "cut":
            lines[number] = lines[number][:place] + lines[number][place + chance.randint(1, 6) :]
        elif kind == "drop" and len(lines) > 1:
            del lines[number]
        elif kind == "repeat":
            lines.insert(number, lines[number])
        else:
            lines[number] = "  " * chance.randint(0, 6) + lines[number].lstrip()
    for problem in problems_with(path, "".join(lines).encode()):
        assert problem.line >= 1
        assert problem.message
        assert problem.mend


def test_windows_line_ends_and_byte_order_mark_are_welcome() -> None:
    text = GOOD[LIST].decode().replace("\n", "\r\n")
    assert problems_with(LIST, b"\xef\xbb\xbf" + text.encode()) == ()


def test_lines_are_counted_the_same_with_windows_line_ends() -> None:
    broken = GOOD[LIST].decode().replace("title: 居住登记\n", "titel: 居住登记\n")
    unix = problems_with(LIST, broken.encode())
    windows = problems_with(LIST, broken.replace("\n", "\r\n").encode())
    assert unix == windows
    assert [problem.line for problem in unix] == [18, 19]


def test_the_largest_file_is_read_and_one_byte_more_is_not() -> None:
    text = GOOD[LIST] + b"#" * (MAX_BYTES - len(GOOD[LIST]))
    assert problems_with(LIST, text) == ()
    assert codes_with((text + b"#").decode()) == ["E101"]


def test_deep_nesting_ends_early() -> None:
    assert codes_with("a: " + "[" * 100_000) == ["E106"]


def test_what_yaml_would_guess_stays_what_was_typed() -> None:
    text = GOOD[LIST].decode()
    for words in (
        "no",
        "12:30",
        "010",
        "1e3",
        "0x1F",
        "yes",
        "~~",
        "2016-01-01",
        ".inf",
        "=",
        "<<",
    ):
        changed = text.replace("answer: 您是东莞户口,不需要居住证。", f"answer: {words}")
        loaded = load_sources(GOOD | {LIST: changed.encode()})
        assert loaded.knowledge is not None, words
        question = loaded.knowledge.lists["residence-permit"].questions[0]
        assert question.cases[0].answer == words
