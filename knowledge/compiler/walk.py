"""Walks a draft and says of everything it meets where it stands, so that checks need not know the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.compiler.load import Draft
from knowledge.model.condition import Clause, Condition
from knowledge.model.inquiry_list import InquiryList, Item, MaterialUse, Question
from knowledge.model.shared import Basis

T = TypeVar("T")
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Located(Generic[T]):
    """Something with the file and the place in it; `whose` is the role that unprefixed facts are about."""

    path: str
    where: Where
    what: T
    whose: str = ""
    list_id: str = ""


def items(draft: Draft) -> Iterator[Located[Item]]:
    for path, found in _lists(draft):
        for number, item in enumerate(found.items):
            yield Located(path, ("items", number), item, item.whose, found.id)


def questions(draft: Draft) -> Iterator[Located[Question]]:
    for path, found in _lists(draft):
        for number, question in enumerate(found.questions):
            yield Located(path, ("questions", number), question, question.whose, found.id)


def _lists(draft: Draft) -> Iterator[tuple[str, InquiryList]]:
    for found in draft.knowledge.lists.values():
        yield draft.list_path(found.id), found


def material_uses(draft: Draft) -> Iterator[Located[MaterialUse]]:
    """Every use of a paper, in items and in their channels."""
    for item in items(draft):
        yield from _below(item, "materials", item.what.materials)
        for number, channel in enumerate(item.what.channels):
            here = Located(
                item.path, (*item.where, "channels", number), channel, item.whose, item.list_id
            )
            yield from _below(here, "materials", channel.materials or ())


def clauses(draft: Draft) -> Iterator[Located[Clause]]:
    """Every clause of every condition: cases, items, papers, goals."""
    for question in questions(draft):
        for case in _below(question, "cases", question.what.cases):
            yield from _clauses(case, "when", case.what.when)
    for item in items(draft):
        yield from _clauses(item, "when", item.what.when)
    for use in material_uses(draft):
        yield from _clauses(use, "when", use.what.when)
    path = draft.shared_path("goals")
    for number, goal in enumerate(draft.knowledge.shared.goals.values()):
        yield from _clauses(Located(path, (number,), goal, goal.whose), "reach", goal.reach)


def bases(draft: Draft) -> Iterator[Located[Basis]]:
    """Every basis cited anywhere in a list or by a parameter's value."""
    for question in questions(draft):
        yield from _below(question, "basis", question.what.basis)
        for case in _below(question, "cases", question.what.cases):
            yield from _below(case, "basis", case.what.basis)
    for item in items(draft):
        yield from _below(item, "basis", item.what.basis)
    path = draft.shared_path("parameters")
    for number, parameter in enumerate(draft.knowledge.shared.parameters.values()):
        for value in _below(Located(path, (number,), parameter), "values", parameter.values):
            yield from _below(value, "basis", value.what.basis)


def _below(parent: Located[object], key: str, members: tuple[T, ...]) -> Iterator[Located[T]]:
    for number, member in enumerate(members):
        yield Located(
            parent.path, (*parent.where, key, number), member, parent.whose, parent.list_id
        )


def _clauses(
    parent: Located[object], key: str, condition: Condition | None
) -> Iterator[Located[Clause]]:
    if condition is not None:
        yield from _clauses_at(parent, (*parent.where, key), condition)


def _clauses_at(
    parent: Located[object], where: Where, condition: Condition
) -> Iterator[Located[Clause]]:
    if isinstance(condition, Clause):
        yield Located(parent.path, (*where, "need"), condition, parent.whose, parent.list_id)
        return
    for number, member in enumerate(condition.members):
        yield from _clauses_at(parent, (*where, condition.kind, number), member)
