"""Past answers, answered again: from the release, the state before, the words and the day.

Equal means equal: every part of the reply, the route with its dates and reasons included. Where the
release is not there any more, the one in service answers instead, and what differs is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from api.opened import Opened
from api.store.record import Record, Turn
from api.taking import AGENT, WITH_AGENT, silently
from assistant.turn.carrying import carry_over
from assistant.turn.conversation import Conversation, Reply
from assistant.wording import sentences

NOT_ANSWERED_BY_US = (AGENT, "failed")


@dataclass(frozen=True)
class Replayed:
    """One turn answered again by `release`. `differences` are paths with what was and what is; both
    None where it cannot be told: `reason` says why.
    """

    number: int
    release: str
    exact: bool
    differences: tuple[str, ...] | None
    reason: str = ""


NO_STATE = "旧版本的程序没有留下这一轮之前的情形,没法重算"
BY_AGENT = "这一轮是坐席说的,或者当时没有处理成,不是算出来的"


def replay(record: Record, number: int, open_as: Callable[[str], Opened]) -> Replayed:
    """Answer turn `number` again. `open_as` opens the release of that name, or the one in service
    where it is gone. Raises KeyError for no such turn.
    """
    turn = next((one for one in record.turns if one.number == number), None)
    if turn is None:
        raise KeyError(number)
    opened = open_as(turn.release)
    exact = opened.release == turn.release
    if turn.reply.status in NOT_ANSWERED_BY_US:
        return Replayed(number, opened.release, exact, None, BY_AGENT)
    before = _before(record, turn)
    if before is None:
        return Replayed(number, opened.release, exact, None, NO_STATE)
    reply = _again(record, turn, before, opened=opened)
    return Replayed(number, opened.release, exact, tuple(differences(turn.reply, reply)))


def _before(record: Record, turn: Turn) -> Conversation | None:
    if turn.number == 1:
        return Conversation(id=turn.conversation)
    return next(one.state for one in record.turns if one.number == turn.number - 1)


def _again(record: Record, turn: Turn, before: Conversation, *, opened: Opened) -> Reply:
    earlier = [one for one in record.turns if one.number < turn.number]
    if opened.release != (earlier[-1].release if earlier else record.release):
        before = carry_over(before, opened.knowledge, on=turn.day)
    if turn.reply.status == WITH_AGENT:
        return silently(before, sentences.WITH_AGENT, status=WITH_AGENT)[1]
    if turn.change is not None:
        return opened.engine.change(before, turn.change, today=turn.day)[1]
    return opened.engine.take_turn(before, turn.text, act=turn.act, today=turn.day)[1]


def differences(before: Reply, after: Reply) -> Iterator[str]:
    """Each place where the two replies differ, with what was and what is."""
    was, now = (one.model_dump(mode="json", by_alias=True) for one in (before, after))
    yield from _differences("", was, now)


def _differences(place: str, was: Any, now: Any) -> Iterator[str]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*was, *now)):
            inner = f"{place}.{key}" if place else key
            yield from _differences(inner, was.get(key), now.get(key))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for index, (old, new) in enumerate(zip(was, now, strict=True)):
            yield from _differences(f"{place}[{index}]", old, new)
    elif was != now:
        yield f"{place}:{_short(was)} → {_short(now)}"


def _short(value: Any) -> str:
    said = f"{len(value)} 项" if isinstance(value, (list, dict)) else str(value)
    return said if len(said) <= 60 else said[:57] + "…"
