"""Broken projects for the tests: a small good one, and what each case changes in it.

tests/bad_lists/base is good. A case folder (`E202-unknown-fact`) holds only the files that differ,
under their paths in a project, and `expected.txt`, the problems exactly as printed. What cannot
well lie in a folder (a huge file, a missing one, one line of the catalog) is in its `change.yml`:

    - {file: PATH, remove: yes}
    - {file: PATH, size: 2097152}            # so many bytes of text
    - {file: PATH, hex: "ff fe 00"}          # these bytes
    - {file: PATH, find: TEXT, put: TEXT}    # TEXT stands there exactly once

The catalog and the departments are the project's own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from knowledge.compiler.check import check_loaded
from knowledge.compiler.load import load_sources, read_sources

ROOT = Path(__file__).parents[3]
BAD_LISTS = ROOT / "tests/bad_lists"
OWN = ("inquiry_lists/catalog.yml", "inquiry_lists/shared/departments.yml")


def good_sources() -> dict[str, bytes]:
    """The bytes of the small good project."""
    return {path: (ROOT / path).read_bytes() for path in OWN} | read_sources(BAD_LISTS / "base")


def cases() -> list[str]:
    """Names of all case folders."""
    folders = sorted(path.name for path in BAD_LISTS.iterdir() if path.is_dir())
    return [name for name in folders if name != "base"]


def sources_of(case: str) -> dict[str, bytes]:
    """The good project with this case's mistakes."""
    folder = BAD_LISTS / case
    sources = good_sources() | read_sources(folder)
    changes = folder / "change.yml"
    for change in yaml.safe_load(changes.read_text("utf-8")) if changes.exists() else ():
        _make(change, sources)
    return sources


def _make(change: dict[str, Any], sources: dict[str, bytes]) -> None:
    path = change["file"]
    if "remove" in change:
        del sources[path]
    elif "size" in change:
        sources[path] = b"# " + b"x" * (change["size"] - 2)
    elif "hex" in change:
        sources[path] = bytes.fromhex(change["hex"])
    else:
        text = sources[path].decode()
        assert text.count(change["find"]) == 1, change
        sources[path] = text.replace(change["find"], change["put"]).encode()


def printed(sources: dict[str, bytes]) -> str:
    """All problems of a project as the command prints them."""
    return "".join(f"{problem}\n" for problem in check_loaded(load_sources(sources)))
