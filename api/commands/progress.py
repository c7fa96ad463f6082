"""What long work looks like on stderr: a bar where the share is known, seconds where it is not."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click

STEPS = 100


class Bar:
    """A progress bar that `build_release` can call with (stage, share done 0..1)."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar = click.progressbar(length=STEPS, label=label, file=sys.stderr)

    def __enter__(self) -> Self:
        self._bar.__enter__()
        return self

    def __call__(self, stage: str, share: float) -> None:
        self._bar.label = f"{self._label}:{stage}"
        self._bar.update(max(0, round(share * STEPS) - self._bar.pos))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.__exit__(kind, error, trace)


class Seconds:
    """Says what is being waited for, and on a terminal for how many seconds already."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._told = False

    def __call__(self, seconds: float) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{self._what},已等 {seconds:.0f} 秒 ", nl=False, err=True)
        elif not self._told:
            click.echo(self._what, err=True)
        self._told = True

    def done(self) -> None:
        """End the line that was being rewritten."""
        if self._told and sys.stderr.isatty():
            click.echo(err=True)
