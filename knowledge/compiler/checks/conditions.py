"""Conditions: every fact registered, every comparison one that the fact's type allows."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.checks import registers
from knowledge.compiler.checks.facts import misfit
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located
from knowledge.model.condition import Clause
from knowledge.model.judgement import role_meant
from knowledge.model.shared import Fact

ALLOWED = {
    "yes_no": ("=", "!="),
    "choice": ("=", "!="),
    "place": ("属于", "=", "!="),
    "number": (">=", "<=", ">", "<", "=", "!="),
    "date": (">=", "<=", ">", "<", "=", "!="),
}


def check_conditions(draft: Draft) -> Iterator[Problem]:
    """E202 unknown fact, E203 wrong person; E204 constant, E205 operator, E206 parameter misfit."""
    for found in walk.clauses(draft):
        fact = draft.knowledge.shared.facts_by_name.get(found.what.fact)
        if fact is None:
            yield _unknown_fact(draft, found)
            continue
        yield from _person(draft, found, fact)
        yield from _operator(draft, found, fact)
        if found.what.parameter:
            yield from _parameter(draft, found, fact, found.what.parameter)
        elif mend := misfit(fact, found.what.constant, draft.knowledge.shared):
            message = f"「{fact.name}」不会是「{shown(found.what.constant)}」"
            yield found.problem(draft, code="E204", message=message, mend=mend)


def _unknown_fact(draft: Draft, found: Located[Clause]) -> Problem:
    name, known = found.what.fact, draft.knowledge.shared.facts_by_name
    return found.problem(
        draft,
        code="E202",
        message=f"条件里的「{shown(name)}」没有在 shared/facts.yml 登记",
        mend=f"{perhaps(name, known)}确是新的情形要素,就先到 facts.yml 登记名称、类型和问法。",
    )


def _person(draft: Draft, found: Located[Clause], fact: Fact) -> Iterator[Problem]:
    persons, prefix = draft.knowledge.shared.persons_by_name, found.what.person
    role = role_meant(found.what, fact, whose=found.whose)
    also = registers.persons(draft).also
    if prefix and role not in persons:
        yield found.problem(
            draft,
            code="E203",
            message=f"「{shown(found.what.text)}」里的「{shown(prefix)}」不是登记过的人物",
            mend=f"{perhaps(also.get(role, role), persons)}人物见 shared/persons.yml;"
            "有几个人的,写「任一子女.」或「每个子女.」。",
        )
        return
    if prefix not in ("", role) and not persons[role].several:
        yield found.problem(
            draft,
            code="E203",
            message=f"「{role}」只有一位,不用写「{prefix}」",
            mend=f"写成「{role}.{fact.name}」。",
        )
    yield from wrong_owner(draft, found, fact, role=role)


def wrong_owner(
    draft: Draft, found: Located[object], fact: Fact, *key: str | int, role: str
) -> Iterator[Problem]:
    """E203 if this role cannot have the fact. A role that is not registered is told elsewhere."""
    if role in draft.knowledge.shared.persons_by_name and role not in fact.whose:
        yield found.problem(
            draft,
            *key,
            code="E203",
            message=f"「{fact.name}」不是「{role}」会有的情形",
            mend=f"它只会是{'、'.join(f'「{one}」' for one in fact.whose)}的:写明是谁的,或换一个;"
            f"「{role}」也该有的,就在 facts.yml 那一条的 for 里加上。",
        )


def _operator(draft: Draft, found: Located[Clause], fact: Fact) -> Iterator[Problem]:
    if found.what.op not in ALLOWED[fact.kind]:
        yield found.problem(
            draft,
            code="E205",
            message=f"「{fact.name}」不能用「{found.what.op}」来比",
            mend=f"这类情形要素只能用:{' '.join(ALLOWED[fact.kind])}。",
        )


def _parameter(draft: Draft, found: Located[Clause], fact: Fact, name: str) -> Iterator[Problem]:
    known = draft.knowledge.shared.parameters_by_name
    parameter = known.get(name)
    if parameter is None:
        yield found.problem(
            draft,
            code="E206",
            message=f"参数「{shown(name)}」没有登记",
            mend=f"{perhaps(name, known)}先到 shared/parameters.yml 登记,没核实的值写 null。",
        )
    elif parameter.kind != fact.kind and (parameter.kind, fact.kind) != ("table", "number"):
        yield found.problem(
            draft,
            code="E206",
            message=f"参数「{name}」和「{fact.name}」类型不同,不能比",
            mend=f"「{fact.name}」的 type 是 {fact.kind},换一个同类的参数。",
        )
