"""The release that answers now: opened, or built first where there is none."""

from __future__ import annotations

from pathlib import Path

import click

from api.commands.language import Sentence
from api.commands.progress import Bar
from api.settings import Settings
from knowledge.encoder.encoder import EncoderUnusable
from knowledge.index.build import BuildRefused, BuiltRelease, build_release
from knowledge.index.release import CURRENT, MANIFEST, Release, ReleaseUnusable, open_release


def current_release(settings: Settings) -> Release:
    """The current release; built first where there is none. Ends the command where it cannot be."""
    if not (settings.releases / CURRENT / MANIFEST).exists():
        click.echo("还没有发布版本,先编译一个(第一次约要几分钟)。", err=True)
        build(settings, settings.releases)
    try:
        return open_release(settings.releases / CURRENT)
    except ReleaseUnusable as unusable:
        raise Sentence(str(unusable)) from None


def build(settings: Settings, out: Path) -> BuiltRelease:
    """Compile the lists into `out`. Problems of the lists are printed, and end the command."""
    try:
        with Bar("编译") as progress:
            return build_release(
                settings.root,
                out=out,
                cache=settings.var / "cache",
                progress=progress,
                encoder=settings.encoder,
            )
    except EncoderUnusable as unusable:
        raise Sentence(str(unusable)) from None
    except BuildRefused as refused:
        for problem in refused.problems:
            click.echo(str(problem), err=True)
        count = len(refused.problems)
        raise Sentence(f"清单有 {count} 个问题,没有编译。改好以后再运行一次。") from None
    except OSError as error:
        raise Sentence(f"写不了 {out}({error.strerror}),请换一个文件夹或腾出空间。") from error
