"""An item's terms for one person, read against parameters: channels with places and days, openings,
fees, words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.model.condition import PARAMETER_PREFIX
from knowledge.model.household import role_of
from knowledge.model.inquiry_list import MODE_NAMES, Channel, Item, Span, TimeLimit
from knowledge.model.judgement import Finding, Judge
from knowledge.model.knowledge_base import KnowledgeBase, Shared
from knowledge.model.value import Truth
from knowledge.routes.network import Lapse, Need, Opening, Visit, Way

YEARS_AHEAD = 4
UNKNOWN_YEAR_COST = 70
WHERE_FACTS = {"居住地": "现居住地", "户籍地": "户籍所在地"}
SELF = "本人"
Days = tuple[date, date]
COUNTERS = {"工作日": "个工作日", "自然日": "个自然日", "月": "个月"}
ON_THE_DAY = "当场办"


OPERATORS = {
    ">=": "满",
    ">": "超过",
    "<=": "不超过",
    "<": "不满",
    "=": "是",
    "!=": "不是",
    "属于": "在",
}


def department_title(knowledge: KnowledgeBase, item_id: str, item: Item) -> str:
    """Full name of the department that does the item, or the company that does."""
    if item.provider:
        return item.provider
    name = item.department or knowledge.rows[item_id.partition("/")[0]].lead
    for department in knowledge.shared.departments.values():
        if department.name == name:
            return department.title
    return name


def figure(text: str | None, shared: Shared, on: date) -> int | None:
    """A whole number, or the parameter's value on that day; None when absent or not verified."""
    if text is None:
        return None
    if not text.startswith(PARAMETER_PREFIX):
        return int(text)
    current = shared.parameters_by_name[text.removeprefix(PARAMETER_PREFIX)].at(on)
    return int(current.value) if current and current.value is not None else None


def fee_of(item: Item, shared: Shared, on: date) -> int | None:
    """Fee in yuan; None when the figure is not verified."""
    return figure(item.fee, shared, on)


def fee_text(fee: int | None) -> str:
    """A fee in words; where no figure is verified, that it is published."""
    return "免费" if fee == 0 else f"{fee} 元" if fee else "收费数额以公布为准"


def visits_of(item: Item, person: str, *, judge: Judge) -> tuple[Visit, ...]:
    """One entry per channel."""
    return tuple(_visit(channel, item, person, judge) for channel in item.channels)


def _visit(channel: Channel, item: Item, person: str, judge: Judge) -> Visit:
    known = takes(channel.time_limit or item.time_limit, judge)
    lapse = known.lapse or Lapse(working=True)
    in_person = channel.mode in ("window", "self-service", "village")
    present = tuple(person if role == role_of(person) else role for role in channel.present)
    return Visit(
        channel=_channel_name(channel, judge.shared),
        place=_place_name(channel, person, judge) if in_person else None,
        visits=max(channel.visits, 1) if in_person else 0,
        present=present or ((person,) if in_person else ()),
        days=None if known.lapse is None else lapse.days,
        working=lapse.working,
        duration=known.said,
        months=lapse.months,
        open=known.open,
        always=in_person and judge.shared.places[str(channel.place)].always_open,
    )


@dataclass(frozen=True)
class Takes:
    """How long something takes as far as it is known (None: not at all), and how that is said."""

    lapse: Lapse | None
    open: bool
    said: str


def takes(limit: TimeLimit, judge: Judge) -> Takes:
    """The promised limit; where its figure is not known the statutory one; else the least there is,
    which leaves the end open.
    """
    for span, label in ((limit.promised, "承诺"), (limit.statutory, "法定最长")):
        lapse = None if span is None else lapse_of(span, judge.shared, judge.household.on)
        if span is not None and lapse is not None:
            number = lapse.months or lapse.days
            return Takes(
                lapse, False, f"{label} {number} {COUNTERS[span.unit]}" if number else ON_THE_DAY
            )
    least = (
        None
        if limit.at_least is None
        else lapse_of(limit.at_least, judge.shared, judge.household.on)
    )
    if limit.at_least is None or least is None:
        return Takes(None, True, "时限没有核实,以窗口为准")
    said = f"至少 {least.months or least.days} {COUNTERS[limit.at_least.unit]},办结日以窗口为准"
    return Takes(least, True, said)


