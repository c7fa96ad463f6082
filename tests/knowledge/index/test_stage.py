"""Stages: made once for each key, never half made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge.index.stage import KEPT, Stage, key_of, link_tree, run_stage


def stage(key: str, text: str = "made") -> Stage:
    def make(out: Path) -> None:
        out.mkdir()
        (out / "result.txt").write_text(text, encoding="utf-8")

    return Stage("stage", "", "一步", key, make)


def test_a_stage_is_made_once(tmp_path: Path) -> None:
    place, first = run_stage(stage("k1", "first"), tmp_path)
    again, second = run_stage(stage("k1", "second"), tmp_path)
    assert (first.reused, second.reused) == (False, True)
    assert place == again
    assert (again / "result.txt").read_text("utf-8") == "first"


def test_a_failed_stage_leaves_nothing(tmp_path: Path) -> None:
    def fail(out: Path) -> None:
        out.mkdir()
        (out / "half").touch()
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run_stage(Stage("stage", "", "一步", "k1", fail), tmp_path)
    assert list((tmp_path / "stage").iterdir()) == []
    assert not run_stage(stage("k1"), tmp_path)[1].reused


def test_old_results_are_forgotten_but_not_those_in_use(tmp_path: Path) -> None:
    for number in range(KEPT):
        place, _ = run_stage(stage(f"k{number}"), tmp_path)
        os.utime(place, (number, number))
    run_stage(stage("k0"), tmp_path)  # used again, so k1 is the oldest now
    run_stage(stage("new"), tmp_path)
    kept = {path.name for path in (tmp_path / "stage").iterdir()}
    assert kept == {"k0", "new"} | {f"k{number}" for number in range(2, KEPT)}


def test_links_are_the_same_files(tmp_path: Path) -> None:
    made, _ = run_stage(stage("k1"), tmp_path)
    link_tree(made, tmp_path / "release" / "index")
    linked = tmp_path / "release" / "index" / "result.txt"
    assert linked.samefile(made / "result.txt")


def test_keys_tell_inputs_apart() -> None:
    assert key_of("a", ["b"]) == key_of("a", ("b",))
    assert len({key_of("a", "b"), key_of("ab"), key_of(["a"], "b"), key_of("b", "a")}) == 4
