"""`wenzheng base --corpus PATH`: makes the encoder's base again."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import click

from api.commands.language import Command, ExistingPath, Sentence
from api.commands.project import settings_here


@click.command("base", cls=Command, short_help="从语料重做编码模型的底子")
@click.option(
    "--corpus",
    type=ExistingPath(),
    required=True,
    metavar="文件或文件夹",
    help="JSON 行文件(每行有 text;可以是 .xz),或一个装着 .txt、.md 的文件夹。",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="放在哪里,默认就是程序里的那一份。",
)
def base_command(corpus: Path, out: Path | None) -> None:
    """读一遍语料(两千万字约 5 分钟),算出每个词的向量。平时不用:编译清单只读做好的那一份。"""
    settings = settings_here()
    from knowledge.compiler.load import load_knowledge
    from knowledge.encoder.base import FOLDER, make_base, paragraphs, save_base
    from knowledge.index.places import Places
    from knowledge.index.text import Analyser, Lexicon, read_lexicon

    words = read_lexicon(load_knowledge(settings.root).sources, Places()).words
    analyser = Analyser(Lexicon(words=words), memory=0)
    base = make_base(_counted(paragraphs(_texts(corpus))), analyser.features)
    save_base(base, out or FOLDER)
    click.echo(f"{len(base.features)} 个特征,每个 {base.dims} 维,写在 {out or FOLDER}")


def _texts(corpus: Path) -> Iterator[str]:
    if corpus.is_dir():
        for path in sorted(corpus.rglob("*")):
            if path.suffix in (".txt", ".md"):
                yield path.read_text("utf-8")
        return
    opened = lzma.open if corpus.suffix == ".xz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield str(json.loads(line)["text"])
            except (ValueError, KeyError, TypeError):
                raise Sentence(f"「{corpus}」第 {number} 行要是带 text 的 JSON。") from None


def _counted(found: Iterator[str]) -> Iterator[str]:
    """The paragraphs, with a word of progress now and then."""
    for number, text in enumerate(found, start=1):
        if number % 20_000 == 0:
            click.echo(f"已读 {number} 段", err=True)
        yield text