def lapse_of(span: Span, shared: Shared, on: date) -> Lapse | None:
    """The time that goes by; None while the figure is not known."""
    number = figure(span.count, shared, on)
    if number is None:
        return None
    if span.unit == "月":
        return Lapse(months=number)
    return Lapse(number, working=span.unit == "工作日")


def _channel_name(channel: Channel, shared: Shared) -> str:
    via = f"({channel.via})" if channel.via else ""
    return f"{MODE_NAMES[channel.mode]}{via}"


def _place_name(channel: Channel, person: str, judge: Judge) -> str:
    """The office, with the town it is in when that is known: 厚街 · 派出所."""
    office = judge.shared.places[str(channel.place)].name
    fact = WHERE_FACTS.get(channel.at or "")
    known = fact and (
        _known_place(judge, f"{person}.{fact}") or _known_place(judge, f"{SELF}.{fact}")
    )
    where = known or channel.at
    return f"{where} · {office}" if where else office


def _known_place(judge: Judge, key: str) -> str | None:
    value = judge.household.values.get(key)
    return value if isinstance(value, str) else None


def opening_of(
    item: Item, person: str, *, year: int | None, judge: Judge, today: date
) -> tuple[Opening | None, Need | None]:
    """When the item may be done; a second value carries the assumption made where the year is not
    known.

    A window without verified dates is taken as the whole calendar year concerned, up to 31 August
    for a year that a fact names (school years begin on 1 September): a lower bound, said as an
    assumption.
    """
    if item.window is None:
        return None, None
    parameter = judge.shared.parameters_by_name[item.window.parameter]
    years = (year,) if year else tuple(range(today.year, today.year + YEARS_AHEAD))
    verified, assumed = list[Days](), list[Days]()
    for one in years:
        current = parameter.at(date(one, 6, 30))
        if current is None or not current.openings:
            assumed.append((date(one, 1, 1), date(one, 8, 31) if year else date(one, 12, 31)))
            continue
        verified += [
            span.in_year(one)
            for span in current.openings
            if judge.judge(span.when, person=person, on=today).truth is not Truth.FALSE
        ]
    text = f"{years[0]} 年" if year else "每年"
    spans = tuple(sorted((*verified, *assumed)))
    opening = Opening(spans, not assumed, f"{text}{parameter.name}", tuple(verified))
    fact = item.window.year
    if fact is None or isinstance(judge.value(f"{person}.{fact}", on=today), int):
        return opening, None
    first = f"{year} 年" if year else "最早能报的一年"
    said = f"{judge.household.call(person)}的{fact}:还不知道,先按{first}算"
    return opening, Need((Way(assumption=said, cost=UNKNOWN_YEAR_COST),))


def from_month(day: date) -> str:
    """2027 年 3 月起."""
    return f"{day.year} 年 {day.month} 月起"


def phrase(finding: Finding, judge: Judge) -> str:
    """A judged clause in words: 本人的居住登记月数 >= 6."""
    owner, _, name = finding.key.rpartition(".")
    clause = finding.clause
    shared, owner = judge.shared, judge.household.call(owner)
    fact = shared.facts_by_name[name]
    constant = clause.constant
    if clause.parameter:
        on, person = judge.household.on, finding.key.rpartition(".")[0]
        known, _ = judge.constant(clause, on=on, owner=person)
        constant = clause.parameter if known is None else str(known)
    if fact.kind == "yes_no":
        return owner + (name if (clause.op == "=") == (constant == "是") else _denied(name))
    unit = f" {fact.unit}" if fact.unit else ""
    return f"{owner}的{name}{OPERATORS[clause.op]} {constant}{unit}"


def _denied(name: str) -> str:
    """A yes/no fact denied: 有合法稳定就业 -> 没有合法稳定就业, 已办居住登记 -> 还没办居住登记."""
    for start, denied in (("有", "没有"), ("已", "还没"), ("持有", "没有"), ("正在", "没有在")):
        if name.startswith(start):
            return denied + name.removeprefix(start)
    return f"不是{name}"
