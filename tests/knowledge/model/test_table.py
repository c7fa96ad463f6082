"""Tables, the day on which an age is reached, and the answers that show it: with the real lists.

The ages are those of the annex to 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.compiler.load import load_knowledge
from knowledge.model.filling import fill
from knowledge.model.household import read_household
from knowledge.model.inquiry_list import InquiryList
from knowledge.model.judgement import Judge
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.shared import Parameter
from knowledge.model.table import Climb, Row

TODAY = date(2026, 11, 23)
MEN, WOMEN_55, WOMEN_50 = "男职工60岁档", "女职工55岁档", "女职工50岁档"
DAY = "本人.法定退休日期"


@pytest.fixture(scope="module")
def knowledge(root: Path) -> KnowledgeBase:
    found = load_knowledge(root).knowledge
    assert found is not None
    return found


def judge(knowledge: KnowledgeBase, facts: dict[str, Any], on: date = TODAY) -> Judge:
    return Judge(knowledge.shared, read_household(facts, knowledge.shared, on=on))


def worker(born: str | list[str], kind: str | None = None) -> dict[str, Any]:
    facts: dict[str, Any] = {"本人.出生日期": born}
    return facts | ({"本人.原退休年龄档": kind} if kind else {})


@pytest.mark.parametrize(
    ("kind", "born", "day"),
    [
        (MEN, "1964-12-31", "2024-12-31"),
        (MEN, "1965-01-01", "2025-02-01"),
        (MEN, "1965-04-30", "2025-05-30"),
        (MEN, "1965-05-01", "2025-07-01"),
        (MEN, "1970-12-15", "2032-06-15"),
        (MEN, "1976-08-31", "2039-07-31"),
        (MEN, "1976-09-01", "2039-09-01"),
        (MEN, "1990-02-03", "2053-02-03"),
        (WOMEN_55, "1970-01-20", "2025-02-20"),
        (WOMEN_55, "1981-09-01", "2039-09-01"),
        (WOMEN_50, "1975-02-28", "2025-03-28"),
        (WOMEN_50, "1976-08-15", "2027-06-15"),
        (WOMEN_50, "1984-10-31", "2039-09-30"),
        (WOMEN_50, "1984-11-01", "2039-11-01"),
        (WOMEN_50, "1999-09-09", "2054-09-09"),
    ],
)
def test_the_age_of_the_annex(knowledge: KnowledgeBase, kind: str, born: str, day: str) -> None:
    found = judge(knowledge, worker(born, kind)).value(DAY, on=TODAY)
    assert found == date.fromisoformat(day)


def test_reached_from_that_day_on(knowledge: KnowledgeBase) -> None:
    one = judge(knowledge, worker("1976-08-15", WOMEN_50))
    reached = [one.value("本人.已到法定退休年龄", on=date(2027, 6, day)) for day in (14, 15)]
    assert reached == [False, True]


@pytest.mark.parametrize(
    ("born", "said", "reached"),
    [
        ("1950-01-01", None, True),
        ("1990-01-01", None, False),
        ("1972-01-01", None, None),
        ("1972-01-01", "是", True),
        ("1990-01-01", "是", False),
    ],
)
def test_without_the_class_what_all_of_them_say(
    knowledge: KnowledgeBase, born: str, said: str | None, reached: bool | None
) -> None:
    """What was said counts only where the birthday leaves it open."""
    facts = worker(born) | ({"本人.已到法定退休年龄": said} if said else {})
    assert judge(knowledge, facts).value("本人.已到法定退休年龄", on=TODAY) is reached


@pytest.mark.parametrize(
    ("born", "least"), [("1976-08-15", 180), ("1979-01-01", 192), ("1990-01-01", 240)]
)
def test_the_least_months_are_those_of_the_year_of_the_age(
    knowledge: KnowledgeBase, born: str, least: int
) -> None:
    one = judge(knowledge, worker(born, WOMEN_50))
    table = knowledge.shared.parameters_by_name["职工养老最低缴费月数"]
    assert one.looked_up(table, "本人", TODAY) == str(least)


def test_while_the_age_is_not_known_the_least_months_are_those_of_the_day(
    knowledge: KnowledgeBase,
) -> None:
    table = knowledge.shared.parameters_by_name["职工养老最低缴费月数"]
    years = (2026, 2030, 2039, 2050)
    found = [judge(knowledge, {}).looked_up(table, "本人", date(year, 5, 1)) for year in years]
    assert found == ["180", "186", "240", "240"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (worker("1976-08-15", WOMEN_50), "2027 年 6 月到龄,180 个月"),
        (worker(["1976-08-01", "1976-08-31"], WOMEN_50), "2027 年 6 月到龄,180 个月"),
        (
            worker(["1976-01-01", "1976-12-31"], WOMEN_50),
            "2026 年 8 月到 2027 年 12 月到龄,180 个月",
        ),
        ({}, None),
    ],
)
def test_an_answer_shows_facts_and_parameters(
    knowledge: KnowledgeBase, facts: dict[str, Any], words: str | None
) -> None:
    text = "{法定退休日期}到龄,{参数.职工养老最低缴费月数} 个月"
    assert fill(text, judge(knowledge, facts), person="本人", on=TODAY) == words


def test_rows_by_number() -> None:
    row = Row(since="10", until="19", value=3, then=Climb(every=5, add=2, up_to=4))
    assert [row.at(number) for number in (9, 10, 14, 15, 19, 20)] == [None, 3, 3, 4, 4, None]
    assert list(row.figures()) == [3, 4]


def test_the_days_on_which_a_table_turns() -> None:
    row = Row(since="2030-01-01", value=186, then=Climb(every=12, add=6, up_to=240))
    turns = list(row.turns())
    assert (turns[0], turns[-1], len(turns)) == (date(2030, 1, 1), date(2039, 1, 1), 10)
    assert [row.at(day) for day in turns] == list(row.figures())


def test_lists_and_parameters_are_read_back_as_they_are_stored(knowledge: KnowledgeBase) -> None:
    """A release stores every field, also those that an editor left out."""
    for found in knowledge.lists.values():
        assert InquiryList.model_validate_json(found.model_dump_json(by_alias=True)) == found
    for one in knowledge.shared.parameters.values():
        assert Parameter.model_validate_json(one.model_dump_json(by_alias=True)) == one
