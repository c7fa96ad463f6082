"""Openings: several a year, over the turn of the year, and for some persons only."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.model.knowledge_base import KnowledgeBase
from tests.knowledge.routes.test_by_then import item, knowledge, planned, step_of

FACTS = """
- {id: done, name: 已办成, type: yes_no, for: 本人, ask: 办成了吗？}
- {id: school, name: 在校, type: yes_no, for: 本人, ask: 在校吗？}
"""
GOALS = "- {id: done, title: 办成, for: 本人, reach: 已办成}"
SPANS = """
    spans:
      - {opens: 02-03, closes: 02-10, when: 在校}
      - {opens: 07-01, closes: 08-10}
      - {opens: 12-05, closes: 01-20}"""


def opened(value: str) -> KnowledgeBase:
    parameter = f"""
- id: window
  name: 报名时间
  type: window
  set_by: 局
  published_at: 网站
  values:
  - until: 2027-12-31{value}
  - {{from: 2028-01-01, opens: null, closes: null}}
"""
    return knowledge(
        item("enlist", "已办成", window="{parameter: 报名时间}"),
        facts=FACTS,
        goals=GOALS,
        parameters=parameter,
    )


@pytest.mark.parametrize(
    ("today", "school", "start"),
    [
        (date(2026, 3, 2), "否", date(2026, 7, 1)),
        (date(2026, 8, 11), "否", date(2026, 12, 7)),  # the fifth is a Saturday
        (date(2027, 1, 4), "否", date(2027, 1, 4)),  # still that of the turn of the year
        (date(2027, 1, 21), "是", date(2027, 2, 3)),
        (date(2027, 1, 21), "否", date(2027, 7, 1)),
    ],
)
def test_the_next_opening_for_this_person(today: date, school: str, start: date) -> None:
    facts = {"本人.在校": school}
    route = planned(opened(SPANS), facts, ("done", "本人"), today=today)
    step = step_of(route, "enlist")
    assert (step.start, step.open) == (start, False)


def test_what_is_published_for_this_year_only_is_sure_this_year() -> None:
    """From 2028 on nothing is published: a step then is open, and said to be assumed."""
    route = planned(opened(SPANS), {"本人.在校": "否"}, ("done", "本人"), today=date(2027, 12, 1))
    assert step_of(route, "enlist").open
    assert any("报名时间" in one for one in route.assumptions)
