"""`wenzheng replay CONVERSATION [TURN]`: answers past turns again and proves them equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands.language import Command, Sentence, WholeNumber
from api.commands.project import settings_here

if TYPE_CHECKING:
    from api.opened import Opened
    from api.replay import Replayed
    from api.settings import Settings
    from api.store.record import Record

SHOWN = 20
NOBODY = "没有「{conversation}」这个对话,请检查编号。"
NO_TURN = "这个对话没有第 {turn} 轮,一共 {count} 轮。"


@click.command("replay", cls=Command, short_help="重算从前的回答,证明一模一样")
@click.argument("conversation", metavar="对话编号")
@click.argument("turn", type=WholeNumber(1, 100_000), required=False, metavar="[第几轮]")
def replay_command(conversation: str, turn: int | None) -> int:
    """用当时的发布版本、情形、原话和日期把回答重算一遍,逐项比较;不写第几轮就每一轮都算。

    全部相同时返回 0,有不同返回 1。当时的发布版本不在了,就用现在的算,并说出哪里不同。
    """
    settings = settings_here()
    record = _record(settings, conversation)
    numbers = [one.number for one in record.turns] if turn is None else [turn]
    if turn is not None and not any(one.number == turn for one in record.turns):
        raise Sentence(NO_TURN.format(turn=turn, count=len(record.turns)))
    from api.replay import replay

    opening = _Opening(settings)
    found = [replay(record, number, opening.open_as) for number in numbers]
    for one in found:
        for line in tell(one):
            click.echo(line)
    return int(any(one.differences for one in found))


def tell(one: Replayed) -> list[str]:
    """What came of it, line by line."""
    if one.differences is None:
        return [f"第 {one.number} 轮:没有比较,{one.reason}。"]
    gone = "" if one.exact else f"(当时的发布版本不在了,用现在的 {one.release} 算)"
    if not one.differences:
        return [f"第 {one.number} 轮:完全相同{gone or f',发布版本 {one.release}'}。"]
    more = len(one.differences) - SHOWN
    return [
        f"第 {one.number} 轮:有 {len(one.differences)} 处不同{gone}:",
        *(f"  {line}" for line in one.differences[:SHOWN]),
        *([f"  另有 {more} 处"] if more > 0 else []),
    ]


def _record(settings: Settings, conversation: str) -> Record:
    from api.clock import now_in_utc
    from api.store.database import DatabaseRefused, open_database
    from api.store.reading import Reading

    try:
        database = open_database(settings.database)
    except DatabaseRefused as refused:
        raise Sentence(str(refused)) from None
    try:
        return Reading(database, now=now_in_utc).record(conversation)
    except KeyError:
        raise Sentence(NOBODY.format(conversation=conversation)) from None
    finally:
        database.dispose()


class _Opening:
    """Opens each release once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opened: dict[str, Opened] = {}

    def open_as(self, name: str) -> Opened:
        """The release of this name; the one in service where it is gone."""
        from api.commands.opening import current_release
        from api.releases import opened
        from knowledge.index.release import ReleaseUnusable, open_release

        if name not in self._opened:
            try:
                release = open_release(self._settings.releases / name)
            except ReleaseUnusable:
                release = current_release(self._settings)
            self._opened[name] = opened(release)
        return self._opened[name]
