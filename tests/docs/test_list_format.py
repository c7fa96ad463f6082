"""docs/list-format.md says every key and every code as the programme has them, and its example is
a list that passes the check.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.compiler.check import check_loaded
from knowledge.compiler.load import load_sources, read_sources
from knowledge.compiler.schema import SHAPES, written_schema

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs/list-format.md").read_text("utf-8")
CODE = re.compile(r"E[0-9]{3}")
EXAMPLE = re.compile(r"<!-- example: (?P<id>[a-z-]+) -->\n```yaml\n(?P<text>.*?)```", re.DOTALL)
ROOTS = {"list": "InquiryList", "catalog": "Catalog"}
ACROSS = {"E502", "E503", "E504", "E209", "E214"}  # what other files miss in a shortened list


@cache
def shapes() -> dict[str, dict[str, Any]]:
    """Every shape of the format by its name, as JSON Schema."""
    found: dict[str, dict[str, Any]] = {}
    for name in SHAPES:
        schema = written_schema(name)
        found |= schema.get("$defs", {})
        if name in ROOTS:
            found[ROOTS[name]] = schema
    return found


@cache
def tables() -> dict[str, dict[str, str]]:
    """The rows of each table of keys: shape -> key -> label."""
    found: dict[str, dict[str, str]] = {}
    for section in re.split(r"^#{2,4} ", DOC, flags=re.MULTILINE):
        name = re.match(r"[^\n]*\((\w+)\)\n", section)
        if name:
            rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.+?) \|$", section, flags=re.MULTILINE)
            found[name[1]] = {key: label for key, label, _ in rows}
    return found


def test_every_shape_has_a_table_and_every_table_a_shape() -> None:
    assert len(shapes()) > 25
    assert set(tables()) == set(shapes())


@pytest.mark.parametrize("name", sorted(shapes()))
def test_every_key_is_described_under_its_label(name: str) -> None:
    schema = shapes()[name]
    expected = {
        key: field.get("title", "") + ("(必填)" if key in schema.get("required", ()) else "")
        for key, field in schema["properties"].items()
    }
    assert tables()[name] == expected


def test_every_code_has_a_mend() -> None:
    source = "".join(
        path.read_text("utf-8") for path in (ROOT / "knowledge/compiler").rglob("*.py")
    )
    mends = re.findall(r"^\| (E\d{3}) \| .+ \| .{4,} \|$", DOC, flags=re.MULTILINE)
    assert len(mends) == len(set(mends))
    assert set(mends) == set(CODE.findall(source))


def test_the_example_passes_the_check() -> None:
    found = EXAMPLE.search(DOC)
    assert found
    list_id, text = found["id"], found["text"]
    sources = read_sources(ROOT)
    path = next(path for path in sources if re.fullmatch(rf"inquiry_lists/\w+/{list_id}.yml", path))
    sources[path] = text.encode()
    says = path.replace("inquiry_lists", "nlu_data/phrasings")
    written = {question["id"] for question in yaml.load(text, yaml.BaseLoader)["questions"]}
    sayings = yaml.load(sources[says], yaml.BaseLoader)
    kept = {key: value for key, value in sayings.items() if key in written | {"list"}}
    sources[says] = yaml.safe_dump(kept, allow_unicode=True).encode()
    problems = check_loaded(load_sources(sources))
    assert [str(problem) for problem in problems if problem.path in (path, says)] == []
    assert {problem.code for problem in problems} <= ACROSS
