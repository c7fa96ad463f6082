"""`wenzheng forget`: deletes the conversations that nobody has touched for too long."""

from __future__ import annotations

from datetime import timedelta

import click

from api.clock import now_in_utc
from api.commands.language import Command, Sentence, WholeNumber
from api.commands.project import settings_here


@click.command("forget", cls=Command, short_help="删除放了太久的对话")
@click.option(
    "--days",
    type=WholeNumber(1, 9999),
    metavar="天数",
    help="多少天没有动过的才删,默认按 WENZHENG_KEEP_DAYS(不设就是 180)。",
)
def forget_command(days: int | None) -> None:
    """删除放了太久的对话,连同其中的情形、路线、评价。适合每天定时运行。"""
    settings = settings_here()
    from api.store.conversations import Conversations
    from api.store.database import DatabaseRefused, open_database

    kept = days or settings.keep_days
    try:
        database = open_database(settings.database)
    except DatabaseRefused as refused:
        raise Sentence(str(refused)) from None
    try:
        conversations = Conversations(database, now=now_in_utc)
        count = conversations.forget_before(now_in_utc() - timedelta(days=kept))
    finally:
        database.dispose()
    click.echo(f"删除了 {count} 个超过 {kept} 天没有动过的对话。")
