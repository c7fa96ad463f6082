"""For every clause of a condition, how it could come true: it holds for a spell, a task yields it,
it is assumed; and what would undo it.

It refuses nothing: a clause without ways is a need that cannot be met, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from math import log

from knowledge.model.condition import Clause, Condition
from knowledge.model.judgement import ANY, Finding, Judge, compared
from knowledge.model.shared import Fact
from knowledge.model.value import Truth, Value
from knowledge.routes.memory import Memory
from knowledge.routes.network import All, Any, Need, Requirement, Way
from knowledge.routes.request import PlanRequest
from knowledge.routes.spells import Spell, Subject, spells
from knowledge.routes.terms import from_month, phrase
from knowledge.routes.yields import Yielded, Yields

OPEN_PARAMETER_COST = 1
DUTY_COST = 1000
SURPRISE = 100
EVEN = 50
NEGATED = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "=": "!=", "!=": "=", "属于": "!="}


class Aim(Enum):
    """What a condition is for.

    A GOAL that is not said to be reached is not. NOT_CALLED: a paper is surely not called for, as
    things are told or the tasks planned make them; NOT_SURELY: nobody knows whether it is.
    """

    GOAL = "goal"
    CONDITION = "condition"
    NOT_CALLED = "not called"
    NOT_SURELY = "not surely"


QUIET = (Aim.NOT_CALLED, Aim.NOT_SURELY)


@dataclass(frozen=True)
class About:
    """Whom a condition is about, in which year, and what it is for."""

    person: str
    year: int | None = None
    aim: Aim = Aim.CONDITION


class Clauses:
    """Conditions over one household as requirements; notes in `memory` what it comes upon."""

    def __init__(self, request: PlanRequest, judge: Judge, yields: Yields, memory: Memory) -> None:
        self.request, self.judge, self.yields, self.memory = request, judge, yields, memory
        self.shared, self.today = request.knowledge.shared, request.today

    def requirement(
        self, condition: Condition | None, about: About, *, negated: bool = False
    ) -> Requirement:
        """The condition (or its negation), for whom and which year `about` says."""
        if condition is None:
            return All(())
        if isinstance(condition, Clause):
            clause = condition
            key = ("clause", id(clause), negated, about)
            return self.memory.recall(key, lambda: self._clause(clause, about, negated))[0]
        negated_below = negated != (condition.kind == "none")
        members = tuple(
            self.requirement(member, about, negated=negated_below) for member in condition.members
        )
        if (condition.kind != "all") == negated_below:
            return All(members)
        return Any(members, condition.otherwise or "")

    def _clause(self, clause: Clause, about: About, negated: bool) -> Requirement:
        clause = _negate(clause) if negated else clause
        verdict = self.judge.judge(clause, person=about.person, on=self.today, year=about.year)
        needs = tuple(self._need(finding, about) for finding in verdict.findings)
        if len(needs) == 1:
            return needs[0]
        return Any(needs, clause.otherwise or "") if clause.person.startswith(ANY) else All(needs)

    def _need(self, finding: Finding, about: About) -> Need:
        subject = Subject(about.person, self.today, about.year)
        those = spells(finding, subject, self.judge)
        undone = tuple(self._undoing(finding))
        if about.aim in QUIET:
            return Need(tuple(self._quiet(finding, those, about.aim)), undone_by=undone)
        text = phrase(finding, self.judge)
        failure = finding.clause.otherwise or f"{text}:不符合"
        now, settled = finding.truth is Truth.TRUE, len(those) == 1
        ways = [_while(those[0], text)] if now else []
        if now:
            self._note_held(finding, text)
        if not (now and settled):
            ways += self._by_tasks(finding)
            ways += [_while(one, text) for one in those[1:] if one.truth is Truth.TRUE]
        if not (about.aim is Aim.GOAL and ways):
            ways += self._by_assumption(finding, those, text, about.aim)
        self.memory.trail.leads.update(dict.fromkeys(way.task for way in ways if way.task))
        return Need(tuple(ways), failure, finding, undone_by=undone)

    def _quiet(self, finding: Finding, those: tuple[Spell, ...], aim: Aim) -> Iterator[Way]:
        """Ways to do without a paper: nothing is done for that alone, and nothing assumed."""
        enough = (Truth.TRUE,) if aim is Aim.NOT_CALLED else (Truth.TRUE, Truth.UNKNOWN)
        yield from (Way(since=one.first, until=one.last) for one in those if one.truth in enough)
        if finding.truth not in enough:
            yield from self._by_tasks(finding)

    def _by_assumption(
        self, finding: Finding, those: tuple[Spell, ...], text: str, aim: Aim
    ) -> Iterator[Way]:
        """Assuming what is unknown, for as long as it is: the less likely by the stated priors, the
        dearer.
        """
        for one, after in zip(those, (*those[1:], None), strict=True):
            if one.truth is Truth.UNKNOWN:
                last = None if after and after.truth is Truth.TRUE else one.last
                said, cost = self._assumed(finding, text, aim)
                yield Way(since=one.first, until=last, assumption=said, cost=cost)

    def _assumed(self, finding: Finding, text: str, aim: Aim) -> tuple[str, int]:
        """In words, and the points. A goal is not thought reached for want of a figure while
        anything else reaches it: a duty is not dropped because a threshold is unknown.
        """
        if finding.parameter:
            parameter = self.shared.parameters_by_name[finding.parameter]
            said = (
                f"「{parameter.name}」现行数值没有核实({parameter.set_by}规定,"
                f"见{parameter.published_at}),先按符合算"
            )
            return said, DUTY_COST if aim is Aim.GOAL else OPEN_PARAMETER_COST
        fact = self.shared.facts_by_name[finding.clause.fact]
        chance = _chance(fact, finding.clause)
        owner = finding.key.rpartition(".")[0]
        if fact.grows and fact.grows.whilst and not self._runs(owner, fact.grows.whilst):
            whilst = self.shared.facts_by_name[fact.grows.whilst]
            chance = max(chance * whilst.prior.get("是", EVEN) / 100, 0.01)
        return f"{text}:还不知道,先按符合算", round(-SURPRISE * log(chance)) or 1

    def _runs(self, owner: str, whilst: str) -> bool:
        return self.judge.value(f"{owner}.{whilst}", on=self.today) is True

    def _by_tasks(self, finding: Finding) -> Iterator[Way]:
        """Items that make the clause true, at once or after the fact has grown long enough."""
        owner, _, name = finding.key.rpartition(".")
        for one in self.yields.of_fact(name, owner):
            if self._satisfies(finding, one.value):
                yield Way(task=self._key(one, owner))
        growth = self.shared.facts_by_name[name].grows
        months = self._months_to_grow(finding, owner)
        if growth is None or growth.whilst is None or months is None:
            return
        for one in self.yields.of_fact(growth.whilst, owner):
            if one.value is True:
                yield Way(task=self._key(one, owner), lag=months)

    def _months_to_grow(self, finding: Finding, owner: str) -> int | None:
        """How long the fact grows until the clause holds, begun anew; None where that is no way."""
        growth, clause = self.shared.facts_by_name[finding.clause.fact].grows, finding.clause
        if growth is None or growth.whilst is None or growth.starts is None:
            return None
        constant, _ = self.judge.constant(clause, on=self.today, owner=owner)
        if not isinstance(constant, int) or clause.op not in (">=", ">", "="):
            return None
        if self._runs(owner, growth.whilst):
            return None
        return (constant - growth.starts + (clause.op == ">")) * (1 if growth.per == "月" else 12)

    def _undoing(self, finding: Finding) -> Iterator[str]:
        """Tasks that make the clause false."""
        owner, _, name = finding.key.rpartition(".")
        constant, _ = self.judge.constant(finding.clause, on=self.today, owner=owner)
        for one in self.yields.of_fact(name, owner):
            if constant is not None and not self._satisfies(finding, one.value):
                yield self._key(one, owner)

    def _key(self, one: Yielded, owner: str) -> str:
        return f"{one.item_id}@{self.yields.whom(one.item, owner, self.judge.household)}"

    def _satisfies(self, finding: Finding, value: Value) -> bool:
        clause = finding.clause
        owner = finding.key.rpartition(".")[0]
        constant, _ = self.judge.constant(clause, on=self.today, owner=owner)
        if constant is None:
            return False
        fact = self.shared.facts_by_name[clause.fact]
        truth = compared(fact, value, op=clause.op, constant=constant, shared=self.shared)
        return truth is Truth.TRUE

    def _note_held(self, finding: Finding, text: str) -> None:
        """Items that would yield what already holds are considered, and found held."""
        owner, _, name = finding.key.rpartition(".")
        for one in self.yields.of_fact(name, owner):
            if self._satisfies(finding, one.value) and self._is_so(finding, one.value):
                self.memory.trail.held.setdefault(self._key(one, owner), f"已经有了:{text}")

    def _is_so(self, finding: Finding, value: Value) -> bool:
        """Whether what an item would bring about is so already; of a place, whether it lies in
        there (清远 satisfies 属于 内地, yet nobody from there has a hukou of 东莞).
        """
        known = self.judge.value(finding.key, on=self.today)
        if isinstance(known, str) and isinstance(value, str) and known != value:
            return self.shared.contains(value, known) is True
        return True


def _while(spell: Spell, text: str) -> Way:
    """A clause that holds for a spell, in words."""
    said = f"{from_month(spell.first)}{text}" if spell.first else text
    said += f",到 {spell.last} 为止" if spell.last else ""
    return Way(since=spell.first, until=spell.last, said=said)


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
