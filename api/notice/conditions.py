"""Conditions of an item in words, as the notice prints them: what one must meet, line by line.

A figure that nobody verified is named, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.model.condition import Clause, Condition
from knowledge.model.knowledge_base import Shared
from knowledge.routes.terms import OPERATORS

DENIALS = (("有", "没有"), ("已", "还没"), ("持有", "没有"), ("正在", "没有在"))
ANY = "下面至少符合一条:{lines}"
NONE = "没有这些情形:{lines}"
OPEN_FIGURE = "{name}(以公布为准)"


def condition_lines(condition: Condition | None, shared: Shared, *, on: date) -> tuple[str, ...]:
    """One line for each thing that must hold on this day; none where everybody may."""
    return tuple(dict.fromkeys(_lines(condition, shared, on))) if condition else ()


def _lines(condition: Condition, shared: Shared, on: date) -> Iterator[str]:
    if isinstance(condition, Clause):
        yield clause_words(condition, shared, on=on)
        return
    members = [line for one in condition.members for line in _lines(one, shared, on)]
    if condition.kind == "all" or (len(members) == 1 and condition.kind == "any"):
        yield from members
    else:
        template = ANY if condition.kind == "any" else NONE
        yield template.format(lines=";".join(dict.fromkeys(members)))


def clause_words(clause: Clause, shared: Shared, *, on: date) -> str:
    """One comparison in words: 居住登记月数满 6 个月."""
    owner = f"{clause.person}的" if clause.person else ""
    fact = shared.facts_by_name.get(clause.fact)
    if fact is not None and fact.kind == "yes_no":
        holds = (clause.op == "=") == (clause.constant == "是")
        return owner.removesuffix("的") + (clause.fact if holds else _denied(clause.fact))
    unit = f" {fact.unit}" if fact is not None and fact.unit else ""
    constant = clause.constant
    if clause.parameter:
        known = shared.parameters_by_name.get(clause.parameter)
        current = known.at(on) if known else None
        if current is None or current.value is None:
            constant, unit = OPEN_FIGURE.format(name=clause.parameter), ""
        else:
            constant = current.value
    return f"{owner}{clause.fact}{OPERATORS[clause.op]} {constant}{unit}"


def _denied(name: str) -> str:
    for start, denied in DENIALS:
        if name.startswith(start):
            return denied + name.removeprefix(start)
    return f"不是{name}"
