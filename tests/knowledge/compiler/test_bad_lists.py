"""Every mistake an editor can make has a golden case: the exact words that answer it."""

from __future__ import annotations

import re

import pytest

from tests.knowledge.compiler.bad_lists import (
    BAD_LISTS,
    ROOT,
    cases,
    good_sources,
    printed,
    sources_of,
)

CODE = re.compile(r"E[0-9]{3}")
LATIN = re.compile(r"[A-Za-z]+")


def test_the_base_is_good() -> None:
    assert printed(good_sources()) == ""


@pytest.mark.parametrize("case", cases())
def test_case(case: str) -> None:
    expected = (BAD_LISTS / case / "expected.txt").read_text("utf-8")
    assert printed(sources_of(case)) == expected
    assert case[:4] in expected


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    source = "".join(
        path.read_text("utf-8") for path in (ROOT / "knowledge/compiler").rglob("*.py")
    )
    codes = set(CODE.findall(source))
    assert len(codes) > 50, "no codes found: where did the compiler go?"
    assert {case[:4] for case in cases()} == codes


def test_every_problem_says_where_what_and_how() -> None:
    lines = 0
    for case in cases():
        for line in (BAD_LISTS / case / "expected.txt").read_text("utf-8").splitlines():
            problem = re.fullmatch(r"\S+\.\w+:[1-9]\d*  E\d{3}  .+", line)
            assert problem or re.fullmatch(r"    怎么改:.+[。」”\"]", line), f"{case}: {line}"
            lines += 1
    assert lines > 200
