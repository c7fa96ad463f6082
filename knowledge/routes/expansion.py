"""Expands goals backward into a network: for every clause, how it could come true; for every
paper, from where.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from knowledge.model.condition import Clause, Condition
from knowledge.model.household import role_of
from knowledge.model.inquiry_list import Item, MaterialUse, YieldedFact
from knowledge.model.judgement import ANY, Finding, Judge, typed_constant
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import Fact
from knowledge.model.value import Range, Truth, Value, compare
from knowledge.routes.network import All, Any, Need, Network, Paper, Requirement, Task, Way
from knowledge.routes.request import PlanRequest
from knowledge.routes.terms import (
    department_title,
    due_on,
    fee_of,
    figure,
    opening_of,
    phrase,
    visits_of,
)

HORIZON_MONTHS = 72
OPEN_PARAMETER_COST = 1
SURPRISE = 100
EVEN = 50
NEGATED = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "=": "!=", "!=": "=", "属于": "!="}


def expand(request: PlanRequest) -> Network:
    """The network of everything that could serve the request's goals."""
    return _Expansion(request).network()


@dataclass(frozen=True)
class About:
    """Whom a condition is about, in which year; `wished`: it is a goal, so not reached unless said
    to be.
    """

    person: str
    year: int | None = None
    wished: bool = False


def _makers(items: dict[str, Item], shared: Shared) -> dict[str, list[tuple[str, Item]]]:
    """For each fact, the items that yield it or the paper it stands for, each once, in order."""
    standing = {fact.material: fact.name for fact in shared.facts.values() if fact.material}
    found: dict[str, dict[str, Item]] = {}
    for item_id, item in items.items():
        for one in item.yields:
            name = one.fact if isinstance(one, YieldedFact) else standing.get(one.material)
            if name:
                found.setdefault(name, {})[item_id] = item
    return {name: list(makers.items()) for name, makers in found.items()}


