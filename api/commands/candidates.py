"""`wenzheng candidates`: what may be said twice, or differently, across lists; mended by people."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from api.commands.coverage import readable_draft
from api.commands.language import Command, Sentence
from api.commands.project import settings_here

if TYPE_CHECKING:
    from knowledge.candidates.pair import Pair


@click.command("candidates", cls=Command, short_help="清单之间近似、矛盾的候选")
@click.argument("lists", nargs=-1, metavar="[清单编号]…")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def candidates_command(lists: tuple[str, ...], as_json: bool) -> None:
    """不同清单之间:说法、问题、答复近似,同一件事办成的条件材料不同,共享登记像是重了。

    只列出来给人看,两头都写明文件和行号,不改任何文件;写了清单编号,就只看和它有关的。
    """
    root = settings_here().root
    from knowledge.candidates.outcomes import same_outcomes
    from knowledge.candidates.registers import alike_entries
    from knowledge.candidates.texts import alike_texts
    from knowledge.compiler.load import read_sources
    from knowledge.compiler.problem import perhaps
    from knowledge.index.places import read_places
    from knowledge.index.text import Analyser, read_lexicon

    draft = readable_draft(root)
    for name in lists:
        if name not in draft.knowledge.rows:
            hint = perhaps(name, draft.knowledge.rows) or "编号见 inquiry_lists/catalog.yml。"
            raise Sentence(f"目录里没有「{name}」这张清单。{hint}")
    lexicon = read_lexicon(read_sources(root), read_places(draft.knowledge.shared))
    found = [
        *same_outcomes(draft),
        *alike_entries(draft),
        *alike_texts(draft, Analyser(lexicon)),
    ]
    wanted = [pair for pair in found if not lists or _of(pair, lists)]
    wanted.sort(key=lambda pair: (pair.kind, -pair.likeness, pair.one.where, pair.other.where))
    if as_json:
        click.echo(json.dumps([asdict(pair) for pair in wanted], ensure_ascii=False, indent=2))
        return
    for line in _told(wanted):
        click.echo(line)


def _of(pair: Pair, lists: tuple[str, ...]) -> bool:
    return pair.one.list_id in lists or pair.other.list_id in lists


def _told(pairs: Sequence[Pair]) -> Iterator[str]:
    kinds: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        kinds[pair.kind].append(pair)
    for kind, members in kinds.items():
        yield f"{kind}({len(members)} 对)"
        for pair in members:
            yield f"  {pair.one.where}  「{_short(pair.one.words)}」"
            yield f"  {pair.other.where}  「{_short(pair.other.words)}」"
            yield f"    像 {pair.likeness:.0%}{f';{pair.why}' if pair.why else ''}"
    yield f"共 {len(pairs)} 对,都只是候选:看过、该改的自己改。" if pairs else "没有候选。"


def _short(words: str) -> str:
    from knowledge.compiler.problem import shown

    return shown(words, longest=60)
