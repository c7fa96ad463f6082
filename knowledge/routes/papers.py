"""The papers of an item as requirements: which are called for by then, and where they come from.

Whether a paper is called for is judged as of the step's own day, after what the route has brought
about: either it surely is not, or nobody knows, or it is brought. What a window asked for besides
(a refusal) is called for like the item's own papers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from knowledge.model.household import role_of
from knowledge.model.inquiry_list import Item, MaterialUse
from knowledge.model.shared import Material
from knowledge.routes.clauses import OPEN_PARAMETER_COST, About, Aim, Clauses
from knowledge.routes.network import All, Any, Need, Paper, Requirement, Way, free
from knowledge.routes.terms import figure

AT_HAND = "手里有"
DOUBTFUL = "如果有这种情形才要"


class Papers:
    """The papers of one household's items; notes what it comes upon in the trail of `clauses`."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.request, self.memory = clauses, clauses.request, clauses.memory
        self.judge, self.yields, self.shared = clauses.judge, clauses.yields, clauses.shared

    def of_item(self, item_id: str, item: Item, person: str) -> Requirement:
        """All that the item calls for, or the channel by which it is done."""
        refused = tuple(
            MaterialUse(use=one.material)
            for one in self.request.refused
            if (one.item, one.person) == (item_id, person)
        )
        if all(channel.materials is None for channel in item.channels):
            return self._uses((*item.materials, *refused), item, person, where=item_id)
        members = []
        for number, channel in enumerate(item.channels):
            uses = item.materials if channel.materials is None else channel.materials
            called = self._uses((*uses, *refused), item, person, where=f"{item_id} {number}")
            members.append(All((Need((Way(channel=number),)), called)))
        return Any(tuple(members))

    def _uses(
        self, uses: tuple[MaterialUse, ...], item: Item, person: str, *, where: str
    ) -> Requirement:
        keys = ((("use", where, place, person), use) for place, use in enumerate(uses))
        return All(tuple(self._recalled(key, use, item, person) for key, use in keys))

    def _recalled(self, key: Hashable, use: MaterialUse, item: Item, person: str) -> Requirement:
        return self.memory.recall(key, lambda: self._use(use, item, person))[0]

    def _use(self, use: MaterialUse, item: Item, person: str) -> Requirement:
        role = use.of or item.whose
        owner = person if role == role_of(person) else self.yields.first(role, self.judge.household)
        if use.when is None:
            return self._called(use, owner)
        absent = self._not_called(use, person, Aim.NOT_CALLED)
        if free(absent):
            return All(())
        options = [absent] if _can_hold(absent) else []
        unsure = self._not_called(use, person, Aim.NOT_SURELY)
        if _can_hold(unsure):
            options.append(All((unsure, self._perhaps(use, owner))))
        if not free(unsure):
            options.append(self._called(use, owner))
        return options[0] if len(options) == 1 else Any(tuple(options))

    def _not_called(self, use: MaterialUse, person: str, aim: Aim) -> Requirement:
        return self.clauses.requirement(use.when, About(person, aim=aim), negated=True)

    def _called(self, use: MaterialUse, owner: str) -> Requirement:
        return _any(tuple(self._paper(name, owner, use) for name in _names(use)))

    def _perhaps(self, use: MaterialUse, owner: str) -> Requirement:
        """Papers of which nobody knows whether they are called for; issued on the way or not."""
        return _any(tuple(self._doubtful(name, owner, use) for name in _names(use)))

    def _paper(self, name: str, owner: str, use: MaterialUse) -> Need:
        material = self.shared.materials[name]
        known = self._known(name, owner)
        at_hand = known is True or {name, f"{name}@{owner}"} & set(self.request.held)
        paper = self._words(material, owner, use, at_hand=bool(at_hand))
        ways = tuple(self._made(material, owner, use))
        if at_hand or not ways or (material.usual and known is not False):
            return Need((Way(said=material.title),), paper=paper)
        self.memory.trail.leads.update(dict.fromkeys(way.task for way in ways if way.task))
        if known is None and name not in self.yields.holding and material.issuer:
            ways += (Way(said=material.title, cost=OPEN_PARAMETER_COST),)
        return Need(ways, f"拿不到{material.title}", paper=paper)

    def _doubtful(self, name: str, owner: str, use: MaterialUse) -> Need:
        material = self.shared.materials[name]
        known = self._known(name, owner)
        at_hand = known is True or {name, f"{name}@{owner}"} & set(self.request.held)
        paper = self._words(material, owner, use, at_hand=bool(at_hand), doubtful=True)
        made = () if at_hand else tuple(self._made(material, owner, use))
        return Need((*made, Way(said=material.title)), paper=paper)

    def _known(self, name: str, owner: str) -> object:
        """Whether the person holds the paper, where a fact says so; None: not known."""
        holding = self.yields.holding.get(name)
        return self.judge.value(f"{owner}.{holding}", on=self.request.today) if holding else None

    def _made(self, material: Material, owner: str, use: MaterialUse) -> Iterator[Way]:
        """Items that issue the paper."""
        valid = figure(material.valid_days, self.shared, self.request.today)
        slack = figure(use.later.days, self.shared, self.request.today) if use.later else 0
        for one in self.yields.of_paper(material.id, owner):
            person = self.yields.whom(one.item, owner, self.judge.household)
            yield Way(task=f"{one.item_id}@{person}", within=valid, slack=slack or 0)

    def _words(
        self,
        material: Material,
        owner: str,
        use: MaterialUse,
        *,
        at_hand: bool,
        doubtful: bool = False,
    ) -> Paper:
        issued = f"向{material.issuer}取得" if material.issuer else "办成相关事项后取得"
        source = AT_HAND if at_hand or material.usual else material.how or issued
        return Paper(
            material=material.id,
            title=material.title,
            of=owner,
            form=use.form,
            copies=use.copies,
            source=material.waived_by or (f"{DOUBTFUL}:{source}" if doubtful else source),
            waived=bool(material.waived_by),
            later=use.later is not None,
            doubtful=doubtful,
        )


def _names(use: MaterialUse) -> tuple[str, ...]:
    return (use.use,) if use.use else use.any_of


def _any(needs: tuple[Need, ...]) -> Requirement:
    return needs[0] if len(needs) == 1 else Any(needs)


def _can_hold(requirement: Requirement) -> bool:
    """Whether there are ways at all."""
    if isinstance(requirement, Need):
        return bool(requirement.ways)
    held = (_can_hold(member) for member in requirement.members)
    return all(held) if isinstance(requirement, All) else any(held)
