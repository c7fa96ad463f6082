"""What items yield: registered papers, and facts that this person can have."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.checks import registers
from knowledge.compiler.checks.conditions import wrong_owner
from knowledge.compiler.checks.facts import misfit
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located
from knowledge.model.inquiry_list import YieldedFact


def check_yields(draft: Draft) -> Iterator[Problem]:
    """E207 paper, E216 fact or its value, E203 the fact is not this person's, E217 person."""
    materials, persons = registers.materials(draft), registers.persons(draft)
    held = {fact.material: fact for fact in draft.knowledge.shared.facts.values() if fact.material}
    for item in walk.items(draft):
        for number, one in enumerate(item.what.yields):
            found = item.below(one, "yields", number)
            yield from persons.missing(draft, found, "of", word=one.of)
            if isinstance(one, YieldedFact):
                yield from _fact(draft, item.below(one, "yields", number))
            else:
                yield from materials.missing(draft, found, "material", word=one.material)
                if one.material in held:
                    yield from wrong_owner(draft, found, held[one.material], "of", role=one.of)


def _fact(draft: Draft, found: Located[YieldedFact]) -> Iterator[Problem]:
    shared, one = draft.knowledge.shared, found.what
    fact = shared.facts_by_name.get(one.fact)
    if fact is None:
        message = f"情形要素「{shown(one.fact)}」没有登记"
        known = perhaps(one.fact, shared.facts_by_name)
        new = f"{known}确是新的,就先到 shared/facts.yml 登记。"
        yield found.problem(draft, "fact", code="E216", message=message, mend=new)
        return
    yield from wrong_owner(draft, found, fact, "of", role=one.of)
    if fact.derived:
        message = f"「{one.fact}」是推算出来的,办事改不了它"
        source = f"写它的来源「{fact.derived.of}」,或删去这一条。"
        yield found.problem(draft, "fact", code="E216", message=message, mend=source)
    elif mend := misfit(fact, one.value, shared):
        message = f"「{one.fact}」不会变成「{shown(one.value)}」"
        yield found.problem(draft, "is", code="E216", message=message, mend=mend)
