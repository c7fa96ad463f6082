"""`wenzheng why TEXT`: how a text was understood, with every score that decided it."""

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
    """列出这段话被当成哪一类、怎么断句、认到哪些清单和知识点、各项分数、听到哪些情形。"""
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
    for line in tell(explain(Finder(release), words)):
        click.echo(line)
    click.echo("听到的情形:" if heard else "听到的情形:没有")
    for fact in heard:
        known = shared.facts_by_name.get(fact.key.rpartition(".")[2])
        value = word_value(fact.value, known.unit if known else None)
        click.echo(f"  {fact.key} = {value},凭「{fact.words}」{_inferred(fact)}")


def tell(found: Explanation) -> Iterator[str]:
    """The explanation, line by line."""
    yield f"类别:{_kind(found.found.kind)}"
    yield f"  是咨询的可能 {found.consulting:.3f},门槛 {found.consulting_from:.3f}"
    kinds = {_kind(name): margin for name, margin in found.kinds.items()}
    yield f"  各类的差距(越大越像):{_scores(kinds)}"
    if found.shortened:
        yield "  这段话太长,只读了开头和结尾。"
    yield "断句:"
    for read in (found.whole, *found.clauses):
        yield from _clause(read)
    yield f"清单(从 {found.lists_from:.3f} 起取用):"
    yield from _evidence(found.lists)
    yield "知识点:"
    yield from _evidence(found.questions)
    yield "最近的说法:"
    for near in found.nearest:
        yield f"  {near.closeness:.3f} {near.id}「{near.text}」"


def _clause(read: ClauseRead) -> Iterator[str]:
    yield f"  「{read.text}」"
    yield f"    词:{' '.join(read.words)}"
    if read.added:
        yield f"    补上:{' '.join(read.added)}"
    best = ";".join(f"{one.id} {one.score:.3f}" for one in read.lists[:SHOWN])
    yield f"    单看这句:{best}"


def _evidence(found: Iterable[Evidence]) -> Iterator[str]:
    for one in found:
        kept = "取用" if one.kept else "没有取用"
        yield f"  {one.score:.3f} {kept} {one.id}({one.title}),凭「{one.clause}」"
        yield f"    {_scores(one.signals)}"


def _kind(name: str) -> str:
    return KINDS.get(name, name)


def _scores(scores: Mapping[str, float]) -> str:
    return ";".join(f"{name} {score:.3f}" for name, score in scores.items())


def _inferred(fact: Heard) -> str:
    return "(推断)" if fact.source == "inferred" else ""
