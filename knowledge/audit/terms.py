"""Checks a step's terms against its item: for whom, by which channel, where, how long, what fee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.audit import office_days
from knowledge.audit.discrepancy import Discrepancy
from knowledge.audit.evidence import Evidence
from knowledge.audit.words import FREE, numbers_in
from knowledge.model.condition import PARAMETER_PREFIX
from knowledge.model.household import SELF
from knowledge.model.inquiry_list import MODE_NAMES, Channel, Item, TimeLimit
from knowledge.model.knowledge_base import Shared
from knowledge.model.route import Step
from knowledge.model.value import Truth

ON_THE_SPOT = ("window", "self-service", "village")
WHOSE_PLACE = {"居住地": "现居住地", "户籍地": "户籍所在地"}


def figure(text: str | None, shared: Shared, day: date) -> int | None:
    """A whole number, or what the parameter says on that day; None where it says nothing."""
    if text is None or not text.startswith(PARAMETER_PREFIX):
        return None if text is None else int(text)
    current = shared.parameters_by_name[text.removeprefix(PARAMETER_PREFIX)].at(day)
    return None if current is None or current.value is None else int(current.value)


def check_items(evidence: Evidence) -> Iterator[Discrepancy]:
    """Every step is an item in force, once, not done before, not the citizen's own decision."""
    goals = evidence.knowledge.shared.goals
    wished = [goals[wish.goal] for wish in evidence.route.goals if wish.goal in goals]
    decided = {name for goal in wished for name in goal.decided}
    seen: set[tuple[str, str]] = set()
    names: set[str] = set()
    for step in evidence.route.steps:
        if step.id in names or (step.item, step.person) in seen:
            yield Discrepancy("step-twice", step.id, f"「{step.title}」({step.person})排了两次。")
        names.add(step.id)
        seen.add((step.item, step.person))
        in_force = step.item in evidence.items
        if not in_force or step.item not in evidence.knowledge.items(step.start):
            yield Discrepancy("item-unknown", step.id, f"{step.start} 没有有效的「{step.item}」。")
        if not in_force:
            continue
        if evidence.item_of(step).decision and step.item not in decided:
            yield Discrepancy(
                "item-decision", step.id, f"「{step.title}」要市民自己拿主意,路线不能替选。"
            )
        if evidence.done & {step.item, f"{step.item}@{step.person}"}:
            yield Discrepancy("item-done", step.id, f"「{step.title}」已经办过,不用再办。")


def check_terms(step: Step, evidence: Evidence) -> Iterator[Discrepancy]:
    """Title, list, department, person, channel, fee and dates are those of the item."""
    item = evidence.item_of(step)
    yield from _names(step, item, evidence)
    if not evidence.may_be_for(step.person, item):
        yield Discrepancy(
            "person", step.id, f"「{item.title}」是给{item.whose}办的,不能给{step.person}办。"
        )
    fee = figure(item.fee, evidence.knowledge.shared, evidence.route.today)
    if (FREE in step.fee) != (fee == 0) or numbers_in(step.fee) != ((fee,) if fee else ()):
        yield Discrepancy("fee", step.id, f"费用写着「{step.fee}」,和清单不一致。")
    channel = channel_of(step, item, evidence)
    if channel is None:
        there = step.place or "不用到场"
        yield Discrepancy(
            "channel", step.id, f"清单里没有「{step.channel}」({there})这个办理渠道。"
        )
        return
    yield from _presence(step, item, channel)
    yield from _dates(step, item, channel, evidence)


def _names(step: Step, item: Item, evidence: Evidence) -> Iterator[Discrepancy]:
    row = evidence.knowledge.rows[step.item.partition("/")[0]]
    short = item.department or row.lead
    departments = evidence.knowledge.shared.departments.values()
    full = next((one.title for one in departments if one.name == short), short)
    by = item.provider or full
    for said, meant in ((step.title, item.title), (step.list, row.id), (step.department, by)):
        if said != meant:
            yield Discrepancy("item-terms", step.id, f"写着「{said}」,清单里是「{meant}」。")


def channel_of(step: Step, item: Item, evidence: Evidence) -> Channel | None:
    """The item's channel that the step names, at the place it names."""
    for channel in item.channels:
        name = MODE_NAMES[channel.mode] + (f"({channel.via})" if channel.via else "")
        if name == step.channel and _is_there(step, channel, evidence):
            return channel
    return None


def _is_there(step: Step, channel: Channel, evidence: Evidence) -> bool:
    """Whether the step is at the channel's office, in the town known or said; or nowhere."""
    if channel.mode not in ON_THE_SPOT:
        return step.place is None
    office = evidence.knowledge.shared.places[str(channel.place)].name
    fact = WHOSE_PLACE.get(channel.at or "")
    values = evidence.world.household.values
    towns = [values.get(f"{owner}.{fact}") for owner in (step.person, SELF)] if fact else []
    known = next((town for town in towns if isinstance(town, str)), None)
    if fact and known is None and not evidence.told:
        return str(step.place).endswith(f" · {office}")
    town = known or channel.at
    return step.place == (f"{town} · {office}" if town else office)


