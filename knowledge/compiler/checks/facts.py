"""The registers themselves: a fact that cannot be asked, compared or derived would fail only at a citizen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from knowledge.compiler.load import Draft
from knowledge.compiler.problem import Problem, perhaps
from knowledge.model.shared import Fact


def check_facts(draft: Draft) -> Iterator[Problem]:
    """E218 incomplete fact, E221 wrong reference in a fact, E222 two entries of one name, E208 place nowhere."""
    shared = draft.knowledge.shared
    yield from _twice(draft, "facts", [fact.name for fact in shared.facts.values()])
    yield from _twice(
        draft, "parameters", [parameter.name for parameter in shared.parameters.values()]
    )
    yield from _twice(draft, "persons", [person.name for person in shared.persons.values()])
    path = draft.shared_path("facts")
    for number, fact in enumerate(shared.facts.values()):
        for key, message, mend in _incomplete(fact):
            yield draft.problem(path, (number, key), code="E218", message=message, mend=mend)
        yield from _references(draft, number, fact)
    yield from _places(draft)


def _twice(draft: Draft, name: str, words: list[str]) -> Iterator[Problem]:
    for word, times in Counter(words).items():
        if times > 1:
            number = len(words) - 1 - words[::-1].index(word)
            yield draft.problem(
                draft.shared_path(name),
                (number, "name"),
                code="E222",
                message=f"名称「{word}」用了 {times} 次",
                mend="一个名称只能登记一次,合并或改名。",
            )


def _incomplete(fact: Fact) -> Iterator[tuple[str, str, str]]:
    if fact.ask is None and fact.derived is None and fact.grows is None:
        yield "name", f"「{fact.name}」没有写怎么问市民", "补上一行「ask: …」,写成问句。"
    if fact.kind == "choice" and len(fact.options) < 2:
        yield (
            "options",
            f"「{fact.name}」是选择题,却没有两个以上可选的值",
            "补上「options: [甲, 乙]」。",
        )
    if fact.kind != "choice" and fact.options:
        yield (
            "options",
            f"「{fact.name}」不是选择题,却写了可选的值",
            "把 type 改成 choice,或删去 options。",
        )
    if fact.kind == "number" and fact.unit is None:
        yield "name", f"「{fact.name}」是数,却没有写单位", "补上一行「unit: 月」这样的单位。"
    if fact.grows and fact.kind != "number":
        yield "grows", f"「{fact.name}」不是数,不会随时间增长", "把 type 改成 number,或删去 grows。"
    if fact.material and fact.kind != "yes_no":
        yield "material", f"「{fact.name}」等于持有一份材料,应是 yes_no", "把 type 改成 yes_no。"


def _references(draft: Draft, number: int, fact: Fact) -> Iterator[Problem]:
    shared, path = draft.knowledge.shared, draft.shared_path("facts")
    for key, name, known in _named(
        fact, shared.facts_by_name, shared.persons_by_name, shared.materials
    ):
        if name not in known:
            yield draft.problem(
                path,
                (number, key),
                code="E221",
                message=f"「{fact.name}」里提到的「{name}」没有登记",
                mend=f"{perhaps(name, known)}先在对应的共享文件里登记它。",
            )


def _named(
    fact: Fact, facts: Iterable[str], persons: Iterable[str], materials: Iterable[str]
) -> Iterator[tuple[str, str, Iterable[str]]]:
    for person in fact.whose:
        yield "for", person, persons
    if fact.grows and fact.grows.whilst:
        yield "grows", fact.grows.whilst, facts
    if fact.derived:
        yield "derived", fact.derived.of, facts
    if fact.material:
        yield "material", fact.material, materials


def _places(draft: Draft) -> Iterator[Problem]:
    shared = draft.knowledge.shared
    names = {place.name: place for place in shared.places.values()}
    for number, place in enumerate(shared.places.values()):
        if place.within is not None and place.within not in names:
            yield draft.problem(
                draft.shared_path("places"),
                (number, "within"),
                code="E208",
                message=f"「{place.name}」属于的「{place.within}」没有登记",
                mend=f"{perhaps(place.within, names)}先登记上一级地方。",
            )
        elif _circular(place.name, {name: found.within for name, found in names.items()}):
            yield draft.problem(
                draft.shared_path("places"),
                (number, "within"),
                code="E223",
                message=f"「{place.name}」绕一圈又属于自己",
                mend="改正 within,让它指向真正的上一级。",
            )


def _circular(name: str, within: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    current: str | None = name
    while current is not None:
        if current in seen:
            return True
        seen.add(current)
        current = within.get(current)
    return False
