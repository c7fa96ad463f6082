"""The report beside a draft: what is missing for each entry, and every word that had no place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.drafting.entries import Read, lines_of
from knowledge.drafting.sources import faults_of
from knowledge.drafting.tables import Workbook
from knowledge.drafting.writing import Drafted, topics_of
from knowledge.model.inquiry_list import CatalogRow
from knowledge.model.shared import Law

LEAST_SAYINGS = 12
LONGEST_ANSWER = 5
_BY_CASE = re.compile(
    r"如果|如属|若|的话|分别|情形|以下情况|[一二三四]是|非本市|本市户籍|符合.{0,12}的"
)
_FORWARDED = re.compile(r"请?(咨询|联系)(相关|有关|当地)部门|以(实际|窗口)为准$")
_FIGURE = re.compile(r"\d+\s*(个?工作日|天|日内|个?月|元|%|％|周岁)")
_SPACE = re.compile(r"\s+")
_CODE = re.compile(r"[0-9A-Za-z]+")
_ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+?\d+|\d{15}0{3,}")


def report(
    row: CatalogRow, drafted: Drafted, reads: Sequence[Read], *, laws: dict[str, Law]
) -> Iterator[str]:
    """Lines in Chinese: the columns seen, each entry with what is missing, topics unanswered."""
    yield f"# 《{row.title}》导入报告"
    yield f"\n认出 {len(drafted.questions)} 个知识点、{len(drafted.items)} 个事项。"
    for read in reads:
        yield f"- 用到的栏目:{'、'.join(read.columns) or '没有认出栏目名,整张表放在后面'}"
    yield "\n## 每个知识点还缺什么"
    for name, entry in drafted.questions:
        yield f"\n### {name} {' '.join(entry.said('ask').split())}({entry.place})"
        yield from (f"- {fault}" for fault in _of_question(entry.said("answer")))
        if not topics_of(entry, row):
            yield f"- 话题:没有对上,照目录填(表里写的是「{entry.said('topic') or '没有'}」)"
        yield from (f"- 依据:{fault}" for fault in faults_of(entry.said("basis"), laws))
        says = len(lines_of(entry.said("sayings")))
        if says < LEAST_SAYINGS:
            yield f"- 说法:只有 {says} 种,至少再写 {LEAST_SAYINGS - says} 种"
    yield "\n## 每个事项还缺什么"
    yield from _of_items(drafted, laws)
    answered = {topic for _, entry in drafted.questions for topic in topics_of(entry, row)}
    missing = [topic for topic in row.scope if topic not in answered]
    yield f"\n## 目录里还没有对上的话题\n{'、'.join(missing) or '都对上了'}"


def unplaced(
    workbook: Workbook, reads: Sequence[Read], written: Sequence[str]
) -> list[tuple[str, str]]:
    """(place, words) of everything in the file that no text written has: what stands beside the
    tables, in columns without a known name, and whatever else got lost.
    """
    found = dict.fromkeys([*workbook.beside, *(one for read in reads for one in read.left)])
    told = {words for _, words in found}
    whole = _bare("".join(written).replace('\\"', '"').replace("\\\\", "\\"))
    for row in (row for sheet in workbook.sheets for row in sheet.rows):
        for cell in row.cells:
            parts = [_bare(part) for part in lines_of(cell.text)]
            if cell.text not in told and not all(part in whole for part in parts):
                found[row.place, cell.text] = None
    return list(found)


def _bare(text: str) -> str:
    return _SPACE.sub("", text).replace("#", "")


def _of_question(answer: str) -> Iterator[str]:
    if not answer:
        yield "答复:没有"
        return
    if _BY_CASE.search(answer):
        yield "条件:答复像是分情形说的,拆成 cases,条件用登记过的情形要素"
    if len(answer.split("\n")) > LONGEST_ANSWER or len(answer) > 200:
        yield "答复:太长,改成两到五行,结论在第一句"
    if _FORWARDED.search(answer):
        yield "答复:只叫人去问别处;写清找谁、在哪里、问什么"
    figures = dict.fromkeys(match[0] for match in _FIGURE.finditer(answer))
    if figures:
        yield f"数字:{'、'.join(figures)} 要有出处,会变的改成参数"


def _of_items(drafted: Drafted, laws: dict[str, Law]) -> Iterator[str]:
    codes: dict[str, set[str]] = defaultdict(set)
    for _, entry in drafted.items:
        codes[entry.said("title")].add(entry.said("code"))
    for name, entry in drafted.items:
        title, code = entry.said("title"), entry.said("code")
        yield f"\n### {name} {title or '没有名称'}({entry.place})"
        if not code:
            yield "- 编码:没有"
        elif _ROUNDED.search(code):
            yield f"- 编码:「{code}」像是被 Excel 当成数字,后面几位丢了,改成文本重新填"
        elif not _CODE.fullmatch(code):
            yield f"- 编码:「{code}」里有字母数字以外的字,或一格写了几个"
        if len(codes[title]) > 1:
            yield f"- 编码:同一个名称有几个编码:{'、'.join(sorted(filter(None, codes[title])))}"
        for field, words in (
            ("when", "条件:没有写谁可以办"),
            ("materials", "材料:没有写"),
            ("channels", "渠道:没有写在哪里办"),
            ("limit", "时限:没有写"),
        ):
            if not entry.said(field):
                yield f"- {words}"
        if entry.said("basis"):
            yield from (f"- 依据:{fault}" for fault in faults_of(entry.said("basis"), laws))
        yield "- 办成后有什么(yields):表里没有这一栏,要补"
