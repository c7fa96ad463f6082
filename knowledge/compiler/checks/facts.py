"""The register of facts: one that cannot be asked or compared would fail only at a citizen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located
from knowledge.model.household import FactError, read_value
from knowledge.model.judgement import typed_constant
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import Derivation, Fact, Implication

Reference = tuple[str, str, Collection[str], str]
DERIVED = {"周岁": "number", "入学年份": "number", "满龄日": "date", "已到": "yes_no"}
KINDS = {"number": "数", "date": "日期", "yes_no": "是否"}


def check_facts(draft: Draft) -> Iterator[Problem]:
    """E218 incomplete or contradictory, E221 wrong reference, E225 values it cannot have, E228 one
    paper for two facts."""
    held: dict[str, str] = {}
    for found in walk.facts(draft):
        fact = found.what
        for key, message, mend in chain(_incomplete(fact), _contradictory(fact)):
            yield found.problem(draft, key, code="E218", message=message, mend=mend)
        yield from _references(draft, found)
        yield from _values(draft, found)
        yield from _implications(draft, found)
        if fact.material and held.setdefault(fact.material, fact.name) != fact.name:
            yield found.problem(
                draft,
                "material",
                code="E228",
                message=f"「{held[fact.material]}」和「{fact.name}」都等于持有「{fact.material}」",
                mend="一份材料只对应一个情形要素,合并或删去一个 material。",
            )


def _incomplete(fact: Fact) -> Iterator[tuple[str, str, str]]:
    """(key, message, mend) for what is missing."""
    if fact.ask is None and fact.derived is None and fact.grows is None:
        yield "name", f"「{fact.name}」没有写怎么问市民", "补上一行「ask: …」,写成问句。"
    if fact.kind == "choice" and len(fact.options) < 2:
        message = f"「{fact.name}」是选择题,却没有两个以上可选的值"
        yield "options", message, "补上「options: [甲, 乙]」。"
    if fact.kind == "number" and fact.unit is None:
        yield "name", f"「{fact.name}」是数,却没有写单位", "补上一行「unit: 个月」这样的单位。"


def _contradictory(fact: Fact) -> Iterator[tuple[str, str, str]]:
    """(key, message, mend) for what does not go with the type."""
    if fact.kind != "choice" and fact.options:
        message = f"「{fact.name}」不是选择题,却写了可选的值"
        yield "options", message, "把 type 改成 choice,或删去 options。"
    if fact.grows and fact.kind != "number":
        message = f"「{fact.name}」不是数,不会随时间增长"
        yield "grows", message, "把 type 改成 number,或删去 grows。"
    if fact.derived and fact.kind != (kind := DERIVED[fact.derived.by]):
        message = f"「{fact.name}」不是{KINDS[kind]},不能按「{fact.derived.by}」推算"
        yield "derived", message, f"把 type 改成 {kind},或改掉、删去 derived。"
    if fact.derived and (fact.derived.by == "满龄日") != bool(
        fact.derived.per and fact.derived.ages
    ):
        message = f"「{fact.name}」怎么推算没有写全"
        yield "derived", message, "按「满龄日」推算的要写 per 和 ages,别的都不写。"
    if fact.day_of and fact.kind != "date":
        message = f"「{fact.name}」不是日期,不会是哪件事成立的那一天"
        yield "day_of", message, "把 type 改成 date,或删去 day_of。"
    if fact.material and fact.kind != "yes_no":
        message = f"「{fact.name}」等于持有一份材料,只能是「是」或「否」"
        yield "material", message, "把 type 改成 yes_no,或删去 material。"


def _references(draft: Draft, found: Located[Fact]) -> Iterator[Problem]:
    for key, name, known, kind in _named(found.what, draft.knowledge.shared):
        if name not in known:
            yield found.problem(
                draft,
                key,
                code="E221",
                message=f"「{found.what.name}」提到的「{shown(name)}」不是登记过的{kind}",
                mend=f"{perhaps(name, known)}改成登记过的,或先去登记它。",
            )


def _named(fact: Fact, shared: Shared) -> Iterator[Reference]:
    """(key, name, what may stand there, what that is called) for everything a fact mentions."""
    for person in fact.whose:
        yield "for", person, shared.persons_by_name, "人物"
    if fact.grows and fact.grows.whilst:
        yield "grows", fact.grows.whilst, _of_kind("yes_no", shared), "是否类情形要素"
    if fact.day_of:
        yield "day_of", fact.day_of, _of_kind("yes_no", shared), "是否类情形要素"
    if fact.derived:
        yield "derived", fact.derived.of, _of_kind("date", shared), "日期类情形要素"
        yield from _classes(fact.derived, shared)
    for one in fact.implies:
        yield "implies", one.fact, shared.facts_by_name, "情形要素"
        if one.of:
            yield "implies", one.of, shared.persons_by_name, "人物"
    if fact.material:
        yield "material", fact.material, shared.materials, "材料"


def _classes(derivation: Derivation, shared: Shared) -> Iterator[Reference]:
    """What an age by class mentions: the choice, its values, tables by the same date."""
    if derivation.per is None:
        return
    yield "derived", derivation.per, _of_kind("choice", shared), "选择类情形要素"
    choice = shared.facts_by_name.get(derivation.per)
    tables = [one.name for one in shared.parameters.values() if one.by == derivation.of]
    for name, age in derivation.ages.items():
        yield "derived", name, choice.options if choice else (name,), "可选的值"
        if age.plus:
            yield "derived", age.plus, tables, "按同一个日期查的表"


def _of_kind(kind: str, shared: Shared) -> list[str]:
    return [fact.name for fact in shared.facts.values() if fact.kind == kind]


def _values(draft: Draft, found: Located[Fact]) -> Iterator[Problem]:
    fact, shared = found.what, draft.knowledge.shared
    for key, values in (("prior", list(fact.prior)), ("said", list(fact.said))):
        for value in values:
            if mend := misfit(fact, value, shared):
                message = f"「{fact.name}」不会是「{shown(value)}」"
                yield found.problem(draft, key, value, code="E225", message=message, mend=mend)
    total, least = sum(fact.prior.values()), min(fact.prior.values(), default=0)
    if total > 100 or least < 0:
        message = f"「{fact.name}」各个值的百分比加起来是 {total}"
        mend = "改成加起来不超过 100,每个不小于 0。"
        yield found.problem(draft, "prior", code="E225", message=message, mend=mend)


def _implications(draft: Draft, found: Located[Fact]) -> Iterator[Problem]:
    fact, shared = found.what, draft.knowledge.shared
    for one in fact.implies:
        other = shared.facts_by_name.get(one.fact)
        mend = misfit(fact, one.when, shared) or (other and _never_so(fact, one, other))
        if mend:
            never = f"「{shown(one.fact)}」不会是「{shown(one.value)}」"
            message = f"「{fact.name}」是「{shown(one.when)}」时,{never}"
            yield found.problem(draft, "implies", code="E225", message=message, mend=mend)


def _never_so(fact: Fact, one: Implication, other: Fact) -> str | None:
    """How to mend a value that the implied fact cannot have, or a person who cannot have it."""
    for person in (one.of,) if one.of else fact.whose:
        if person not in other.whose:
            return f"「{other.name}」不是「{person}」会有的情形,补上或改正 of。"
    try:
        read_value(other, one.value)
    except FactError as error:
        return str(error)
    return None


def misfit(fact: Fact, constant: str, shared: Shared) -> str | None:
    """How to mend a value that this fact cannot have; None when it fits."""
    if fact.kind == "choice" and constant not in fact.options:
        return f"{perhaps(constant, fact.options)}只能是:{'、'.join(fact.options)}。"
    if fact.kind == "place" and constant not in shared.places_by_name:
        known = perhaps(constant, shared.places_by_name)
        return f"{known}确是新地名,就先到 shared/places.yml 登记。"
    try:
        typed_constant(fact, constant)
    except ValueError:
        return {
            "yes_no": "写「是」或「否」。",
            "number": "写成整数,单位不要写在这里。",
            "date": "写成 2026-09-01 这样的日期。",
        }[fact.kind]
    return None