def _presence(step: Step, item: Item, channel: Channel) -> Iterator[Discrepancy]:
    on_the_spot = channel.mode in ON_THE_SPOT
    visits = max(channel.visits, 1) if on_the_spot else 0
    if step.visits != visits:
        yield Discrepancy("channel", step.id, f"写着跑 {step.visits} 次,清单里是 {visits} 次。")
    meant = tuple(step.person if role == item.whose else role for role in channel.present)
    if step.present != (meant or ((step.person,) if on_the_spot else ())):
        said = "、".join(step.present) or "没有人"
        yield Discrepancy("channel", step.id, f"写着{said}到场,和清单不一致。")


def _dates(step: Step, item: Item, channel: Channel, evidence: Evidence) -> Iterator[Discrepancy]:
    if step.start < evidence.route.today:
        yield Discrepancy("day-past", step.id, f"{step.start} 已经过去了。")
    days_to_go = [step.start] if step.visits else []
    days_to_go += [step.finish] if step.visits > 1 else []
    office = evidence.knowledge.shared.places.get(channel.place or "")
    for day in days_to_go if office is None or not office.always_open else ():
        if not office_days.is_open(day):
            yield Discrepancy("day-closed", step.id, f"{day} 不是工作日,要到场的事办不了。")
    takes = taken(channel.time_limit or item.time_limit, evidence)
    yield from _duration(step, takes, evidence)
    yield from _window(step, item, evidence, timed=takes is not None and not takes.open)


@dataclass(frozen=True)
class Takes:
    """How long the office takes: so many of a unit; `open`: or longer."""

    number: int
    unit: str
    open: bool = False

    def end(self, start: date) -> date:
        return office_days.passed(start, self.number, unit=self.unit)


def taken(limit: TimeLimit, evidence: Evidence) -> Takes | None:
    """The promised limit, else the statutory, else the minimum; None where no figure is known."""
    shared, today = evidence.knowledge.shared, evidence.route.today
    for span in (limit.promised, limit.statutory, limit.at_least):
        number = figure(span.count, shared, today) if span else None
        if span and number is not None:
            return Takes(number, span.unit, span is limit.at_least)
    return None


def _duration(step: Step, takes: Takes | None, evidence: Evidence) -> Iterator[Discrepancy]:
    done = takes.end(step.start) if takes else step.start
    if step.finish != done and not (step.visits > 1 and step.finish > done):
        yield Discrepancy("duration", step.id, f"办结写着 {step.finish},按时限应是 {done}。")
    if numbers_in(step.duration) != ((takes.number,) if takes and takes.number else ()):
        yield Discrepancy("duration", step.id, f"时限写着「{step.duration}」,和清单不一致。")
    if (takes is None or takes.open) and not evidence.says([step.title, "没有核实"]):
        yield Discrepancy("assumption", step.id, f"「{step.title}」的时限没有核实,没有列为假定。")


def _window(step: Step, item: Item, evidence: Evidence, *, timed: bool) -> Iterator[Discrepancy]:
    if item.window is None:
        yield from _openness(step, settled=timed)
        return
    name, year = item.window.parameter, evidence.year_of(item, step.person)
    inside, verified = _opening(name, step, evidence, year=year)
    yield from _openness(step, settled=timed and inside)
    if not inside and year is not None and step.start.year != year:
        yield Discrepancy("window", step.id, f"「{item.title}」要在 {year} 年办。")
    if verified and not inside:
        yield Discrepancy("window", step.id, f"{step.start} 不在{name}之内。")
    if not inside and not verified and not evidence.says([item.title, name]):
        yield Discrepancy("assumption", step.id, f"{name}没有核实,没有列为假定。")
    if (
        item.window.year
        and year is None
        and evidence.told
        and not evidence.says([item.window.year])
    ):
        yield Discrepancy("assumption", step.id, f"{item.window.year}不知道,没有列为假定。")


def _opening(name: str, step: Step, evidence: Evidence, *, year: int | None) -> tuple[bool, bool]:
    """Whether the step begins in a published opening for its person; whether any is published for
    its year. One that serves a year may begin in the year before.
    """
    parameter, own = evidence.knowledge.shared.parameters_by_name[name], step.start.year
    judge = evidence.world.judge(step.start, steps=evidence.done_before(step))
    inside = verified = False
    for served in (year,) if year else (own, own + 1):
        value = parameter.at(date(served, 6, 30))
        openings = value.openings if value else ()
        verified = verified or (served == (year or own) and bool(openings))
        for one in openings:
            first, last = one.in_year(served)
            for_them = judge.judge(one.when, person=step.person, on=step.start).truth
            inside = inside or (first <= step.start <= last and for_them is not Truth.FALSE)
    return inside, verified


def _openness(step: Step, *, settled: bool) -> Iterator[Discrepancy]:
    if step.open == settled:
        state = "写成待定,其实都已核实" if settled else "有没核实的时间,没有标为待定"
        yield Discrepancy("open", step.id, f"「{step.title}」{state}。")
