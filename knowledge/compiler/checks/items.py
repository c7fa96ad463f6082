"""Items: for whom, where, by which department, with which figures, windows and deadlines."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.checks import registers
from knowledge.compiler.checks.conditions import wrong_owner
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located
from knowledge.model.condition import PARAMETER_PREFIX
from knowledge.model.household import role_of
from knowledge.model.inquiry_list import Channel, Item, Span, TimeLimit
from knowledge.model.shape import read_whole_number
from knowledge.model.shared import HOUSEHOLD

ON_THE_SPOT = ("window", "self-service", "village")
MOST_DAYS, MOST_MONTHS = 9999, 999


def check_items(draft: Draft) -> Iterator[Problem]:
    """E206 figure or window, E208 place, E210 department, E217 person.

    E202, E203, E227: the fact that a window or a deadline reads.
    """
    for found in walk.items(draft):
        item = found.what
        yield from registers.persons(draft).missing(draft, found, "for", word=item.whose)
        if item.department:
            departments = registers.departments(draft)
            yield from departments.missing(draft, found, "department", word=item.department)
        for number, channel in enumerate(item.channels):
            yield from _channel(draft, found.below(channel, "channels", number))
        yield from _time_limit(draft, found, item.time_limit)
        yield from figure(draft, found, "fee", word=item.fee)
        yield from _window(draft, found)
        yield from _counted(draft, found)


def _channel(draft: Draft, found: Located[Channel]) -> Iterator[Problem]:
    channel = found.what
    for name in channel.present:
        yield from registers.persons(draft).missing(draft, found, "present", word=name)
    if channel.place:
        yield from registers.places(draft).missing(draft, found, "place", word=channel.place)
    elif channel.mode in ON_THE_SPOT:
        yield found.problem(
            draft,
            code="E208",
            message="到现场办的渠道没有写地点",
            mend="补上「place: 地点编号」,编号见 shared/places.yml。",
        )
    if channel.mode == "online" and channel.via:
        yield from registers.online_places(draft).missing(draft, found, "via", word=channel.via)
    if channel.time_limit:
        yield from _time_limit(draft, found, channel.time_limit)


def _time_limit(draft: Draft, found: Located[object], limit: TimeLimit) -> Iterator[Problem]:
    limits = {"statutory": limit.statutory, "promised": limit.promised, "at_least": limit.at_least}
    for key, duration in limits.items():
        if duration:
            yield from _span(draft, found, "time_limit", key, span=duration)


def _span(draft: Draft, found: Located[object], *key: str, span: Span) -> Iterator[Problem]:
    unit, most = ("months", MOST_MONTHS) if span.months else ("days", MOST_DAYS)
    yield from figure(draft, found, *key, unit, word=span.count, most=most)


def _window(draft: Draft, found: Located[Item]) -> Iterator[Problem]:
    window = found.what.window
    if window is None:
        return
    register = registers.windows(draft)
    yield from register.missing(draft, found, "window", "parameter", word=window.parameter)
    if window.year:
        yield from _read_fact(draft, found, "window", "year", word=window.year, kind="number")


def _counted(draft: Draft, found: Located[Item]) -> Iterator[Problem]:
    """What is counted from a day: the earliest and the latest."""
    for key, span in (("not_before", found.what.not_before), ("deadline", found.what.deadline)):
        if span:
            yield from _span(draft, found, key, span=span)
            yield from _read_fact(draft, found, key, "after", word=span.after, kind="date")


def _read_fact(
    draft: Draft, found: Located[Item], *key: str, word: str, kind: str
) -> Iterator[Problem]:
    """A fact of the person the item is for, of this type."""
    fact = draft.knowledge.shared.facts_by_name.get(word)
    if fact is None:
        yield from registers.facts(draft).missing(draft, found, *key, word=word)
        return
    if fact.kind != kind:
        known = [one.name for one in draft.knowledge.shared.facts.values() if one.kind == kind]
        wanted = "日期" if kind == "date" else "年份"
        yield found.problem(
            draft,
            *key,
            code="E227",
            message=f"「{word}」不是{wanted},这里用不上",
            mend=f"{perhaps(word, known)}换成 type 是 {kind} 的情形要素。",
        )
    role = HOUSEHOLD if fact.whose == (HOUSEHOLD,) else role_of(found.whose)
    yield from wrong_owner(draft, found, fact, *key, role=role)


def figure(
    draft: Draft, found: Located[object], *key: str | int, word: str, most: int | None = None
) -> Iterator[Problem]:
    """E206 unless the word is a whole number (up to `most`) or a registered number parameter."""
    parameters = draft.knowledge.shared.parameters_by_name
    name = word.removeprefix(PARAMETER_PREFIX)
    if name == word:
        if fault := _misfit(word, most):
            message, mend = fault
            yield found.problem(draft, *key, code="E206", message=message, mend=mend)
    elif name not in parameters:
        message = f"参数「{shown(name)}」没有登记"
        mend = f"{perhaps(name, parameters)}先到 shared/parameters.yml 登记,没核实的值写 null。"
        yield found.problem(draft, *key, code="E206", message=message, mend=mend)
    elif parameters[name].kind != "number":
        message, mend = f"参数「{name}」不是数", "这里要用 type: number 的参数。"
        yield found.problem(draft, *key, code="E206", message=message, mend=mend)


def _misfit(word: str, most: int | None) -> tuple[str, str] | None:
    """What is wrong with a figure that is written out, and how to mend it."""
    zero = "" if most else ",不收费写 0"
    try:
        number = read_whole_number(word)
    except ValueError:
        number = -1
    if number < 0:
        mend = f"写成整数,单位不要写在这里{zero};或者写「{PARAMETER_PREFIX}名称」。"
        return f"「{shown(word)}」既不是整数,也不是参数", mend
    if most is not None and number > most:
        return f"「{word}」太长了", f"核对这个数,最多写 {most}。"
    return None
