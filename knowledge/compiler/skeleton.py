"""A new list file: everything the catalog already knows, and a place for everything still to be
written.

It reads and types cleanly; what `wenzheng check` then reports is exactly what has to be written.
"""

from __future__ import annotations

from datetime import date

from knowledge.model.inquiry_list import CatalogRow


def list_skeleton(row: CatalogRow, *, effective: date) -> str:
    """The text of inquiry_lists/<theme>/<id>.yml with one question for each topic of the scope."""
    questions = "".join(_question(number, topic) for number, topic in enumerate(row.scope, 1))
    beside = f",配合 {'、'.join(row.departments)}" if row.departments else ""
    return (
        f"# {row.title}:牵头 {row.lead}{beside}(标题、部门只写在 catalog.yml)\n"
        "# 每个话题已经留好一个知识点:改好编号(发布后不改)和问法,写上答复和依据;"
        "可以拆成几个,也可以再加。\n"
        f"id: {row.id}\n"
        f"effective: {effective}  # 默认生效日:改成主要规定的施行日;下面各条可以另写\n"
        "reviewed: null  # 部门核对签名后写 {on: 日期, by: 部门·科室}\n"
        "\n"
        f"questions:\n{questions}"
        "items: []  # 能办什么事;每个键怎么写见 docs/list-format.md\n"
    )


def _question(number: int, topic: str) -> str:
    return (
        f"  - id: topic-{number}\n"
        f"    ask: {topic}是怎么规定的?\n"
        f"    topics: [{topic}]\n"
        "    otherwise: null  # 统一口径:结论先说,再说下一步做什么\n"
        "    basis: []  # {law: 编号, article: 第几条};"
        "没核实的写 {set_by: , published_at: , verified: null}\n"
    )