class _Expansion:
    """Memoised backward search; every (item, person) becomes at most one task."""

    def __init__(self, request: PlanRequest) -> None:
        self.request = request
        self.shared = request.knowledge.shared
        self.judge = Judge(self.shared, request.household)
        self.items = request.knowledge.items(request.today)
        self.makers = _makers(self.items, self.shared)
        self.tasks: dict[str, Task] = {}
        self.begun: set[str] = set()
        self.held: dict[str, str] = {}

    def network(self) -> Network:
        goals = []
        for wish in self.request.goals:
            goal = self.shared.goals[wish.goal]
            goals.append(
                (
                    wish.goal,
                    wish.person,
                    self.condition(goal.reach, About(wish.person, wished=True)),
                )
            )
        return Network(tuple(goals), self.tasks, self.held)

    def task(self, item_id: str, item: Item, person: str) -> str:
        key = f"{item_id}@{person}"
        if key in self.begun:
            return key
        self.begun.add(key)
        year = self._year(item, person)
        needs = All((self.condition(item.when, About(person, year)), *self._papers(item, person)))
        opening, assumed = opening_of(
            item, person, year=year, judge=self.judge, today=self.request.today
        )
        self.tasks[key] = Task(
            key,
            item_id,
            person,
            item,
            department_title(self.request.knowledge, item_id, item),
            All((needs, assumed)) if assumed else needs,
            visits_of(item, person, judge=self.judge),
            opening,
            due_on(item, person, judge=self.judge),
            fee_of(item, self.shared, self.request.today),
        )
        return key

    def _year(self, item: Item, person: str) -> int | None:
        if item.window is None or item.window.year is None:
            return None
        value = self.judge.value(f"{person}.{item.window.year}", on=self.request.today)
        if isinstance(value, Range):
            value = value.low
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def condition(
        self, condition: Condition | None, about: About, *, negated: bool = False
    ) -> Requirement:
        """The condition (or its negation) as a requirement, for whom and which year `about`
        says.
        """
        if condition is None:
            return All(())
        if isinstance(condition, Clause):
            return self._clause(_negate(condition) if negated else condition, about)
        negated_below = negated != (condition.kind == "none")
        members = tuple(
            self.condition(member, about, negated=negated_below) for member in condition.members
        )
        if (condition.kind != "all") == negated_below:
            return All(members)
        return Any(members, condition.otherwise or "")

    def _clause(self, clause: Clause, about: About) -> Requirement:
        verdict = self.judge.judge(
            clause, person=about.person, on=self.request.today, year=about.year
        )
        needs = tuple(self._need(finding, about) for finding in verdict.findings)
        if len(needs) == 1:
            return needs[0]
        return Any(needs, clause.otherwise or "") if clause.person.startswith(ANY) else All(needs)

    def _need(self, finding: Finding, about: About) -> Need:
        text = phrase(finding, self.judge)
        failure = finding.clause.otherwise or f"{text}:不符合"
        if finding.truth is Truth.TRUE:
            self._note_held(finding)
            return Need((Way(said=text),), failure, finding)
        ways = [*self._by_tasks(finding), *self._by_time(finding, about.person)]
        if finding.truth is Truth.UNKNOWN and not (about.wished and ways):
            ways.append(self._by_assumption(finding, text))
        return Need(tuple(ways), failure, finding)

    def _by_assumption(self, finding: Finding, text: str) -> Way:
        """Assuming an unknown clause: the less likely by the stated priors, the dearer."""
        if finding.parameter:
            parameter = self.shared.parameters_by_name[finding.parameter]
            said = (
                f"「{parameter.name}」现行数值没有核实({parameter.set_by}规定,"
                f"见{parameter.published_at}),先按符合算"
            )
            return Way(assumption=said, cost=OPEN_PARAMETER_COST)
        fact = self.shared.facts_by_name[finding.clause.fact]
        chance = _chance(fact, finding.clause)
        owner = finding.key.rpartition(".")[0]
        if fact.grows and fact.grows.whilst and not self._runs(owner, fact.grows.whilst):
            whilst = self.shared.facts_by_name[fact.grows.whilst]
            chance = max(chance * whilst.prior.get("是", EVEN) / 100, 0.01)
        return Way(
            assumption=f"{text}:还不知道,先按符合算", cost=round(-SURPRISE * log(chance)) or 1
        )

    def _runs(self, owner: str, whilst: str) -> bool:
        return self.judge.value(f"{owner}.{whilst}", on=self.request.today) is True

    def _by_time(self, finding: Finding, person: str) -> list[Way]:
        growing = self._grows(finding)
        if not growing or finding.clause.on:
            return []
        day = self.judge.from_day(
            finding.clause, person=person, on=self.request.today, months=HORIZON_MONTHS
        )
        return [Way(since=day, said=f"从 {day} 起{phrase(finding, self.judge)}")] if day else []

    def _grows(self, finding: Finding) -> bool:
        fact = self.shared.facts_by_name[finding.clause.fact]
        return fact.grows is not None or fact.derived is not None

    def _by_tasks(self, finding: Finding) -> list[Way]:
        """Items that make the clause true, at once or after the fact has grown long enough."""
        owner, _, name = finding.key.rpartition(".")
        fact = self.shared.facts_by_name[name]
        ways = [
            Way(task=self.task(item_id, item, self._for(item, owner)))
            for item_id, item in self.makers.get(name, ())
            for value in self._yielded(item, fact, owner)
            if self._satisfies(finding, value)
        ]
        if fact.grows and fact.grows.whilst and fact.grows.starts is not None:
            ways += self._growing(finding, fact, owner)
        return ways

    def _growing(self, finding: Finding, fact: Fact, owner: str) -> list[Way]:
        growth = fact.grows
        assert growth is not None and growth.whilst is not None and growth.starts is not None
        running = self.judge.value(f"{owner}.{growth.whilst}", on=self.request.today)
        constant, _ = self.judge.constant(finding.clause, on=self.request.today)
        if (
            running is True
            or not isinstance(constant, int)
            or finding.clause.op not in (">=", ">", "=")
        ):
            return []
        months = (constant - growth.starts + (finding.clause.op == ">")) * (
            1 if growth.per == "月" else 12
        )
        whilst = self.shared.facts_by_name[growth.whilst]
        return [
            Way(task=self.task(item_id, item, self._for(item, owner)), lag=months)
            for item_id, item in self.makers.get(whilst.name, ())
            for value in self._yielded(item, whilst, owner)
            if value is True
        ]

    def _yielded(self, item: Item, fact: Fact, owner: str) -> list[Value]:
        """Values of this fact for this person that the item yields."""
        values: list[Value] = []
        for one in item.yields:
            whose = (
                one.of == role_of(owner) if one.of != item.whose else role_of(owner) == item.whose
            )
            if not whose:
                continue
            if isinstance(one, YieldedFact):
                values += [typed_constant(fact, one.value)] if one.fact == fact.name else []
            elif fact.material == one.material:
                values.append(True)
        return values

    def _for(self, item: Item, owner: str) -> str:
        """Whom the item is done for when it yields something of `owner`'s."""
        if item.whose == role_of(owner):
            return owner
        person = self.request.household.of_role(item.whose)[0]
        several = self.shared.persons_by_name[item.whose].several
        return f"{person}1" if several and person == item.whose else person

    def _satisfies(self, finding: Finding, value: Value) -> bool:
        clause = finding.clause
        constant, _ = self.judge.constant(clause, on=self.request.today)
        if constant is None:
            return False
        if isinstance(value, str) and (
            clause.op == "属于" or self.shared.facts_by_name[clause.fact].kind == "place"
        ):
            inside = self.shared.contains(str(constant), value) is True
            return inside != (clause.op == "!=")
        if isinstance(value, (bool, str)):
            return (value == constant) == (clause.op == "=")
        return compare(value, clause.op, constant) is Truth.TRUE  # type: ignore[arg-type]

    def _note_held(self, finding: Finding) -> None:
        """Items that would yield what already holds are considered, and found held."""
        owner, _, name = finding.key.rpartition(".")
        fact = self.shared.facts_by_name[name]
        for item_id, item in self.makers.get(name, ()):
            yielded = self._yielded(item, fact, owner)
            if any(self._satisfies(finding, one) and self._is_so(finding, one) for one in yielded):
                said = f"已经有了:{phrase(finding, self.judge)}"
                self.held.setdefault(f"{item_id}@{self._for(item, owner)}", said)

    def _is_so(self, finding: Finding, value: Value) -> bool:
        """Whether what an item would bring about is so already; of a place, whether it lies in
        there (清远 satisfies 属于 内地, yet nobody from there has a hukou of 东莞).
        """
        known = self.judge.value(finding.key, on=self.request.today)
        if isinstance(known, str) and isinstance(value, str) and known != value:
            return self.shared.contains(value, known) is True
        return True

    def _papers(self, item: Item, person: str) -> list[Requirement]:
        return [
            requirement
            for use in item.materials
            if (requirement := self._paper(use, item, person)) is not None
        ]

    def _paper(self, use: MaterialUse, item: Item, person: str) -> Requirement | None:
        needed = self.judge.judge(use.when, person=person, on=self.request.today).truth
        if needed is Truth.FALSE:
            return None
        role = use.of or item.whose
        owner = person if role == role_of(person) else self.request.household.of_role(role)[0]
        needs = tuple(
            self._one_paper(name, owner, use, doubtful=needed is Truth.UNKNOWN)
            for name in ((use.use,) if use.use else use.any_of)
        )
        return needs[0] if len(needs) == 1 else Any(needs)

    def _one_paper(self, name: str, owner: str, use: MaterialUse, *, doubtful: bool) -> Need:
        material = self.shared.materials[name]
        holding = next(
            (fact.name for fact in self.shared.facts.values() if fact.material == name), None
        )
        known = self.judge.value(f"{owner}.{holding}", on=self.request.today) if holding else None
        makers = [
            (item_id, other, self._for(other, owner))
            for item_id, other in self.items.items()
            for one in other.yields
            if not isinstance(one, YieldedFact)
            and one.material == name
            and role_of(owner) == one.of
        ]
        in_hand = (
            known is True or f"{name}@{owner}" in self.request.held or name in self.request.held
        )
        issued = f"向{material.issuer}取得" if material.issuer else "办成相关事项后取得"
        source = "手里有" if in_hand or material.usual else material.how or issued
        if doubtful:
            source = f"如果有这种情形才要:{source}"
        paper = Paper(
            name,
            material.title,
            owner,
            use.form,
            use.copies,
            material.waived_by or source,
            bool(material.waived_by),
            use.later is not None,
            doubtful,
        )
        at_hand = in_hand or (material.usual and known is not False)
        if at_hand or doubtful or not makers:
            return Need((Way(said=material.title),), paper=paper)
        valid = figure(material.valid_days, self.shared, self.request.today)
        slack = figure(use.later.days, self.shared, self.request.today) if use.later else 0
        ways = [Way(task=self.task(*maker), within=valid, slack=slack or 0) for maker in makers]
        if known is None and holding is None and material.issuer:
            ways.append(Way(said=material.title, cost=OPEN_PARAMETER_COST))
        return Need(tuple(ways), f"拿不到{material.title}", paper=paper)


def _negate(clause: Clause) -> Clause:
    return clause.model_copy(update={"op": NEGATED[clause.op]})


def _chance(fact: Fact, clause: Clause) -> float:
    """How likely the clause is by the fact's stated priors, between 1% and 99%; even where none is
    stated.
    """
    stated = fact.prior.get(clause.constant)
    percent = EVEN if stated is None else stated
    if clause.op == "!=":
        percent = 100 - percent
    elif clause.op not in ("=", "属于"):
        percent = EVEN
    return min(max(percent, 1), 99) / 100
