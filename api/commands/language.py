"""Chinese help and Chinese errors for every command.

click speaks English of its own accord; these classes say the same things in Chinese, each with
what to do. They refuse to show a traceback: what nobody foresaw goes to the log file, and one
sentence to the terminal.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click

log = logging.getLogger("wenzheng")


class Sentence(click.ClickException):
    """An end of a command that the user can mend; the message is a finished Chinese sentence."""


class Command(click.Command):
    """A command whose help is Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [
            "[选项]" if piece == "[OPTIONS]" else piece for piece in self.collect_usage_pieces(ctx)
        ]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法:")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _named_in_chinese(super().get_help_option(ctx))


class Commands(click.Group):
    """The group of all commands: Chinese help, and Chinese sentences for whatever goes wrong."""

    command_class = Command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "命令 [选项]…", prefix="用法:")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        names = self.list_commands(ctx)
        rows = [
            (name, command.get_short_help_str(200))
            for name in names
            if (command := self.get_command(ctx, name))
        ]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _named_in_chinese(super().get_help_option(ctx))

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, and leave with 0, 1 (something to mend) or 2 (wrong usage); only sentences are
        printed.
        """
        _speak_utf8()
        extra["prog_name"] = extra.get("prog_name") or "wenzheng"
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.message, err=True)
            sys.exit(2)
        except click.ClickException as error:
            click.echo(sentence_of(error), err=True)
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("已停止。", err=True)
            sys.exit(130)
        except BrokenPipeError:
            _silence_output()
            sys.exit(0)
        except Exception as error:
            _leave_after(error)
        sys.exit(code if isinstance(code, int) else 0)


class Day(click.ParamType[Any]):
    """A calendar day, written 2026-10-20."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"「{value}」不是日期,请写成 2026-10-20 这样。", param, ctx)


class WholeNumber(click.ParamType[Any]):
    """A whole number between two bounds, both included."""

    name = "整数"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not str(value).isdecimal() or not self.low <= int(value) <= self.high:
            self.fail(f"「{value}」不行,要一个 {self.low} 到 {self.high} 的整数。", param, ctx)
        return int(value)


class ExistingPath(click.ParamType[Any]):
    """A file or folder that is there."""

    name = "路径"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if not path.exists():
            self.fail(f"没有「{value}」这个文件或文件夹,请检查路径有没有写错。", param, ctx)
        return path


def sentence_of(error: click.ClickException) -> str:
    """What a click error says in Chinese, ending with how to go on."""
    if isinstance(error, Sentence) or not isinstance(error, click.UsageError):
        return error.message
    where = error.ctx.command_path if error.ctx else "wenzheng"
    return f"{_usage_sentence(error)}\n看用法:{where} --help"


def _usage_sentence(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有「{error.option_name}」这个选项。" + _nearest(error.possibilities)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有「{error.command_name}」这个命令。" + _nearest(error.possibilities)
    if isinstance(error, click.MissingParameter):
        return f"缺少「{_name(error)}」,请补上。"
    if isinstance(error, click.BadParameter):
        return f"「{_name(error)}」写得不对:{error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"「{error.option_name}」后面要跟一个值,请补上。"
    return "参数多了或者写得不对。" if error.message[:1].isascii() else error.message


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "参数")
    is_option = isinstance(error.param, click.Option)
    return error.param.opts[0] if is_option else error.param.human_readable_name.strip("[]…")


def _nearest(possibilities: Sequence[str] | None) -> str:
    return f"是不是「{sorted(possibilities)[0]}」?" if possibilities else ""


def _named_in_chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示这份说明。"
    return option


def _write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    rows = [row for option in options if (row := option.get_help_record(ctx))]
    if rows:
        with formatter.section("选项"):
            formatter.write_dl(rows)


def _speak_utf8() -> None:
    """Chinese comes out whole whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _silence_output() -> None:
    """The reader of our output has gone: let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave_after(error: Exception) -> NoReturn:
    where = f"({type(error).__name__})"
    if log.handlers:
        log.error("a command failed", exc_info=error)
        where = ",细节记在 var/wenzheng.log"
    click.echo(f"出了没有料到的问题,没有做完{where}。请把它交给维护人员。", err=True)
    sys.exit(1)
