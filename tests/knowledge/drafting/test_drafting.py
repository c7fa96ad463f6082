"""Excel and Word tables as offices have them: what is read, what the draft holds, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook as ExcelFile
from openpyxl.comments import Comment

from knowledge.compiler.check import check_loaded
from knowledge.compiler.document import read_document
from knowledge.compiler.load import load_sources, read_sources
from knowledge.compiler.shapes import read_shape
from knowledge.drafting.entries import Entry, lines_of, read_sheet
from knowledge.drafting.missing import report, unplaced
from knowledge.drafting.sources import faults_of, sources_of
from knowledge.drafting.tables import Unreadable, Workbook, read_tables
from knowledge.drafting.writing import Drafted, draft_list
from knowledge.model.inquiry_list import InquiryList
from knowledge.model.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[3]
LIST = "id-card"
HEADING = [
    "序号",
    "分类",
    "常见问题",
    "答复",
    "政策依据",
    "相似问法",
    "事项名称",
    "实施编码",
    "填表人",
]
LOST = [
    "1", "挂失", "身份证丢了怎么办?", "先挂失。\n1.带户口簿;\n2.到派出所补领。",
    "《中华人民共和国居民身份证法》第十一条", "1.身份证不见了\n2.证丢了;卡没了", "居民身份证补领",
    "ABC123", "张三",
]  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    draft = load_sources(read_sources(ROOT)).draft
    assert draft is not None
    return draft.knowledge


def excel(path: Path, *sheets: Sequence[Sequence[object]], merge: str = "") -> Path:
    file = ExcelFile()
    file.remove(file.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = file.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(list(row))
        if merge and number == 1:
            sheet.merge_cells(merge)
    file.save(path)
    return path


def entries(workbook: Workbook) -> list[Entry]:
    return [entry for sheet in workbook.sheets for entry in read_sheet(sheet).entries]


def drafted(workbook: Workbook, knowledge: KnowledgeBase) -> Drafted:
    row, laws = knowledge.rows[LIST], knowledge.shared.laws
    return draft_list(row, entries(workbook), laws=laws, source="表.xlsx")


def told(workbook: Workbook, knowledge: KnowledgeBase) -> str:
    reads = [read_sheet(sheet) for sheet in workbook.sheets]
    lines = report(
        knowledge.rows[LIST], drafted(workbook, knowledge), reads, laws=knowledge.shared.laws
    )
    return "\n".join(lines)


def test_a_table_under_a_title_is_found_and_its_columns_known(tmp_path: Path) -> None:
    title = ["市民常见问题汇总", *[None] * 8]
    workbook = read_tables(excel(tmp_path / "a.xlsx", [title, HEADING, LOST], merge="A1:I1"))
    (entry,) = entries(workbook)
    assert entry.said("ask") == "身份证丢了怎么办?"
    assert entry.said("code") == "ABC123"
    left = dict(read_sheet(workbook.sheets[0]).left)
    assert left["工作表「表1」 第 3 行「填表人」"] == "张三"
    assert left["工作表「表1」 第 1 行"] == "市民常见问题汇总"


def test_several_sheets_and_sheets_without_a_heading(tmp_path: Path) -> None:
    other = [["问题", "答案"], ["几天能拿到?", "以窗口为准"]]
    notes = [["说明", "以下内容仅供内部使用"]]
    workbook = read_tables(excel(tmp_path / "a.xlsx", [HEADING, LOST], other, notes))
    assert [one.said("ask") for one in entries(workbook)] == ["身份证丢了怎么办?", "几天能拿到?"]
    assert "以下内容仅供内部使用" in [words for _, words in read_sheet(workbook.sheets[2]).left]


def test_a_merged_question_goes_on_and_a_merged_item_is_of_every_row(tmp_path: Path) -> None:
    rows: list[list[object]]
    rows = [["问", "答", "事项名称"], ["怎么补领?", "先挂失。", "补领"], [None, "再补领。", "补领"]]
    merged = read_tables(excel(tmp_path / "a.xlsx", rows, merge="A2:A3"))
    assert [one.said("answer") for one in entries(merged)] == ["先挂失。\n再补领。"]
    rows = [["问", "答", "事项名称"], ["甲?", "子", "补领"], ["乙?", "丑", None]]
    merged = read_tables(excel(tmp_path / "b.xlsx", rows, merge="C2:C3"))
    assert [one.said("title") for one in entries(merged)] == ["补领", "补领"]


def test_numbered_questions_with_numbered_answers_are_taken_apart(tmp_path: Path) -> None:
    rows = [["问题", "答复"], ["1.丢了怎么办?\n2.几天拿到?", "1、先挂失,\n再补领。\n2、看窗口。"]]
    found = entries(read_tables(excel(tmp_path / "a.xlsx", rows)))
    assert [(one.said("ask"), one.said("answer")) for one in found] == [
        ("丢了怎么办?", "先挂失,\n再补领。"),
        ("几天拿到?", "看窗口。"),
    ]
    rows = [["问题", "答复"], ["1.丢了怎么办?\n2.几天拿到?", "先挂失,再补领。"]]
    (whole,) = entries(read_tables(excel(tmp_path / "b.xlsx", rows)))
    assert "几天拿到" in whole.said("ask")


def test_word_tables_and_the_words_around_them(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("二〇二六年整理")
    table = document.add_table(rows=3, cols=3)
    for row, words in enumerate((("问题", "答复", "备注"), ("甲?", "子", ""), ("", "丑", "另说"))):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(str(tmp_path / "a.docx"))
    workbook = read_tables(tmp_path / "a.docx")
    assert [one.said("answer") for one in entries(workbook)] == ["子\n丑"]
    assert ("正文", "二〇二六年整理") in workbook.beside
    assert "另说" in dict(read_sheet(workbook.sheets[0]).left).values()


def test_sayings_in_one_cell_are_several() -> None:
    assert lines_of("1.身份证不见了\n（2）证丢了;卡没了\n③ 被偷") == [
        "身份证不见了", "证丢了", "卡没了", "被偷"
    ]  # fmt: skip
    assert lines_of("18岁办证") == ["18岁办证"]


def test_a_draft_reads_cleanly_and_lacks_only_what_is_to_be_written(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    hostile = [
        "", "", '"引号" # 井号: 冒号?', "- 一\n# 二\n\n  三: 四\\五", "", "*星;&和", "",
        "1.5E+30", "",
    ]  # fmt: skip
    workbook = read_tables(excel(tmp_path / "a.xlsx", [HEADING, LOST, hostile]))
    found = drafted(workbook, knowledge)
    path = f"inquiry_lists/household/{LIST}.yml"
    node, problems = read_document(path, found.list_text.encode())
    assert problems == []
    value, misfits = read_shape(path, node, InquiryList)
    assert misfits == []
    assert value is not None
    assert value.questions[1].ask == '"引号" # 井号: 冒号?'
    assert value.questions[1].otherwise == "- 一\n# 二\n\n三: 四\\五"
    assert value.questions[0].topics == ("挂失",)
    said, problems = read_document("nlu_data/phrasings/x.yml", found.phrasings_text.encode())
    assert problems == []
    assert said.plain()["imported-1"] == ["身份证不见了", "证丢了", "卡没了"]
    loaded = load_sources(read_sources(ROOT) | {path: found.list_text.encode()})
    codes = {problem.code for problem in check_loaded(loaded) if problem.path == path}
    assert codes == {"E405", "E602"}


def test_sources_are_offered_never_cited(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    laws = knowledge.shared.laws
    registered = next(iter(laws.values()))
    words = f"《{registered.title}》第二条、第九条第二款;《某某办法》第3条"
    assert sources_of(words, laws) == [
        f"{{law: {registered.id}, article: 第二条}}",
        f"{{law: {registered.id}, article: 第九条第二款}}",
    ]
    assert any("某某办法" in fault for fault in faults_of(words, laws))
    assert any("阿拉伯数字" in fault for fault in faults_of(words, laws))
    rows = [["问题", "答复", "依据"], ["甲?", "子", words]]
    text = drafted(read_tables(excel(tmp_path / "a.xlsx", rows)), knowledge).list_text
    assert "    basis: []\n" in text
    items = [["事项名称", "依据"], ["换领", words]]
    told = drafted(read_tables(excel(tmp_path / "b.xlsx", items)), knowledge).list_text
    assert f"#   # 读过原文再写成:{{law: {registered.id}, article: 第二条}}" in told
    assert f"    # 读过原文再写成:{{law: {registered.id}, article: 第二条}}" in text


def test_the_report_says_what_is_missing(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    rows: list[list[object]] = [
        ["问题", "答复", "事项名称", "实施编码"],
        ["外地人能办吗?", "如果是本市户籍,20个工作日办结。请咨询相关部门", "换领", 1.14419e30],
    ]
    text = told(read_tables(excel(tmp_path / "a.xlsx", rows)), knowledge)
    for words in (
        "拆成 cases", "没有写依据", "只有 0 种", "20个工作日", "只叫人去问别处",
        "像是被 Excel 当成数字", "材料:没有写", "首次申领",
    ):  # fmt: skip
        assert words in text


def test_not_a_word_is_lost(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    file = ExcelFile()
    sheet = file.worksheets[0]
    for row in (["通知"], HEADING, LOST, ["", "", "", "没有问题的续行", "", "", "", "", "李四"]):
        sheet.append(row)
    sheet["D3"].comment = Comment("科长说再核", "某")
    sheet["J3"] = date(2026, 11, 22)
    file.save(tmp_path / "a.xlsx")
    workbook = read_tables(tmp_path / "a.xlsx")
    reads = [read_sheet(one) for one in workbook.sheets]
    found = drafted(workbook, knowledge)
    texts = (found.list_text, found.phrasings_text, told(workbook, knowledge))
    left = unplaced(workbook, reads, texts)
    whole = re.sub(r"\s", "", "".join((*texts, *(words for _, words in left))))
    for words in ("通知", "没有问题的续行", "李四", "张三", "科长说再核", "2026-11-22", *LOST):
        for part in lines_of(words):
            assert re.sub(r"\s", "", part) in whole, part
    assert {"通知", "李四", "科长说再核", "2026-11-22"} <= {words for _, words in left}
    assert "没有问题的续行" in found.list_text


def test_other_files_are_refused_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"")
    (tmp_path / "b.xlsx").write_bytes(b"not a zip")
    (tmp_path / "c.docx").write_bytes(b"PK")
    for name in ("a.xls", "b.xlsx", "c.docx"):
        with pytest.raises(Unreadable, match="存"):
            read_tables(tmp_path / name)
