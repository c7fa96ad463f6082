"""The register of places: each lies in a registered one, and none in itself."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.checks import registers
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps


def check_places(draft: Draft) -> Iterator[Problem]:
    """E208 within a place that is not registered, E223 within itself, E210 department."""
    departments = registers.departments(draft)
    within = {place.name: place.within for place in draft.knowledge.shared.places.values()}
    for found in walk.places(draft):
        place = found.what
        if place.within is not None and place.within not in within:
            yield found.problem(
                draft,
                "within",
                code="E208",
                message=f"「{place.name}」属于的「{place.within}」没有登记",
                mend=f"{perhaps(place.within, within)}这里写上一级的 name;没有登记的先登记。",
            )
        elif _circular(place.name, within):
            yield found.problem(
                draft,
                "within",
                code="E223",
                message=f"「{place.name}」绕一圈又属于自己",
                mend="改正 within,让它指向真正的上一级。",
            )
        for name in place.departments:
            yield from departments.missing(draft, found, "departments", word=name)


def _circular(name: str, within: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    current: str | None = name
    while current is not None and current not in seen:
        seen.add(current)
        current = within.get(current)
    return current == name
