"""How complete each list is: topics, branches, conversations, held-out sayings, figures, sources.

It counts; what is good it does not say. A list that is not written has no figures but its scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.coverage.branches import answer_branches, item_branches
from knowledge.coverage.situations import is_open
from knowledge.model.condition import PARAMETER_PREFIX
from knowledge.model.inquiry_list import InquiryList
from knowledge.model.shape import Shape
from knowledge.model.shared import Basis


@dataclass(frozen=True)
class Gap:
    """Something still to be done: `where` is file:line, `words` what stands there."""

    kind: str
    where: str
    words: str


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    done: int
    of: int


@dataclass(frozen=True)
class ListCoverage:
    """One list of the catalog. `shares` by name, in the order of NAMES; empty when not written.

    `figures` are the names of parameters without a value that it rests on; a branch that only such
    a figure keeps shut is counted as not reached and is no gap of its own.
    """

    id: str
    title: str
    written: bool
    topics: Share
    questions: int = 0
    items: int = 0
    shares: dict[str, Share] = field(default_factory=dict)
    figures: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def complete(self) -> bool:
        return self.written and not self.gaps and not self.figures


@dataclass(frozen=True)
class Beside:
    """Ids ("list/id") named in conversations, and those with held-out sayings."""

    named: frozenset[str]
    held_out: frozenset[str]


BRANCHES, ITEMS, NAMED, SAID, CITED = "答复分支", "事项分支", "对话写到", "留出说法", "依据核实"
NAMES = (BRANCHES, ITEMS, NAMED, SAID, CITED)


def coverage(draft: Draft, beside: Beside, *, on: date) -> tuple[ListCoverage, ...]:
    """Every list of the catalog, in its order, as of that day."""
    knowledge = draft.knowledge
    return tuple(
        _written(draft, knowledge.lists[row.id], beside, on=on)
        if row.id in knowledge.lists
        else ListCoverage(row.id, row.title, False, Share(0, len(row.scope)))
        for row in knowledge.catalog.lists
    )


def null_figures(draft: Draft, *, on: date) -> dict[str, tuple[str, ...]]:
    """Names of the parameters without a value that day, by who sets them, most first."""
    found: dict[str, list[str]] = defaultdict(list)
    for parameter in draft.knowledge.shared.parameters.values():
        if _is_null(draft, parameter.name, on):
            found[parameter.set_by].append(parameter.name)
    return {by: tuple(names) for by, names in sorted(found.items(), key=lambda one: -len(one[1]))}


def _written(draft: Draft, found: InquiryList, beside: Beside, *, on: date) -> ListCoverage:
    row = draft.knowledge.rows[found.id]
    shares: dict[str, Share] = {}
    gaps: list[Gap] = []
    answered = {
        topic
        for question in found.questions
        if question.cases or question.otherwise
        for topic in question.topics
    }
    path = draft.list_path(found.id)
    gaps += [Gap("话题没答到", path, topic) for topic in row.scope if topic not in answered]
    for name, checked in (
        (BRANCHES, _answers(draft, found.id, on)),
        (ITEMS, _items(draft, found.id, on)),
        (NAMED, _named(draft, found, beside)),
        (SAID, _held_out(draft, found, beside)),
        (CITED, _cited(draft, found.id)),
    ):
        outcomes = list(checked)
        shares[name] = Share(sum(done for done, _ in outcomes), len(outcomes))
        gaps += [gap for _, gap in outcomes if gap is not None]
    return ListCoverage(
        id=found.id,
        title=row.title,
        written=True,
        topics=Share(len(answered & set(row.scope)), len(row.scope)),
        questions=len(found.questions),
        items=len(found.items),
        shares=shares,
        figures=tuple(name for name in _figures(found) if _is_null(draft, name, on)),
        gaps=tuple(gaps),
    )


Outcome = tuple[bool, Gap | None]


def _answers(draft: Draft, list_id: str, on: date) -> Iterator[Outcome]:
    for located in walk.questions(draft):
        if located.list_id == list_id:
            for branch in answer_branches(located, draft.knowledge.shared, on=on):
                where = _place(draft, located.path, branch.where)
                shut = not branch.reached and branch.parameter is None
                yield branch.reached, Gap("答复走不到", where, branch.words) if shut else None


def _items(draft: Draft, list_id: str, on: date) -> Iterator[Outcome]:
    for located in walk.items(draft):
        if located.list_id == list_id:
            for branch in item_branches(located, draft.knowledge.shared, on=on):
                where = _place(draft, located.path, branch.where)
                shut = not branch.reached and branch.parameter is None
                words = f"{branch.words}({branch.outcome})"
                yield branch.reached, Gap("事项条件走不到", where, words) if shut else None


def _named(draft: Draft, found: InquiryList, beside: Beside) -> Iterator[Outcome]:
    members = [
        *((("questions", number), one.id, one.ask) for number, one in enumerate(found.questions)),
        *((("items", number), one.id, one.title) for number, one in enumerate(found.items)),
    ]
    for where, member_id, words in members:
        named = f"{found.id}/{member_id}" in beside.named
        place = _place(draft, draft.list_path(found.id), where)
        yield named, None if named else Gap("没有对话写到", place, words)


def _held_out(draft: Draft, found: InquiryList, beside: Beside) -> Iterator[Outcome]:
    for number, question in enumerate(found.questions):
        said = f"{found.id}/{question.id}" in beside.held_out
        where = _place(draft, draft.list_path(found.id), ("questions", number))
        yield said, None if said else Gap("没有留出的说法", where, question.ask)


def _cited(draft: Draft, list_id: str) -> Iterator[Outcome]:
    """Every answer: does a law or dated document stand behind it?"""
    for located in walk.questions(draft):
        if located.list_id != list_id:
            continue
        question = located.what
        own: list[tuple[walk.Where, tuple[Basis, ...]]] = [
            (("cases", number), case.basis) for number, case in enumerate(question.cases)
        ]
        if question.otherwise is not None:
            own.append((("otherwise",), ()))
        for where, bases in own:
            cited = any(_verified(basis) for basis in bases or question.basis)
            place = _place(draft, located.path, (*located.where, *where))
            yield cited, None if cited else Gap("答复没有核实的依据", place, question.ask)


def _verified(basis: Basis) -> bool:
    return basis.kind in ("law", "document") or basis.verified is not None


def _place(draft: Draft, path: str, where: walk.Where) -> str:
    return f"{path}:{draft.documents[path].line_at(where)}"


def _figures(shape: Shape) -> tuple[str, ...]:
    """Names of the parameters that a list speaks of, wherever it does, in order."""
    return tuple(dict.fromkeys(_figures_below(shape.model_dump())))


def _figures_below(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(PARAMETER_PREFIX):
        yield value.removeprefix(PARAMETER_PREFIX)
    elif isinstance(value, dict):
        for key, member in value.items():
            if key == "parameter" and isinstance(member, str):  # a window names it bare
                yield member
            yield from _figures_below(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            yield from _figures_below(member)


def _is_null(draft: Draft, name: str, on: date) -> bool:
    """Whether the parameter has no value that day."""
    parameter = draft.knowledge.shared.parameters_by_name.get(name)
    return parameter is None or is_open(parameter, on)
