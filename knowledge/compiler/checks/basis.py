"""Bases: a law's article that exists and is in force, a dated document, or an honest "unknown"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located
from knowledge.model.shared import Basis, Law

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def check_basis(draft: Draft) -> Iterator[Problem]:
    """E401 none of the three forms, E402 law not registered, E403 no such article, E404 not in
    force, E405 no basis."""
    for found in walk.bases(draft):
        if found.what.kind is None:
            message, mend = _misfit(found.what)
            yield found.problem(draft, code="E401", message=message, mend=mend)
        elif found.what.law:
            yield from _law(draft, found)
    yield from _without(draft)


def _misfit(basis: Basis) -> tuple[str, str]:
    """What keeps a basis from being one of the three forms."""
    forms = [basis.law or basis.article, basis.document, basis.set_by or basis.published_at]
    if sum(form is not None for form in forms) > 1:
        return "把几种依据写在了一条里", "一条依据只写一种,另一种另起一条。"
    if basis.law:
        return "引了法律法规,却没有写哪一条", "补上「article: 第几条」。"
    if basis.document:
        return (
            f"引了《{shown(basis.document)}》,却没有写日期",
            "补上「date: 2026-09-01」这样的日期。",
        )
    if basis.set_by:
        return "写了由谁规定,却没有写在哪里公布", "补上「published_at: 哪里公布」,写栏目名。"
    return (
        "依据写得不全",
        "法律法规写 law 和 article;文件写 document 和 date,有文号加 number;"
        "没有核实的写 set_by、published_at 和 verified: null。",
    )


def _without(draft: Draft) -> Iterator[Problem]:
    for item in walk.items(draft):
        if not item.what.basis:
            yield item.problem(
                draft,
                "basis",
                code="E405",
                message=f"事项「{item.what.title}」没有依据",
                mend="补上 basis;没有核实的写 set_by、published_at 和 verified: null。",
            )
    for question in walk.questions(draft):
        cases = question.what.cases
        only_cases = cases and question.what.otherwise is None
        by_case = only_cases and all(case.basis for case in cases)
        if not question.what.basis and not by_case:
            yield question.problem(
                draft,
                code="E405",
                message=f"知识点「{question.what.ask}」没有依据",
                mend="给知识点写 basis;只有分情形的答复时,也可以给每一种情形各写 basis。",
            )


def _law(draft: Draft, found: Located[Basis]) -> Iterator[Problem]:
    laws, name, article = draft.knowledge.shared.laws, found.what.law, found.what.article
    law = laws.get(str(name))
    if law is None:
        yield found.problem(
            draft,
            "law",
            code="E402",
            message=f"法律法规「{shown(name)}」没有登记",
            mend=f"{perhaps(str(name), laws)}"
            "确是新的,就先到 shared/laws.yml 登记名称、条数和施行日期。",
        )
        return
    if not 1 <= article_number(str(article)) <= law.articles:
        yield found.problem(
            draft,
            "article",
            code="E403",
            message=f"《{law.title}》只有 {law.articles} 条,没有{article}",
            mend="翻开原文核对条号,不要凭记忆写。",
        )
    yield from _in_force(draft, found, law)


def _in_force(draft: Draft, found: Located[Basis], law: Law) -> Iterator[Problem]:
    """E404 unless the law holds for as long as the entry that cites it."""
    since, until = _span(draft, found)
    if law.until is not None and (until is None or until > law.until):
        yield found.problem(
            draft,
            "law",
            code="E404",
            message=f"《{law.title}》只有效到 {law.until},这一段过了那天还在引它",
            mend=f"改引现行的规定;这一段只管失效以前的,就写「until: {law.until}」。",
        )
    if since is not None and since < law.effective:
        yield found.problem(
            draft,
            "law",
            code="E404",
            message=f"《{law.title}》{law.effective} 才施行,这一段却从 {since} 起就引它",
            mend=f"给这一段写「effective: {law.effective}」;更早的规定另起一段,引当时的条文。",
        )


def _span(draft: Draft, found: Located[Basis]) -> tuple[date | None, date | None]:
    """From when to when the entry that cites this holds, both included; None is open."""
    section, number, *_ = found.where
    if not found.list_id:
        parameter = list(draft.knowledge.shared.parameters.values())[int(section)]
        value = parameter.values[int(found.where[2])]
        return value.since, value.until
    inquiry_list = draft.knowledge.lists[found.list_id]
    entries = inquiry_list.items if section == "items" else inquiry_list.questions
    entry = entries[int(number)]
    return entry.effective or inquiry_list.effective, entry.until


def article_number(article: str) -> int:
    """第一百零三条之二 -> 103. The text has passed the shape's pattern."""
    words = re.match(r"第([^条]+)条", article)
    assert words is not None
    total = digit = 0
    for sign in words[1]:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
