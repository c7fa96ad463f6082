"""`make` alone tells every command there is, in Chinese, and each of them can be carried out."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

PROMISED = {"help", "setup", "run", "test", "check", "evaluate", "bench", "new", "lock", "clean"}


@pytest.fixture(scope="module")
def targets(root: Path) -> set[str]:
    phony = re.search(r"^\.PHONY: (.*)$", (root / "Makefile").read_text("utf-8"), re.M)
    assert phony
    return set(phony[1].split())


def make(root: Path, *words: str) -> str:
    ran = subprocess.run(
        ["make", "--no-print-directory", *words], cwd=root, capture_output=True, check=True
    )
    return ran.stdout.decode()


def test_the_promised_targets_are_there(targets: set[str]) -> None:
    assert targets == PROMISED


def test_help_is_the_default_and_lists_every_target(root: Path, targets: set[str]) -> None:
    said = make(root)
    assert said == make(root, "help")
    explained = dict(re.findall(r"^  (\w+) +(\S.*)$", said, re.M))
    assert explained.keys() == targets
    assert all(re.search("[一-龥]", text) for text in explained.values())


def test_every_target_has_something_to_do(root: Path, targets: set[str]) -> None:
    for target in targets:
        assert make(root, "--dry-run", target, "list=id-card").strip(), target


def test_the_commands_a_target_calls_exist(root: Path) -> None:
    from api.commands import main

    called = set(re.findall(r"\$\(WENZHENG\) (\w+)", (root / "Makefile").read_text("utf-8")))
    assert called >= {"build", "serve", "check", "evaluate", "new"}
    assert called <= main.commands.keys()
