"""Walks a draft and says of everything it meets where it stands, so that checks know no files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem
from knowledge.model.condition import Clause, Condition
from knowledge.model.inquiry_list import Goal, InquiryList, Item, MaterialUse, Question
from knowledge.model.shared import Basis, Fact, Material, Parameter, Place, Situation

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Located(Generic[T_co]):
    """Something with the file and the place in it; unprefixed facts are about `whose` role."""

    path: str
    where: Where
    what: T_co
    whose: str = ""
    list_id: str = ""

    def problem(self, draft: Draft, *key: str | int, code: str, message: str, mend: str) -> Problem:
        """A problem here, or at the place below that `key` leads to."""
        where = (*self.where, *key)
        return draft.problem(self.path, where, code=code, message=message, mend=mend)

    def below(self, what: T, *key: str | int) -> Located[T]:
        """Something that stands below this."""
        return Located(self.path, (*self.where, *key), what, self.whose, self.list_id)


def items(draft: Draft) -> Iterator[Located[Item]]:
    """Every period of every item."""
    for found in _lists(draft):
        for one in _members(found, "items", found.what.items):
            yield replace(one, whose=one.what.whose)


def questions(draft: Draft) -> Iterator[Located[Question]]:
    """Every period of every question."""
    for found in _lists(draft):
        for one in _members(found, "questions", found.what.questions):
            yield replace(one, whose=one.what.whose)


def facts(draft: Draft) -> Iterator[Located[Fact]]:
    """Every entry of the register, as are parameters, goals, situations and places."""
    return _register(draft, "facts", draft.knowledge.shared.facts)


def parameters(draft: Draft) -> Iterator[Located[Parameter]]:
    return _register(draft, "parameters", draft.knowledge.shared.parameters)


def goals(draft: Draft) -> Iterator[Located[Goal]]:
    for one in _register(draft, "goals", draft.knowledge.shared.goals):
        yield replace(one, whose=one.what.whose)


def situations(draft: Draft) -> Iterator[Located[Situation]]:
    return _register(draft, "situations", draft.knowledge.shared.situations)


def places(draft: Draft) -> Iterator[Located[Place]]:
    return _register(draft, "places", draft.knowledge.shared.places)


def materials(draft: Draft) -> Iterator[Located[Material]]:
    return _register(draft, "materials", draft.knowledge.shared.materials)


def material_uses(draft: Draft) -> Iterator[Located[MaterialUse]]:
    """Every use of a paper, in items and in their channels."""
    for item in items(draft):
        yield from _members(item, "materials", item.what.materials)
        for channel in _members(item, "channels", item.what.channels):
            yield from _members(channel, "materials", channel.what.materials or ())


def clauses(draft: Draft) -> Iterator[Located[Clause]]:
    """Every clause of every condition: cases, items, papers, openings, goals."""
    for question in questions(draft):
        for case in _members(question, "cases", question.what.cases):
            yield from _clauses(case.below(case.what.when, "when"))
    for item in items(draft):
        if item.what.when is not None:
            yield from _clauses(item.below(item.what.when, "when"))
    for use in material_uses(draft):
        if use.what.when is not None:
            yield from _clauses(use.below(use.what.when, "when"))
    for parameter in parameters(draft):
        for value in _members(parameter, "values", parameter.what.values):
            for span in _members(value, "spans", value.what.spans):
                if span.what.when is not None:
                    yield from _clauses(span.below(span.what.when, "when"))
    for goal in goals(draft):
        yield from _clauses(goal.below(goal.what.reach, "reach"))


def bases(draft: Draft) -> Iterator[Located[Basis]]:
    """Every basis cited anywhere in a list or by a parameter's value."""
    for question in questions(draft):
        yield from _members(question, "basis", question.what.basis)
        for case in _members(question, "cases", question.what.cases):
            yield from _members(case, "basis", case.what.basis)
    for item in items(draft):
        yield from _members(item, "basis", item.what.basis)
    for parameter in parameters(draft):
        for value in _members(parameter, "values", parameter.what.values):
            yield from _members(value, "basis", value.what.basis)


def _lists(draft: Draft) -> Iterator[Located[InquiryList]]:
    for found in draft.knowledge.lists.values():
        yield Located(draft.list_path(found.id), (), found, list_id=found.id)


def _register(draft: Draft, name: str, entries: dict[str, T]) -> Iterator[Located[T]]:
    for number, entry in enumerate(entries.values()):
        yield Located(draft.shared_path(name), (number,), entry)


def _members(parent: Located[object], key: str, members: tuple[T, ...]) -> Iterator[Located[T]]:
    for number, member in enumerate(members):
        yield parent.below(member, key, number)


def _clauses(found: Located[Condition]) -> Iterator[Located[Clause]]:
    condition = found.what
    if isinstance(condition, Clause):
        yield found.below(condition, "need")
        return
    for number, member in enumerate(condition.members):
        yield from _clauses(found.below(member, condition.kind, number))
