"""A small knowledge base in YAML text, and the written lists: what tests of routes plan over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from textwrap import dedent, indent
from typing import Any

from knowledge.compiler.load import load_sources, read_sources
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.routes.expansion import Expansion
from knowledge.routes.outlines import Outline, outline
from knowledge.routes.request import PlanRequest, Preference, Wish
from tests.conftest import ROOT

TODAY = date(2026, 3, 2)
SHARED = "inquiry_lists/shared"

CATALOG = """
themes:
  household: {title: 户籍与居住, count: 1}
lists:
  - {id: card, title: 甲证, theme: household, lead: 公安, audience: person, scope: [申领]}
"""
PERSONS = """
- {id: self, name: 本人, spoken: [我]}
- {id: child, name: 子女, several: 是, spoken: [孩子]}
"""
FACTS = """
- {id: has-card, name: 持有甲证, type: yes_no, for: 本人, ask: 有甲证吗？, material: card-a,
   prior: {是: 20, 否: 80}}
- {id: has-home, name: 有住所, type: yes_no, for: 本人, ask: 有住所吗？, prior: {是: 80, 否: 20}}
- {id: has-job, name: 有工作, type: yes_no, for: 本人, ask: 有工作吗？, prior: {是: 60, 否: 40}}
- {id: registered, name: 已登记, type: yes_no, for: 本人, ask: 登记过吗？, prior: {是: 50, 否: 50}}
- {id: months, name: 登记月数, type: number, unit: 个月, for: 本人, ask: 登记多久了？,
   grows: {per: 月, while: 已登记, starts: 0}}
- {id: healthy, name: 身体合格, type: yes_no, for: 本人, ask: 身体合格吗？, sensitive: 是,
   prior: {是: 90, 否: 10}}
- {id: grade, name: 年级, type: choice, for: 子女, ask: 读几年级？, options: [一年级, 七年级, 其他]}
- {id: enrolled, name: 已入学, type: yes_no, for: 子女, ask: 入学了吗？}
- {id: proof-made, name: 证明有效, type: yes_no, for: 本人, ask: 证明有效吗？}
"""
GOALS = """
- {id: card, title: 领到甲证, for: 本人, reach: 持有甲证}
- {id: school, title: 孩子入学, for: 子女, reach: 已入学}
- {id: registered, title: 办好登记, for: 本人, reach: 已登记}
"""
MATERIALS = """
- {id: id-card, title: 身份证, issuer: 公安, usual: 是}
- {id: card-a, title: 甲证, issuer: 公安}
- {id: health-proof, title: 体检证明, valid_days: 30}
- {id: lease, title: 租赁合同, issuer: 房东}
- {id: title-deed, title: 房产证, issuer: 自然资源}
"""
PARAMETERS = """
- id: school-window
  name: 报名时间
  type: window
  set_by: 教育局
  published_at: 教育局网站
  values: [{opens: "05-06", closes: "05-20"}]
- id: slow-days
  name: 慢办天数
  type: number
  set_by: 公安局
  published_at: 公安局网站
  values: [{value: null}]
