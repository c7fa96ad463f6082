"""Bases: a law's article that exists and is in force, a dated document, or an honest "not verified"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.load import Draft
from knowledge.compiler.problem import Problem, perhaps
from knowledge.model.shared import Basis

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100}


def check_basis(draft: Draft) -> Iterator[Problem]:
    """E401 none of the three forms, E402 law not registered, E403 no such article, E404 not in force, E405 none."""
    for found in walk.bases(draft):
        if found.what.kind is None:
            yield draft.problem(
                found.path,
                found.where,
                code="E401",
                message="依据写得不全",
                mend="写成 {law, article},或 {document, number, date},或市里规定而没有核实的 {set_by, published_at, verified: null}。",
            )
        elif found.what.law:
            yield from _law(draft, found)
    for item in walk.items(draft):
        if not item.what.basis:
            yield draft.problem(
                item.path,
                item.where,
                code="E405",
                message=f"事项「{item.what.title}」没有依据",
                mend="补上 basis;没有核实的写 set_by、published_at 和 verified: null。",
            )
    for question in walk.questions(draft):
        if not question.what.basis and not all(case.basis for case in question.what.cases):
            yield draft.problem(
                question.path,
                question.where,
                code="E405",
                message=f"知识点「{question.what.ask}」没有依据",
                mend="给知识点写 basis,或给它的每一种情形写 basis。",
            )


def _law(draft: Draft, found: walk.Located[Basis]) -> Iterator[Problem]:
    basis, laws = found.what, draft.knowledge.shared.laws
    law = laws.get(str(basis.law))
    if law is None:
        yield draft.problem(
            found.path,
            found.where,
            code="E402",
            message=f"法律法规「{basis.law}」没有登记",
            mend=f"{perhaps(str(basis.law), laws)}先到 shared/laws.yml 登记名称、条数和施行日期。",
        )
        return
    number = article_number(str(basis.article))
    if number > law.articles:
        yield draft.problem(
            found.path,
            found.where,
            code="E403",
            message=f"《{law.title}》只有 {law.articles} 条,没有{basis.article}",
            mend="翻开原文核对条号,不要凭记忆写。",
        )
    entry = _effective(draft, found)
    if law.until is not None and (entry is None or entry > law.until):
        yield draft.problem(
            found.path,
            found.where,
            code="E404",
            message=f"《{law.title}》已于 {law.until} 失效",
            mend="改引现行的规定;旧规定时期的内容另写一段并写 until。",
        )


def _effective(draft: Draft, found: walk.Located[Basis]) -> object:
    """From when the cited entry holds; None for a parameter."""
    if not found.list_id:
        return None
    inquiry_list = draft.knowledge.lists[found.list_id]
    section, number = found.where[0], found.where[1]
    entries = inquiry_list.items if section == "items" else inquiry_list.questions
    return entries[int(number)].effective or inquiry_list.effective


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
