"""The step that counts and names: which papers, how many ways, where it can be done.

What the lists hold as data (materials, items, channels) is told from there, all of it and counted;
an approved text may name only the usual ones. What the facts heard rule out is left out. It says
nothing where no written list is meant, or more than two items could be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.turn.draft import Draft
from assistant.turn.fitting import items_of, open_to
from assistant.turn.surroundings import Surroundings
from assistant.wording.listing_text import channels_text, papers_text, ways_text
from knowledge.model.condition import clauses
from knowledge.model.household import SELF
from knowledge.model.inquiry_list import (
    MODE_NAMES,
    Channel,
    Item,
    MaterialUse,
    YieldedFact,
    YieldedMaterial,
)

Kind = Literal["papers", "ways", "channels"]

SURE = 0.15
LIST_SURE = 0.3
POINTED = 2
MOST_ITEMS = 2
MOST_WAYS = 9  # more is a catalogue, not an answer
_WHAT = r"(?:哪些|哪几|那些|什么|啥|咩|乜嘢|乜|边啲|几|多少|咩嘢)"
_MANY = r"(?:哪些|哪几|那些|几|多少|边几|边啲)"
_PAPER = r"(?:材料|资料|证件|证明|文件|东西|手续|嘢|原件)"
_PAPERS = re.compile(
    rf"{_WHAT}(?:样|种|份|个|项)?{_PAPER}"
    rf"|{_PAPER}(?:都|一共|总共|具体|需要|要|有|带|准备|交|备){{0,4}}{_WHAT}"
    rf"|(?:带|交|准备|备齐){_WHAT}(?:样|份|去|过去|$|[,,。??呢呀啊])"
    r"|(?:要|带|交|备)(?:几|多少)(?:样|份)"
)
_WAYS = re.compile(
    rf"{_MANY}(?:种|条|个|类|样)?(?:方式|办法|方法|途径|路子|路|法子|情形|情况|类型|种类|业务|事项)"
    r"|(?:几|多少|边几)(?:种|条|类)(?:入户|提取|报销|转移|申请|办|$|[,,。??呢呀啊])"
    rf"|(?:方式|办法|途径|情形)(?:都|一共|总共)?有{_WHAT}"
)
_CHANNELS = re.compile(
    rf"{_MANY}(?:个|些)?(?:渠道|地方|窗口|平台|入口|app|网点)"
    rf"|(?:渠道|地方|平台)(?:都|一共)?有{_WHAT}"
)


def kind_of_listing(text: str) -> Kind | None:
    """What is to be counted or named, if anything is."""
    plain = text.lower()
    if _PAPERS.search(plain):
        return "papers"
    if _CHANNELS.search(plain):
        return "channels"
    return "ways" if _WAYS.search(plain) else None


def enumerate_things(draft: Draft, around: Surroundings) -> Draft:
    """All of what was asked for, counted, after the approved answer."""
    kind = kind_of_listing(draft.text)
    meant = _meant(draft, around) if kind and draft.found and not draft.answered_ask else None
    if meant is None:
        return draft
    told = _ways(meant, draft, around) if kind == "ways" else _of_items(kind, meant, draft, around)
    if not told:
        return draft
    lists = tuple(dict.fromkeys((*draft.lists, meant.list_id)))
    return replace(draft, parts=(*draft.parts, told), lists=lists, listed=True)


@dataclass(frozen=True)
class _Meant:
    """A written list, its items ("list/item") in order, and those its likeliest question names."""

    list_id: str
    items: Mapping[str, Item]
    asked: tuple[str, ...]


def _meant(draft: Draft, around: Surroundings) -> _Meant | None:
    """What the words are about, where it is a written list and sure enough."""
    lists = draft.found.lists if draft.found else ()
    if not lists or lists[0].score < LIST_SURE or lists[0].id not in around.knowledge.lists:
        return None
    list_id = lists[0].id
    questions = around.knowledge.questions(draft.today)
    scored = draft.found.questions if draft.found else ()
    best = next((one for one in scored if one.id.startswith(f"{list_id}/")), None)
    sure = best is not None and best.score >= SURE and best.id in questions
    everything = around.knowledge.items(draft.today)
    asked = tuple(items_of(best.id, questions[best.id])) if best and sure else ()
    items = {name: item for name, item in everything.items() if name.startswith(f"{list_id}/")}
    items |= {name: everything[name] for name in asked if name in everything}
    return _Meant(list_id, items, tuple(name for name in asked if name in items))


def _ways(meant: _Meant, draft: Draft, around: Surroundings) -> str:
    """The items that the words speak of, and those that the likeliest question names."""
    possible = open_to(draft, around)
    said = _pairs(draft.text)
    shared = {name: len(said & _pairs(item.title)) for name, item in meant.items.items()}
    least = max(shared.values(), default=0) or 1
    items = [
        item for name, item in meant.items.items() if name in meant.asked or shared[name] >= least
    ]
    fitting = [item.title for item in items if possible(item.when, item.whose)]
    if not fitting or len(items) > MOST_WAYS:
        return ""
    title = around.knowledge.rows[meant.list_id].title
    return ways_text(title, fitting, len(items) - len(fitting))


def _of_items(kind: Kind | None, meant: _Meant, draft: Draft, around: Surroundings) -> str:
    told = []
    for item in _pointed_at(meant, draft, around):
        if kind == "channels":
            named = dict.fromkeys(_channel(channel, around) for channel in item.channels)
            told.append(channels_text(item.title, tuple(named)))
        else:
            told.append(papers_of(item, draft, around))
    return "\n\n".join(told)


def _pointed_at(meant: _Meant, draft: Draft, around: Surroundings) -> tuple[Item, ...]:
    """The item that the words, whom they name, the likeliest question and the goals point to, or
    the two that do; none where more do.
    """
    possible = open_to(draft, around)
    said = _pairs(draft.text)
    wanted = _wanted(draft, around)
    named = (one.role for one in around.listener.mentions.find(draft.text) if one.role != SELF)
    whose = next(named, SELF)
    points = {
        name: len(said & _pairs(item.title))
        + POINTED * (item.whose == whose)
        + POINTED * (name in meant.asked)
        + POINTED * any(_yielded(one) in wanted for one in item.yields)
        for name, item in meant.items.items()
        if possible(item.when, item.whose)
    }
    most = max(points.values(), default=0)
    best = [meant.items[name] for name, point in points.items() if point == most > 0]
    return tuple(best) if len(best) <= MOST_ITEMS else ()


def _wanted(draft: Draft, around: Surroundings) -> frozenset[str]:
    """Facts and papers that the goals reach."""
    shared = around.knowledge.shared
    reached = (
        clause.fact
        for wanted in draft.conversation.goals
        for clause in clauses(shared.goals[wanted.goal].reach)
    )
    facts = {name: shared.facts_by_name[name].material for name in reached}
    return frozenset(one for pair in facts.items() for one in pair if one)


def _yielded(one: YieldedFact | YieldedMaterial) -> str:
    return one.fact if isinstance(one, YieldedFact) else one.material


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def papers_of(item: Item, draft: Draft, around: Surroundings) -> str:
    """The papers of one item for this citizen, counted."""
    possible = open_to(draft, around)
    uses = [use for use in item.materials if possible(use.when, item.whose)]
    sure = [_paper(use, item, around) for use in uses if use.when is None]
    perhaps = [_paper(use, item, around) for use in uses if use.when is not None]
    return papers_text(item.title, sure, perhaps)


def _paper(use: MaterialUse, item: Item, around: Surroundings) -> str:
    materials = around.knowledge.shared.materials
    names: Sequence[str] = use.any_of or ((use.use,) if use.use else ())
    title = "或".join(materials[name].title for name in names)
    owner = f"{use.of}的" if use.of and use.of != SELF else ""
    owner = "" if title.startswith(owner) else owner
    copies = f",{use.copies} 份" if use.copies > 1 else ""
    return f"{owner}{title}({use.form}{copies})"


def _channel(channel: Channel, around: Surroundings) -> str:
    place = around.knowledge.shared.places[channel.place].name if channel.place else ""
    where = channel.via or (f"{channel.at}的{place}" if channel.at and place else place)
    return MODE_NAMES[channel.mode] + (f":{where}" if where else "")
