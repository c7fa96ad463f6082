"""What entries are called: one word must not mean two things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem
from knowledge.compiler.walk import Located

Entry = tuple[str, Sequence[str]]


def check_spoken(draft: Draft) -> Iterator[Problem]:
    """E222 two entries of one name, E226 one saying for two entries."""
    for register, entries in _registers(draft).items():
        path = draft.shared_path(register)
        owners: dict[str, str] = {}
        for number, (name, _) in enumerate(entries):
            if name in owners:
                yield Located(path, (number,), name).problem(
                    draft,
                    code="E222",
                    message=f"名称「{name}」登记了两次",
                    mend="一个名称只登记一次:同一样的合并,不同的改名。",
                )
            owners[name] = name
        for number, (name, words) in enumerate(entries):
            for word in words:
                if owners.setdefault(word, name) != name:
                    yield Located(path, (number,), name).problem(
                        draft,
                        code="E226",
                        message=f"「{word}」既指「{owners[word]}」,又指「{name}」",
                        mend="听到这个词就分不清了:只留一处,或两处都换成更完整的说法。",
                    )


def _registers(draft: Draft) -> dict[str, list[Entry]]:
    """The entries of each register in the order of its file: name, and other words for it."""
    shared = draft.knowledge.shared
    return {
        "facts": [(fact.name, ()) for fact in shared.facts.values()],
        "parameters": [(parameter.name, ()) for parameter in shared.parameters.values()],
        "persons": [(person.name, person.spoken) for person in shared.persons.values()],
        "places": [(place.name, place.spoken) for place in shared.places.values()],
        "departments": [(one.name, one.former) for one in shared.departments.values()],
        "goals": [(goal.title, goal.spoken) for goal in shared.goals.values()],
    }
