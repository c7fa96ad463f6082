"""`wenzheng why TEXT`: how a text was understood, in an editor's words: what was heard, what it was
taken for, what it was nearly taken for, and the words and sayings that decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from api.clock import today_in_china
from api.commands.language import Command, Sentence
from api.commands.project import settings_here
from api.message import EmptyMessage, clean_text

if TYPE_CHECKING:
    from assistant.hearing.hearing import Heard
    from knowledge.retrieval.found import ClauseRead, Evidence, Explanation

SHOWN = 3
KINDS = {
    "consult": "咨询",
    "greeting": "问候",
    "thanks": "致谢",
    "bye": "道别",
    "chitchat": "闲聊",
    "emergency": "紧急",
    "distress": "情绪困难",
    "injection": "诱导",
    "privacy": "他人隐私",
    "elsewhere": "外地事务",
    "off_domain": "非政务",
    "abuse": "辱骂",
    "unclear": "没听清",
}


@click.command("why", cls=Command, short_help="看一段话是怎么被听懂的")
@click.argument("text", metavar="一段话")
def why_command(text: str) -> None:
    """列出这段话听成哪几句、当成了什么、差一点当成什么、凭哪些词和说法、听到哪些情形。"""
    settings = settings_here()
    from api.commands.opening import current_release
    from api.transcript import word_value
    from assistant.hearing.hearing import Listener
    from knowledge.retrieval.explain import explain
    from knowledge.retrieval.finder import Finder

    try:
        words = clean_text(text)
    except EmptyMessage:
        raise Sentence("没有收到内容。请在命令后面写一段话,用引号括起来。") from None
    release = current_release(settings)
    shared = release.knowledge.shared
    heard = Listener(shared).hear(words, today=today_in_china())
    titles = {row.id: row.title for row in release.knowledge.catalog.lists}
    for line in tell(explain(Finder(release), words), titles):
        click.echo(line)
    click.echo("听到的情形:" if heard else "听到的情形:没有")
    for fact in heard:
        known = shared.facts_by_name.get(fact.key.rpartition(".")[2])
        value = word_value(fact.value, known.unit if known else None)
        click.echo(f"  {fact.key} = {value},凭「{fact.words}」{_inferred(fact)}")


def tell(found: Explanation, titles: Mapping[str, str]) -> Iterator[str]:
    """The explanation in an editor's words, line by line. `titles` are those of all lists."""
    yield from _kinds(found)
    if found.shortened:
        yield "这段话太长,只读了开头和结尾。"
    yield "听成这几句:" if found.clauses else "听成一句:"
    for read in found.clauses or (found.whole,):
        yield from _clause(read, titles)
    kept = [one for one in found.lists if one.kept]
    yield f"当成了(从 {_share(found.lists_from)} 起取用):" if kept else "当成了:哪张清单都不是"
    yield from _evidence(kept)
    if found.found.between:
        first, second = (titles[name] for name in found.found.between)
        yield f"拿不准:《{first}》还是《{second}》,会先问市民一句。"
    yield "差一点当成:"
    yield from _evidence([one for one in found.lists if not one.kept][:SHOWN])
    asked = [one for one in found.questions if one.kept]
    yield "知识点:" if asked else "知识点:没有够像的"
    yield from _evidence(asked[:SHOWN])
    others = sorted(found.questions, key=lambda one: -one.score)
    nearly = [one for one in others if one not in asked[:SHOWN]][:SHOWN]
    if nearly:
        yield "差一点当成的知识点:"
        yield from _evidence(nearly)
    yield "说法里最近的几句:"
    for near in found.nearest:
        yield f"  「{near.text}」({_called(near.id, titles)},相近 {_share(near.closeness)})"


def _kinds(found: Explanation) -> Iterator[str]:
    yield f"来意:{_kind(found.found.kind)}"
    yield (
        f"  是来咨询的可能 {_share(found.consulting)},"
        f"到 {_share(found.consulting_from)} 就当作咨询。"
    )
    others = [name for name in found.kinds if name != found.found.kind][:2]
    if others:
        yield f"  除此之外最像:{'、'.join(map(_kind, others))}。"


def _clause(read: ClauseRead, titles: Mapping[str, str]) -> Iterator[str]:
    yield f"  「{read.text}」"
    yield f"    听到的词:{' '.join(read.words)}"
    if read.added:
        yield f"    补上的标准说法:{' '.join(read.added)}"
    best = "、".join(f"{_called(one.id, titles)} {_share(one.score)}" for one in read.lists[:SHOWN])
    yield f"    单看这一句,最像:{best}"


def _evidence(found: Iterable[Evidence]) -> Iterator[str]:
    for one in found:
        yield f"  {_share(one.score)} {one.title}({one.id}),凭「{one.clause}」"
        if one.words:
            yield f"    起作用的词:{'、'.join(one.words)}"
        if one.near:
            yield f"    最近的说法:「{one.near.text}」(相近 {_share(one.near.closeness)})"
        scores = ";".join(f"{name} {value:.2f}" for name, value in one.signals.items())
        yield f"    各项分数(越大越像):{scores}"


def _called(name: str, titles: Mapping[str, str]) -> str:
    list_id, _, question = name.partition("/")
    return f"《{titles.get(list_id, list_id)}》" + (f"的 {question}" if question else "")


def _kind(name: str) -> str:
    return KINDS.get(name, name)


def _share(probability: float) -> str:
    return f"{100 * probability:.0f}%"


def _inferred(fact: Heard) -> str:
    return "(推断)" if fact.source == "inferred" else ""
