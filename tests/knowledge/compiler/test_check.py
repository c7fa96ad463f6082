"""The checker as a whole: stages, order, the choice of paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.compiler.check import check, check_loaded
from knowledge.compiler.load import load_sources, read_sources
from tests.knowledge.compiler.bad_lists import good_sources, sources_of

LISTS = "inquiry_lists/household/residence-permit.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project on disk with one mistake in each of two files."""
    sources = sources_of("E202-window-and-deadline")
    for path, content in sources.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def test_problems_are_sorted_by_file_and_line(project: Path) -> None:
    found = [(problem.path, problem.line) for problem in check(project)]
    assert found == sorted(found)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (LISTS, 1),
        ("inquiry_lists/household", 1),
        ("inquiry_lists", 2),
        (".", 2),
        ("nlu_data", 0),
    ],
)
def test_paths_choose(project: Path, path: str, count: int) -> None:
    assert len(check(project, [Path(path)])) == count
    assert len(check(project, [project / path])) == count


@pytest.mark.parametrize("path", ["inquiry_lists/house", "README.md", "/nowhere", ".."])
def test_a_path_that_holds_nothing_we_read_is_a_problem(project: Path, path: str) -> None:
    assert [problem.code for problem in check(project, [Path(path)])] == ["E111"]


def test_one_broken_shared_file_hides_what_depends_on_it() -> None:
    sources = sources_of("E202-unknown-fact")
    facts = "inquiry_lists/shared/facts.yml"
    broken = sources[facts].replace(b"type: place", b"type: palace")
    problems = check_loaded(load_sources(sources | {facts: broken}))
    assert [(problem.path, problem.code) for problem in problems] == [(facts, "E123")]


def test_all_faults_of_reading_come_at_once() -> None:
    broken = {path: b"\tx" for path in good_sources() if path.startswith("inquiry_lists/shared")}
    problems = check_loaded(load_sources(good_sources() | broken))
    assert [problem.path for problem in problems] == sorted(broken)


def test_held_out_and_hidden_files_are_not_read(tmp_path: Path) -> None:
    for path in ("nlu_data/heldout/x.yml", "nlu_data/acts/.x.yml", "inquiry_lists/x.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    assert read_sources(tmp_path) == {}


def test_an_empty_folder_lacks_every_register_and_the_catalog(tmp_path: Path) -> None:
    problems = check(tmp_path)
    assert {problem.code for problem in problems} == {"E110"}
    assert len(problems) == 10
