"""Papers that items need: registered ones, of registered persons."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.checks import registers
from knowledge.compiler.checks.items import MOST_DAYS, figure
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem


def check_materials(draft: Draft) -> Iterator[Problem]:
    """E206 figure, E207 paper, E217 person, E219 neither or both of use and any_of."""
    materials, persons = registers.materials(draft), registers.persons(draft)
    for found in walk.material_uses(draft):
        use = found.what
        if (use.use is None) == (not use.any_of):
            yield found.problem(
                draft,
                code="E219",
                message="一份材料要么写 use,要么写 any_of,恰好一个",
                mend="固定的一份写「use: 材料编号」;几份里任选一份写「any_of: [甲, 乙]」。",
            )
        if use.use is not None:
            yield from materials.missing(draft, found, "use", word=use.use)
        for name in use.any_of:
            yield from materials.missing(draft, found, "any_of", word=name)
        if use.of is not None:
            yield from persons.missing(draft, found, "of", word=use.of)
        if use.later:
            days = use.later.days
            yield from figure(draft, found, "later", "days", word=days, most=MOST_DAYS)
