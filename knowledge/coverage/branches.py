"""Which branches of the lists some situation takes: each answer of a question; of an item whether
it can be had, and each clause, when it lets somebody through and when it stops somebody.

It judges conditions only; whether a route through an item is right is for conversations to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from knowledge.compiler.walk import Located, Where
from knowledge.coverage.situations import (
    Known,
    Space,
    open_figure,
    person_named,
    space_of,
    told_key,
)
from knowledge.model.condition import Clause, Condition, clauses
from knowledge.model.inquiry_list import Item, Question
from knowledge.model.judgement import Judge
from knowledge.model.knowledge_base import Shared
from knowledge.model.value import Truth

Outcome = Literal["选中", "办得成", "还不知道", "放行", "挡住"]


@dataclass(frozen=True)
class Branch:
    """One way through: of the answer numbered from 1, or of a clause.

    `parameter` names the figure without a value that keeps anybody from getting there.
    """

    where: Where
    words: str
    outcome: Outcome
    reached: bool
    parameter: str | None = None


def answer_branches(found: Located[Question], shared: Shared, *, on: date) -> Iterator[Branch]:
    """Each case of a question: is there somebody whose first fitting case it is?"""
    question, person = found.what, person_named(shared, found.what.whose)
    for number, case in enumerate(question.cases):
        earlier = [before.when for before in question.cases[:number]]
        space = space_of(shared, clauses(case.when), person=person, on=on)

        def chosen(
            judge: Judge,
            case: Condition = case.when,
            earlier: list[Condition] = earlier,
        ) -> Truth:
            met = judge.judge(case, person=person, on=on).truth
            taken = any(
                judge.judge(one, person=person, on=on).truth is Truth.TRUE for one in earlier
            )
            return met if met is not Truth.TRUE or not taken else Truth.UNKNOWN

        reached = next(space.situations(chosen), None) is not None
        yield Branch(
            (*found.where, "cases", number),
            _told(case.when),
            "选中",
            reached,
            None if reached else _open_figure(clauses(case.when), space),
        )


def item_branches(found: Located[Item], shared: Shared, *, on: date) -> Iterator[Branch]:
    """Who may, as a whole (办得成, 还不知道), and each clause of it (放行, 挡住).

    A figure without a value is taken as met: what it leaves open is told by the figure itself.
    """
    when = found.what.when
    if when is None:
        return
    person = person_named(shared, found.what.whose)
    whole = space_of(shared, clauses(when), person=person, on=on)
    start = (*found.where, "when")

    def decided(judge: Judge) -> Truth:
        verdict = judge.judge(when, person=person, on=on)
        known = verdict.truth is Truth.UNKNOWN and not verdict.unknown
        return Truth.TRUE if known else verdict.truth

    reached = next(whole.situations(decided), None) is not None
    yield Branch(start, _told(when), "办得成", reached)
    nobody = whole.judge({}).judge(when, person=person, on=on)
    yield Branch(start, _told(when), "还不知道", nobody.truth is Truth.UNKNOWN)
    for where, member in _parts(when, start):
        space = space_of(shared, clauses(member), person=person, on=on)
        for place, clause in _placed(member, where):
            for outcome in ("放行", "挡住"):
                yield _decides(
                    space,
                    (when, member),
                    Branch(place, clause.text, outcome, False),
                    clause,
                    person,
                )


def _decides(
    space: Space, within: tuple[Condition, Condition], branch: Branch, clause: Clause, person: str
) -> Branch:
    """The branch, reached where knowing this clause's fact turns its part of the whole."""
    when, member = within
    wanted = Truth.TRUE if branch.outcome == "放行" else Truth.FALSE
    figure = _open_figure((clause,), space)
    if figure:
        return replace(branch, parameter=figure)
    sources = {told_key(space.shared, key) for key in space.judge({}).subject(clause, person)}

    def truth(condition: Condition, known: Known) -> Truth:
        return space.judge(known).judge(condition, person=person, on=space.on).truth

    def turned(judge: Judge) -> Truth:
        found = judge.judge(member, person=person, on=space.on).truth
        return found if wanted is Truth.TRUE else found.negated()

    tried = space if wanted is Truth.TRUE else space.contrary()
    for known in tried.situations(turned, first=tuple(sources)):
        without = {key: value for key, value in known.items() if key not in sources}
        possible = wanted is Truth.FALSE or truth(when, known) is not Truth.FALSE
        if possible and truth(member, without) is not wanted:
            return replace(branch, reached=True)
    return branch


def _parts(when: Condition, where: Where) -> Iterator[tuple[Where, Condition]]:
    """The members of an `all`: each stands for itself."""
    if isinstance(when, Clause) or when.kind != "all":
        yield where, when
        return
    for number, member in enumerate(when.members):
        yield (*where, "all", number), member


def _placed(condition: Condition, where: Where) -> Iterator[tuple[Where, Clause]]:
    if isinstance(condition, Clause):
        yield where, condition
        return
    for number, member in enumerate(condition.members):
        yield from _placed(member, (*where, condition.kind, number))


def _open_figure(told: tuple[Clause, ...], space: Space) -> str | None:
    """The first parameter without a value that day among the clauses."""
    missing = (open_figure(space.shared, clause, space.on) for clause in told)
    return next((name for name in missing if name), None)


def _told(condition: Condition) -> str:
    """The condition in one line of the editor's words."""
    if isinstance(condition, Clause):
        return condition.text
    joint = {"all": " 且 ", "any": " 或 ", "none": "、"}[condition.kind]
    words = joint.join(_told(member) for member in condition.members)
    return f"都没有({words})" if condition.kind == "none" else f"({words})"
