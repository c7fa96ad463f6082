"""Shared entries that may be one thing registered twice: facts asked alike, parameters, papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from knowledge.candidates.pair import Pair, Side, side
from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.walk import Located
from knowledge.model.shape import Shape
from knowledge.model.shared import Fact, Material, Parameter

ASKS_ALIKE, NAMES_ALIKE = 0.85, 0.8


def alike_entries(draft: Draft) -> Iterator[Pair]:
    """Facts with nearly the same ask, parameters of one type and papers with nearly one name."""
    yield from _facts(draft, list(walk.facts(draft)))
    yield from _parameters(draft, list(walk.parameters(draft)))
    yield from _materials(draft, list(walk.materials(draft)))


def _facts(draft: Draft, facts: Sequence[Located[Fact]]) -> Iterator[Pair]:
    asked = [one for one in facts if one.what.ask]
    for one, other in combinations(asked, 2):
        shared = set(one.what.whose) & set(other.what.whose)
        likeness = _likeness(one.what.ask or "", other.what.ask or "")
        if shared and one.what.kind == other.what.kind and likeness >= ASKS_ALIKE:
            words = [f"{found.what.name}:{found.what.ask}" for found in (one, other)]
            yield Pair(
                "追问近似", likeness, _side(draft, one, words[0]), _side(draft, other, words[1])
            )


def _parameters(draft: Draft, parameters: Sequence[Located[Parameter]]) -> Iterator[Pair]:
    for one, other in combinations(parameters, 2):
        likeness = _likeness(one.what.name, other.what.name)
        same = (one.what.kind, one.what.unit) == (other.what.kind, other.what.unit)
        if same and likeness >= NAMES_ALIKE:
            why = "规定的部门相同" if one.what.set_by == other.what.set_by else ""
            mine, theirs = _side(draft, one, one.what.name), _side(draft, other, other.what.name)
            yield Pair("参数近似", likeness, mine, theirs, why)


def _materials(draft: Draft, materials: Sequence[Located[Material]]) -> Iterator[Pair]:
    for one, other in combinations(materials, 2):
        likeness = _likeness(one.what.title, other.what.title)
        if likeness >= NAMES_ALIKE:
            why = "出具单位相同" if one.what.issuer == other.what.issuer else ""
            mine, theirs = _side(draft, one, one.what.title), _side(draft, other, other.what.title)
            yield Pair("材料近似", likeness, mine, theirs, why)


def _likeness(one: str, other: str) -> float:
    return fuzz.ratio(one, other) / 100


def _side(draft: Draft, found: Located[Shape], words: str) -> Side:
    return side(draft, found.path, found.where, words=words)
