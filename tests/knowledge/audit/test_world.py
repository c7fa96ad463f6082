"""What a household has on a day: what was given, what grew, what steps brought about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.audit.world import BEFORE, Event, World
from knowledge.model.household import read_household
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.value import Range, Value

TODAY = date(2026, 11, 23)
DONE = date(2026, 12, 7)
MONTHS = "本人.居住登记月数"


def months(
    knowledge: KnowledgeBase, facts: dict[str, Any], on: date, *, step: str | None
) -> Value | None:
    """Months registered on that day, where the registration is a step finished on DONE."""
    item = knowledge.items(TODAY)["residence-permit/register-residence"]
    events = () if step is None else (Event(step, DONE if step else TODAY, item, "本人"),)
    world = World(knowledge.shared, read_household(facts, knowledge.shared, on=TODAY), events)
    return world.judge(on, steps=("s1",)).value(MONTHS, on=on)


@pytest.mark.parametrize(
    ("facts", "on", "step", "expected"),
    [
        ({"已办居住登记": "否"}, date(2027, 6, 6), "s1", 5),
        ({"已办居住登记": "否"}, date(2027, 6, 7), "s1", 6),
        ({"已办居住登记": "否"}, date(2026, 12, 6), "s1", 0),
        ({"已办居住登记": "否"}, date(2027, 6, 7), None, 0),
        ({"已办居住登记": "否"}, date(2027, 6, 7), "s2", 0),
        ({}, date(2027, 6, 7), "s1", 6),
        ({}, date(2027, 6, 7), None, None),
        ({"已办居住登记": "是", "居住登记月数": 3}, date(2027, 2, 23), None, 6),
        ({"已办居住登记": "是", "居住登记月数": 3}, date(2027, 2, 23), "s1", 6),
        ({"已办居住登记": "是", "居住登记月数": "2-4"}, date(2027, 2, 23), None, Range(5, 7)),
        ({"居住登记月数": 3}, date(2027, 2, 23), None, Range(3, 6)),
        ({"已办居住登记": "否"}, date(2027, 5, 23), BEFORE, 6),
        ({"已办居住登记": "是", "居住登记月数": 3}, date(2027, 2, 23), BEFORE, 6),
    ],
)
def test_growth(
    knowledge: KnowledgeBase,
    facts: dict[str, Any],
    on: date,
    step: str | None,
    expected: Value | None,
) -> None:
    given = {f"本人.{name}": value for name, value in facts.items()}
    assert months(knowledge, given, on, step=step) == expected


def test_a_paper_issued_is_a_fact_and_a_paper(knowledge: KnowledgeBase) -> None:
    item = knowledge.items(TODAY)["points-school/confirm-place"]
    household = read_household({}, knowledge.shared, on=TODAY)
    world = World(knowledge.shared, household, (Event("s1", DONE, item, "子女2"),))
    assert world.papers(DONE, steps=("s1",)) == {("admission-notice", "子女2")}
    assert world.papers(TODAY, steps=("s1",)) == frozenset()
    assert world.judge(DONE, steps=("s1",)).value("子女2.已落实学位", on=DONE) is True


def test_a_role_means_its_first_person(knowledge: KnowledgeBase) -> None:
    none = World(knowledge.shared, read_household({}, knowledge.shared, on=TODAY), ())
    assert (none.person_in("子女"), none.person_in("配偶")) == ("子女1", "配偶")
    facts = {"子女2.年龄": 6, "子女1.年龄": 12}
    two = World(knowledge.shared, read_household(facts, knowledge.shared, on=TODAY), ())
    assert two.person_in("子女") == "子女1"
