"""Spells against judging every single day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.condition import parse_clause
from knowledge.model.household import add_months, read_household
from knowledge.model.judgement import Judge
from knowledge.routes.spells import MONTHS_AHEAD, Subject, spells
from tests.knowledge.routes.households import bounded
from tests.knowledge.routes.small import knowledge_with

TODAY = date(2026, 2, 27)
FACTS = """
- {id: birth-date, name: 出生日期, type: date, for: 子女, ask: 哪天出生？}
- {id: age, name: 年龄, type: number, unit: 周岁, for: 子女, derived: {by: 周岁, of: 出生日期}}
- {id: child-registered, name: 孩子已登记, type: yes_no, for: 子女, ask: 登记过吗？}
- {id: child-months, name: 孩子登记月数, type: number, for: 子女, ask: 多久了？,
   grows: {per: 月, while: 孩子已登记, starts: 0}}
- {id: child-years, name: 孩子居住年数, type: number, for: 子女, ask: 几年了？, grows: {per: 年}}
"""
PARAMETERS = """
- id: least
  name: 最低数
  type: number
  set_by: 公安局
  published_at: 公安局网站
  values:
    - {until: 2027-01-31, value: 5}
    - {from: 2027-02-01, until: 2029-01-31, value: null}
    - {from: 2029-02-01, value: 7}
"""
KNOWN: dict[str, list[Any]] = {
    "子女1.出生日期": ["2020-02-29", "2021-03-01", "2021-02-27", ["2019-06-01", "2021-08-31"]],
    "子女1.孩子已登记": ["是", "否"],
    "子女1.孩子登记月数": [0, 3, 30, [2, 6]],
    "子女1.孩子居住年数": [0, 4, [3, 6]],
}


@bounded(60)
@given(
    st.fixed_dictionaries({}, optional={key: st.sampled_from(of) for key, of in KNOWN.items()}),
    st.sampled_from(["年龄", "孩子登记月数", "孩子居住年数"]),
    st.sampled_from([">=", ">", "<=", "<", "=", "!="]),
    st.sampled_from(["5", "6", "7", "16", "参数.最低数"]),
    st.sampled_from([None, "08-31"]),
    st.sampled_from([None, 2028]),
)
def test_spells_are_those_of_every_single_day(
    facts: dict[str, Any], fact: str, op: str, constant: str, on: str | None, year: int | None
) -> None:
    shared = knowledge_with(facts=FACTS, parameters=PARAMETERS).shared
    judge = Judge(shared, read_household(facts, shared, on=TODAY))
    clause = parse_clause(f"{fact} {op} {constant}", on=on)
    finding = judge.judge(clause, person="子女1", on=TODAY, year=year).findings[0]
    found = spells(finding, Subject("子女1", TODAY, year), judge)
    last = add_months(TODAY, MONTHS_AHEAD)
    for ahead in range((last - TODAY).days + 1):
        day = TODAY + timedelta(days=ahead)
        truth = judge.judge(clause, person="子女1", on=day, year=year).truth
        now = [one for one in found if (one.first or TODAY) <= day <= (one.last or last)]
        assert [one.truth for one in now] == [truth], day
