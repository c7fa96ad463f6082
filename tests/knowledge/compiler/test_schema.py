"""The JSON Schema accepts whatever is written, and refuses what one place alone shows to be wrong.

It is tried on our reader's text and on what other YAML readers make of it (15 a number, null null).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from knowledge.compiler.document import read_document
from knowledge.compiler.load import REGISTERS, read_sources
from knowledge.compiler.schema import SHAPES, written_schema
from tests.knowledge.compiler.bad_lists import ROOT, cases, good_sources, sources_of

SEEN_ALONE = [
    case
    for case in cases()
    if "E120" <= case[:4] <= "E131" and case not in ("E121-synonym", "E123-kind-of-act")
]


class Typed(yaml.SafeLoader):
    """YAML 1.2 as editing tools read it: whole numbers, booleans, null; days and `on` stay text."""


Typed.yaml_implicit_resolvers = {
    first: [("tag:yaml.org,2002:" + tag, pattern)]
    for tag, pattern, firsts in (
        ("int", re.compile(r"-?[0-9]+$"), "-0123456789"),
        ("bool", re.compile(r"(true|false)$"), "tf"),
        ("null", re.compile(r"null$"), "n"),
    )
    for first in firsts
}


@cache
def validator(name: str) -> Draft202012Validator:
    schema = written_schema(name)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def shape_of(path: str) -> str | None:
    """Which schema a file is held to."""
    folder, _, name = path.removesuffix(".yml").rpartition("/")
    if path == "inquiry_lists/catalog.yml" or folder == "inquiry_lists/shared":
        return name if name in SHAPES else None
    tops = {"inquiry_lists": "list", "nlu_data/phrasings": "phrasings"}
    return tops.get(folder.rpartition("/")[0]) or ("messages" if "messages" in folder else None)


def faults(name: str, value: Any) -> list[str]:
    return [error.message for error in validator(name).iter_errors(value)]


def test_there_is_one_for_every_kind_of_file() -> None:
    assert set(SHAPES) >= {"list", "catalog", "phrasings", *REGISTERS}


def test_whatever_is_written_is_accepted() -> None:
    looked = set()
    for path, text in read_sources(ROOT).items():
        name = shape_of(path)
        if name is not None:
            looked.add(name)
            assert faults(name, read_document(path, text)[0].plain()) == [], path
            assert faults(name, yaml.load(text, Typed)) == [], path
    assert looked == set(SHAPES)


@pytest.mark.parametrize("case", SEEN_ALONE)
def test_what_one_place_shows_is_refused(case: str) -> None:
    good = good_sources()
    changed = {path: text for path, text in sources_of(case).items() if good.get(path) != text}
    refused = [
        fault
        for path, text in changed.items()
        if (name := shape_of(path)) is not None
        for value in (read_document(path, text)[0].plain(), yaml.load(text, Typed))
        for fault in faults(name, value)
    ]
    assert refused


def test_editors_read_chinese_titles_and_never_stored_clauses() -> None:
    schema = written_schema("list")
    assert schema["$defs"]["Question"]["properties"]["ask"]["title"] == "问题"
    assert "Clause" not in schema["$defs"]
    assert "constant" not in str(schema)