"""
PLACES = """
- {id: window, name: 办事大厅, kind: office}
- {id: clinic, name: 体检中心, kind: office}
"""
DEPARTMENTS = """
- {id: public-security, name: 公安, title: 公安局}
"""
LIST = """
id: card
effective: 2020-01-01
reviewed: null
questions: []
items:
  - id: register
    title: 登记
    for: 本人
    materials: [{use: id-card}, {any_of: [lease, title-deed], when: 有住所}]
    yields: [{fact: 已登记, of: 本人, is: 是}]
    channels: [{mode: window, place: window, visits: 1, present: 本人}]
    time_limit: {promised: {days: 0, kind: 工作日}}
    basis: []
  - id: quick
    title: 快办甲证
    for: 本人
    when: {all: [有住所, 登记月数 >= 2]}
    materials: [{use: id-card}]
    yields: [{material: card-a, of: 本人}]
    channels: [{mode: window, place: window, visits: 2, present: 本人}]
    time_limit: {promised: {days: 5, kind: 工作日}}
    fee: 20
    basis: []
  - id: slow
    title: 慢办甲证
    for: 本人
    when: {all: [{any: [有工作, 身体合格]}, 已登记]}
    materials: [{use: health-proof}]
    yields: [{material: card-a, of: 本人}]
    channels: [{mode: window, place: window, visits: 1, present: 本人}]
    time_limit: {promised: {days: 40, kind: 工作日}}
    basis: []
  - id: health-check
    title: 体检
    for: 本人
    yields: [{material: health-proof, of: 本人}]
    channels: [{mode: window, place: clinic, visits: 1, present: 本人}]
    time_limit: {promised: {days: 3, kind: 自然日}}
    fee: 50
    basis: []
  - id: enrol-first
    title: 一年级报名
    for: 子女
    when: {all: [年级 = 一年级, 本人.持有甲证]}
    materials: [{use: card-a, of: 本人}]
    yields: [{fact: 已入学, of: 子女, is: 是}]
    channels: [{mode: online}]
    time_limit: {promised: {days: 10, kind: 自然日}}
    window: {parameter: 报名时间}
    basis: []
  - id: enrol-seventh
    title: 七年级报名
    for: 子女
    when: 年级 = 七年级
    materials: [{use: id-card, of: 本人}]
    yields: [{fact: 已入学, of: 子女, is: 是}]
    channels: [{mode: online}]
    time_limit: {promised: {days: 10, kind: 自然日}}
    window: {parameter: 报名时间}
    basis: []
"""


SHARED_TEXTS = {
    "persons": PERSONS,
    "facts": FACTS,
    "goals": GOALS,
    "materials": MATERIALS,
    "parameters": PARAMETERS,
    "places": PLACES,
    "departments": DEPARTMENTS,
    "laws": "[]",
    "situations": "[]",
}


@cache
def small_knowledge() -> KnowledgeBase:
    """The knowledge base written above."""
    return knowledge_with()


def knowledge_with(items: str = "", **shared: str) -> KnowledgeBase:
    """The knowledge base written above, with more items and more entries of shared files."""
    texts = {f"{SHARED}/{name}.yml": text for name, text in SHARED_TEXTS.items()}
    for name, text in shared.items():
        texts[f"{SHARED}/{name}.yml"] += text
    texts |= {"inquiry_lists/catalog.yml": CATALOG}
    texts |= {"inquiry_lists/household/card.yml": LIST + indent(dedent(items), "  ")}
    return _loaded({path: text.encode() for path, text in texts.items()})


@cache
def written_knowledge() -> KnowledgeBase:
    """The lists of the project as they stand."""
    sources = read_sources(ROOT)
    return _loaded({path: text for path, text in sources.items() if path.startswith("inquiry")})


def _loaded(sources: dict[str, bytes]) -> KnowledgeBase:
    loaded = load_sources(sources)
    assert loaded.knowledge is not None, [str(problem) for problem in loaded.problems]
    return loaded.knowledge


def request(
    facts: Mapping[str, Any],
    *goals: tuple[str, str],
    knowledge: KnowledgeBase | None = None,
    today: date = TODAY,
    prefer: Preference = "trips",
    **more: Any,
) -> PlanRequest:
    """A request over the small knowledge base; goals as (goal, person)."""
    return PlanRequest(
        knowledge or small_knowledge(),
        "test",
        facts,
        tuple(Wish(*goal) for goal in goals) or (Wish("card", "本人"),),
        today,
        prefer=prefer,
        **more,
    )


def draw(asked: PlanRequest, *, order: tuple[str, ...]) -> Outline:
    """The request's goals expanded and scheduled."""
    return outline(asked, Expansion(asked).network, order=order)
