"""Conditions: every fact registered, every comparison one that the fact's type allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.compiler import walk
from knowledge.compiler.load import Draft
from knowledge.compiler.problem import Problem, perhaps
from knowledge.model.condition import Clause
from knowledge.model.household import role_of
from knowledge.model.judgement import ANY, EVERY, typed_constant
from knowledge.model.shared import HOUSEHOLD, Fact

ORDERED = ("number", "date")
ALLOWED = {
    "yes_no": ("=", "!="),
    "choice": ("=", "!="),
    "place": ("属于", "=", "!="),
    "number": (">=", "<=", ">", "<", "=", "!="),
    "date": (">=", "<=", ">", "<", "=", "!="),
}


def check_conditions(draft: Draft) -> Iterator[Problem]:
    """E202 unknown fact, E203 wrong person, E204 constant misfits, E205 operator misfits, E206 parameter."""
    for found in walk.clauses(draft):
        fact = draft.knowledge.shared.facts_by_name.get(found.what.fact)
        if fact is None:
            yield _unknown_fact(draft, found)
            continue
        yield from _person(draft, found, fact)
        yield from _operator(draft, found, fact)
        yield from _constant(draft, found, fact)


def _unknown_fact(draft: Draft, found: walk.Located[Clause]) -> Problem:
    known = draft.knowledge.shared.facts_by_name
    return draft.problem(
        found.path,
        found.where,
        code="E202",
        message=f"条件里的「{found.what.fact}」没有在 shared/facts.yml 登记",
        mend=f"{perhaps(found.what.fact, known)}确是新事实,就先到 facts.yml 登记名称、类型和问法。",
    )


def _person(draft: Draft, found: walk.Located[Clause], fact: Fact) -> Iterator[Problem]:
    persons = draft.knowledge.shared.persons_by_name
    prefix = found.what.person
    role = prefix.removeprefix(ANY).removeprefix(EVERY)
    if role and role not in persons:
        yield draft.problem(
            found.path,
            found.where,
            code="E203",
            message=f"「{found.what.text}」里的「{prefix}」不是登记过的人物",
            mend=f"{perhaps(role, persons)}人物见 shared/persons.yml,几个人时写「任一子女.」「每个子女.」。",
        )
        return
    if role != prefix and not persons[role].several:
        yield draft.problem(
            found.path,
            found.where,
            code="E203",
            message=f"「{role}」只有一位,不用「{prefix}」",
            mend=f"写成「{role}.{fact.name}」。",
        )
    owner = role or (HOUSEHOLD if fact.whose == (HOUSEHOLD,) else role_of(found.whose))
    if owner not in fact.whose:
        yield draft.problem(
            found.path,
            found.where,
            code="E203",
            message=f"「{fact.name}」不是「{owner}」会有的情形",
            mend=f"写明是谁的,比如「{fact.whose[0]}.{fact.name}」;或在 facts.yml 的 for 里加上「{owner}」。",
        )


def _operator(draft: Draft, found: walk.Located[Clause], fact: Fact) -> Iterator[Problem]:
    if found.what.op not in ALLOWED[fact.kind]:
        yield draft.problem(
            found.path,
            found.where,
            code="E205",
            message=f"「{fact.name}」不能用「{found.what.op}」来比",
            mend=f"这类情形只能用:{' '.join(ALLOWED[fact.kind])}。",
        )


def _constant(draft: Draft, found: walk.Located[Clause], fact: Fact) -> Iterator[Problem]:
    shared, clause = draft.knowledge.shared, found.what
    if clause.parameter:
        parameter = shared.parameters_by_name.get(clause.parameter)
        if parameter is None:
            yield draft.problem(
                found.path,
                found.where,
                code="E206",
                message=f"参数「{clause.parameter}」没有登记",
                mend=f"{perhaps(clause.parameter, shared.parameters_by_name)}先到 shared/parameters.yml 登记,没核实的值写 null。",
            )
        elif parameter.kind != fact.kind:
            yield draft.problem(
                found.path,
                found.where,
                code="E206",
                message=f"参数「{parameter.name}」和「{fact.name}」类型不同,不能比",
                mend="换成同一类型的参数。",
            )
        return
    mend = _misfit(fact, clause.constant, draft)
    if mend:
        yield draft.problem(
            found.path,
            found.where,
            code="E204",
            message=f"「{fact.name}」不会是「{clause.constant}」",
            mend=mend,
        )


def _misfit(fact: Fact, constant: str, draft: Draft) -> str | None:
    """How to mend a constant that does not fit its fact; None when it fits."""
    if fact.kind == "choice":
        return (
            None
            if constant in fact.options
            else f"{perhaps(constant, fact.options)}只能是:{'、'.join(fact.options)}。"
        )
    if fact.kind == "place":
        places = draft.knowledge.shared.places_by_name
        return (
            None
            if constant in places
            else f"{perhaps(constant, places)}确是新地名,就先到 shared/places.yml 登记。"
        )
    try:
        value = typed_constant(fact, constant)
    except (ValueError, KeyError):
        return {
            "yes_no": "写「是」或「否」。",
            "number": "写成整数,单位不要写在这里。",
            "date": "写成 2026-09-01 这样的日期。",
        }[fact.kind]
    return None if isinstance(value, (bool, int, date)) else "写成整数。"
