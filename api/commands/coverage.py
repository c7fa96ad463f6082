"""`wenzheng coverage`: what is answered, exercised, verified, list by list; and what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.clock import today_in_china
from api.commands.language import Command, Sentence
from api.commands.project import settings_here

if TYPE_CHECKING:
    from knowledge.compiler.draft import Draft
    from knowledge.coverage.report import ListCoverage, Share

NOTE = """\
话题:目录范围里答到的;答复分支、事项分支:造得出一种情形走到它的(一条条件要能放行、也能挡住);
对话写到:tests/conversations 里点了名的知识点和事项;留出说法:有考题的知识点;
依据核实:有法条或文件撑着的答复;空参数:用到的、今天没有值的参数。"""


@click.command("coverage", cls=Command, short_help="清单答到、走到、核实了多少")
@click.argument("lists", nargs=-1, metavar="[清单编号]…")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON,不输出表格。")
@click.option("--strict", is_flag=True, help="有一处没齐,退出码就是 1。")
def coverage_command(lists: tuple[str, ...], as_json: bool, strict: bool) -> int:
    """每张清单一行,最后合计;写了清单编号,就只看这几张,并逐条列出缺什么。

    不加 --strict,退出码总是 0。
    """
    root = settings_here().root
    from knowledge.coverage.report import Beside, coverage
    from knowledge.coverage.sources import held_out_questions, named_in_conversations

    draft = readable_draft(root)
    beside = Beside(named_in_conversations(root), held_out_questions(root))
    chosen = _chosen(coverage(draft, beside, on=today_in_china()), lists)
    if as_json:
        click.echo(json.dumps(_as_json(draft, chosen), ensure_ascii=False, indent=2))
    else:
        for line in (*_table(draft, chosen), *(_gaps(chosen) if lists else ())):
            click.echo(line)
    return 1 if strict and not all(one.complete for one in chosen) else 0


def readable_draft(root: Path) -> Draft:
    """The lists as they are; ends the command with a sentence where they cannot be read."""
    from knowledge.compiler.load import load_knowledge

    loaded = load_knowledge(root)
    if loaded.draft is None:
        raise Sentence("有的文件读不懂,先运行 wenzheng check,照着改好再来。")
    return loaded.draft


def _chosen(found: Sequence[ListCoverage], lists: tuple[str, ...]) -> list[ListCoverage]:
    from knowledge.compiler.problem import perhaps

    known = {one.id: one for one in found}
    for name in lists:
        if name not in known:
            hint = perhaps(name, known) or "编号见 inquiry_lists/catalog.yml。"
            raise Sentence(f"目录里没有「{name}」这张清单。{hint}")
    return [known[name] for name in lists] or list(found)


def _as_json(draft: Draft, chosen: Sequence[ListCoverage]) -> dict[str, object]:
    """{lists: […, complete], null_parameters: {set_by: [names]}}."""
    from knowledge.coverage.report import null_figures

    return {
        "lists": [asdict(one) | {"complete": one.complete} for one in chosen],
        "null_parameters": null_figures(draft, on=today_in_china()),
    }


def _table(draft: Draft, chosen: Sequence[ListCoverage]) -> Iterator[str]:
    from knowledge.coverage.report import NAMES, null_figures
    from knowledge.retrieval.table import Table

    written = [one for one in chosen if one.written]
    rows = []
    for one in written:
        shares = [_share(one.shares[name]) for name in NAMES]
        rows.append([one.title, _share(one.topics), *shares, str(len(one.figures))])
    sums = [_sum([one.shares[name] for one in written]) for name in NAMES]
    topics = _sum([one.topics for one in chosen])
    figures = {name for one in written for name in one.figures}
    rows.append(["合计", _share(topics), *map(_share, sums), str(len(figures))])
    yield str(
        Table("coverage", "清单覆盖", ("清单", "话题", *NAMES, "空参数"), tuple(map(tuple, rows)))
    )
    unwritten = len(chosen) - len(written)
    yield f"写成 {len(written)} 张,没写 {unwritten} 张(话题合计里算没答到)。"
    yield NOTE
    if len(chosen) > 1:
        yield "\n空参数,按由谁规定:"
        for by, names in null_figures(draft, on=today_in_china()).items():
            yield f"  {by} {len(names)} 个:{'、'.join(names)}"


def _sum(shares: Sequence[Share]) -> Share:
    from knowledge.coverage.report import Share

    return Share(sum(one.done for one in shares), sum(one.of for one in shares))


def _share(share: Share) -> str:
    return f"{share.done}/{share.of}"


def _gaps(chosen: Sequence[ListCoverage]) -> Iterator[str]:
    for one in chosen:
        if not one.written:
            yield f"\n《{one.title}》还没有写:wenzheng new {one.id}"
            continue
        yield f"\n《{one.title}》还缺 {len(one.gaps)} 处:"
        for gap in one.gaps:
            yield f"{gap.where}  {gap.kind}:{gap.words}"
        if one.figures:
            yield f"空参数 {len(one.figures)} 个:{'、'.join(one.figures)}"
