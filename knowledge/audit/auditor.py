"""Audits a route: does every line of it follow from the lists, the facts given and the calendar?

Independent of the planner: it builds no plan and imports none of its code, only the data model. So
it cannot say that a route is the shortest, only that it is possible, complete and counted right. It
refuses a document that is no route at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from knowledge.audit import counted, papers, requirements, terms, whole
from knowledge.audit.discrepancy import Discrepancy
from knowledge.audit.evidence import Evidence
from knowledge.audit.world import BEFORE, Event, World
from knowledge.model.household import read_household
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route

LAST_DAY = date(2199, 12, 31)
STEP_CHECKS = (
    terms.check_terms,
    counted.check_counted,
    requirements.check_conditions,
    requirements.check_order,
    papers.check_papers,
    papers.check_in_hand,
)
ROUTE_CHECKS = (
    terms.check_items,
    whole.check_goals,
    whole.check_trips,
    whole.check_materials,
    whole.check_measures,
    whole.check_proof,
    whole.check_considered,
    whole.check_calendar,
)


class AuditError(ValueError):
    """A document that cannot be audited; the message is Chinese and says what is expected."""


def audit_route(
    route: Route,
    knowledge: KnowledgeBase,
    facts: Mapping[str, Any] | None,
    *,
    done: Sequence[str] = (),
    held: Sequence[str] = (),
    refused: Sequence[tuple[str, str, str]] = (),
    release: str | None = None,
) -> tuple[Discrepancy, ...]:
    """Everything in the route that the lists do not bear out; empty when it is sound.

    `facts`, `done` and `held` are those the route was planned with: JSON facts by
    "<person>.<fact>", "<list>/<item>" or "<list>/<item>@<person>", "<material>" or
    "<material>@<person>". `refused` are papers that a window asked for besides: ("<list>/<item>",
    person, material). With facts None, what is not known counts in the route's favour. `release`
    is the knowledge's own name.

    Raises FactError for facts that do not fit the register, AuditError for unknown done items and
    for days after LAST_DAY.
    """
    evidence = replace(
        _evidence(route, knowledge, facts, done=done, held=held), refused=frozenset(refused)
    )
    return tuple(dict.fromkeys(_discrepancies(evidence, release)))


def audit_document(
    document: Mapping[str, Any], knowledge: KnowledgeBase, *, release: str | None = None
) -> tuple[Discrepancy, ...]:
    """Audits {"route": …, "facts": {…}, "done": […], "held": […], "refused": […]} or a bare Route,
    both as JSON.

    Raises AuditError when the document is neither, and FactError for facts that do not fit.
    """
    wrapped = "route" in document
    facts = document.get("facts", {}) if wrapped else None
    done, held = ((document.get(name, []) if wrapped else []) for name in ("done", "held"))
    if not (facts is None or isinstance(facts, Mapping)):
        raise AuditError("facts 要写成「要素: 值」的对象。")
    if not all(isinstance(one, list) and all(map(_is_text, one)) for one in (done, held)):
        raise AuditError("done、held 要写成文字的列表。")
    refused = _refused(document.get("refused", []) if wrapped else [])
    try:
        route = Route.model_validate(document["route"] if wrapped else document)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise AuditError(f"这不是一条办事路线:「{field or '整份'}」缺少或写法不对。") from None
    return audit_route(
        route, knowledge, facts, done=done, held=held, refused=refused, release=release
    )


def _refused(said: object) -> list[tuple[str, str, str]]:
    """Refusals as they stand in a document."""
    names = ("item", "person", "material")
    those = [one for one in said if isinstance(one, Mapping)] if isinstance(said, list) else []
    texts = [one for one in those if all(_is_text(one.get(name)) for name in names)]
    if not isinstance(said, list) or len(texts) < len(said):
        raise AuditError("refused 要写成列表,每项有 item、person、material。")
    return [(one["item"], one["person"], one["material"]) for one in texts]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _evidence(
    route: Route,
    knowledge: KnowledgeBase,
    facts: Mapping[str, Any] | None,
    *,
    done: Sequence[str],
    held: Sequence[str],
) -> Evidence:
    if any(day > LAST_DAY for step in route.steps for day in (step.start, step.finish)):
        raise AuditError(f"路线里有 {LAST_DAY} 以后的日子,没法核对。")
    items = knowledge.items(route.today)
    household = read_household(facts or {}, knowledge.shared, on=route.today)
    bare = World(knowledge.shared, household, ())
    events = []
    for key in done:
        name, _, person = key.partition("@")
        if name not in items:
            raise AuditError(f"没有「{name}」这个事项,done 里写成「清单/事项」。")
        whose = bare.numbered(person) if person else bare.person_in(items[name].whose)
        events.append(Event(BEFORE, route.today, items[name], whose))
    events += [
        Event(step.id, step.finish, items[step.item], step.person)
        for step in route.steps
        if step.item in items
    ]
    return Evidence(
        route=route,
        knowledge=knowledge,
        world=World(knowledge.shared, household, tuple(events)),
        held=frozenset(held),
        done=frozenset(done),
        told=facts is not None,
    )


def _discrepancies(evidence: Evidence, release: str | None) -> Iterator[Discrepancy]:
    route = evidence.route
    if release is not None and route.release != release:
        yield Discrepancy("release", "release", f"路线出自 {route.release},不是 {release}。")
    for check_route in ROUTE_CHECKS:
        yield from check_route(evidence)
    for step in evidence.known_steps:
        for check_step in STEP_CHECKS:
            yield from check_step(step, evidence)
