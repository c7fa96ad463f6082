"""Names that must be registered: what each kind is called, where, and the code of a missing one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located


@dataclass(frozen=True)
class Register:
    """One kind of name.

    `where` is the file to register it in, `also` other words for the names in it.
    """

    code: str
    kind: str
    where: str
    known: Collection[str]
    also: Mapping[str, str] = field(default_factory=dict)

    def missing(
        self, draft: Draft, found: Located[object], *key: str | int, word: str
    ) -> Iterator[Problem]:
        """A problem at this place if the word is not registered."""
        if word not in self.known:
            likely = perhaps(self.also.get(word, word), self.known)
            yield found.problem(
                draft,
                *key,
                code=self.code,
                message=f"{self.kind}「{shown(word)}」没有登记",
                mend=f"{likely}确是新的,就先到 {self.where} 登记。",
            )


def persons(draft: Draft) -> Register:
    """E217 a person that is not registered."""
    known = draft.knowledge.shared.persons_by_name
    spoken = {word: person.name for person in known.values() for word in person.spoken}
    return Register("E217", "人物", "shared/persons.yml", known, spoken)


def facts(draft: Draft) -> Register:
    """E202 a fact that is not registered."""
    return Register("E202", "情形要素", "shared/facts.yml", draft.knowledge.shared.facts_by_name)


def materials(draft: Draft) -> Register:
    """E207 a paper that is not registered, by id."""
    known = draft.knowledge.shared.materials
    titles = {material.title: material.id for material in known.values()}
    return Register("E207", "材料", "shared/materials.yml", known, titles)


def places(draft: Draft) -> Register:
    """E208 a place that is not registered, by id."""
    shared = draft.knowledge.shared
    names = {name: place.id for name, place in shared.places_by_name.items()}
    return Register("E208", "地点", "shared/places.yml", shared.places, names)


def online_places(draft: Draft) -> Register:
    """E208 a way in through the net that is not registered, by name."""
    shared = draft.knowledge.shared
    online = [place.name for place in shared.places.values() if place.kind == "online"]
    names = {word: place.name for word, place in shared.places_by_name.items()}
    return Register("E208", "网上入口", "shared/places.yml(kind: online)", online, names)


def departments(draft: Draft) -> Register:
    """E210 a department that is not registered, by short name."""
    registered = draft.knowledge.shared.departments.values()
    former = {word: one.name for one in registered for word in (one.title, *one.former)}
    names = [one.name for one in registered]
    return Register("E210", "部门", "shared/departments.yml", names, former)


def windows(draft: Draft) -> Register:
    """E206 a yearly window that is not registered."""
    parameters = draft.knowledge.shared.parameters.values()
    names = [parameter.name for parameter in parameters if parameter.kind == "window"]
    return Register("E206", "每年的办理时间", "shared/parameters.yml(type: window)", names)
