"""Whatever single value of a route is changed, the audit notices: no figure stands unchecked.

Left out are words that only explain (`why`, `because`, `note`, `basis`, `formula`, `unit`), where
a paper comes from (read by its first words: see mutations), the ids of trips, and what speaks of
other routes (alternatives, branches, asks).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from knowledge.audit.auditor import AuditError, audit_document
from knowledge.model.household import FactError
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route
from tests.knowledge.audit.cases import FILLED

AUDITED = ("goals", "steps", "trips", "materials", "measures", "proof", "considered")
EXPLAINS = {"why", "because", "note", "basis", "formula", "unit", "source"}
OUTCOMES = {"taken": "rejected", "rejected": "taken", "held": "taken"}
Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every scalar with its path."""
    if isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, below in pairs:
            yield from leaves(below, (*path, key))
    else:
        yield path, value


def is_audited(path: Path, value: Any) -> bool:
    explains = bool(EXPLAINS & set(map(str, path)))
    names_only = (path[0], path[-1]) in {("trips", "id"), ("considered", "title")}
    list_again = (path[0], path[-1]) == ("considered", "list")
    return value is not None and not (explains or names_only or list_again)


def other(value: Any) -> Any:
    """Another value of the same type, as near as possible."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    try:
        return str(date.fromisoformat(value) + timedelta(days=1))
    except ValueError:
        return OUTCOMES.get(value, f"{value}9")


def changed(document: Any, path: Path, value: Any) -> Any:
    spoilt = deepcopy(document)
    place = spoilt
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return spoilt


def as_document(route: Route, name: str) -> dict[str, Any]:
    return {
        "route": route.model_dump(mode="json", by_alias=True),
        "facts": FILLED[name].facts,
    }


@pytest.mark.parametrize("name", FILLED)
def test_every_value_is_checked(
    name: str, planned: Callable[[str], Route], filled: KnowledgeBase
) -> None:
    document = as_document(planned(name), name)
    unnoticed, tried = [], 0
    for part in AUDITED:
        for path, value in leaves(document["route"][part], (part,)):
            if is_audited(path, value):
                tried += 1
                spoilt = changed(document, ("route", *path), other(value))
                unnoticed += [] if audit_document(spoilt, filled) else [(path, value)]
    assert tried > 100
    assert not unnoticed, unnoticed


def test_no_document_breaks_the_audit(
    planned: Callable[[str], Route], filled: KnowledgeBase
) -> None:
    chance = Random(7)
    name = "everything, figures"
    document = as_document(planned(name), name)
    paths = [path for path, _ in leaves(document)]
    values = ["", "子女", "s1", "no-such", -1, 10**9, None, [], {}, True]
    values += ["0001-01-01", "9999-12-31"]
    for _ in range(250):
        spoilt = document
        for path in chance.sample(paths, 2):
            spoilt = changed(spoilt, path, chance.choice(values))
        try:
            audit_document(spoilt, filled)
        except (AuditError, FactError) as error:
            assert str(error).endswith("。")
