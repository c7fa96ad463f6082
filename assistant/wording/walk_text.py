"""The route one step at a time, its papers, and what was said in short."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from knowledge.model.route import Route, Step
from knowledge.routes.explain import PERHAPS, WAIVED

GIST = 60
PAPERS_SHOWN = 12
ITEMS_SHOWN = 3


def step_text(step: Step) -> str:
    """One step whole, a line each for when, where, with what, how long and who."""
    place = step.place or step.channel
    when = f"{step.start} 起" if step.open else str(step.start)
    papers = papers_of(step)
    lines = [
        f"办什么:{step.title}",
        f"什么时候:{when}",
        f"去哪里:{place}",
        f"带什么:{'、'.join(papers)}" if papers else "带什么:不用另外带材料",
        f"要多久:{step.duration}",
    ]
    others = "、".join(step.present)
    return "\n".join([*lines, f"谁要到场:{others}"] if step.visits and others else lines)


def papers_of(step: Step) -> tuple[str, ...]:
    """Titles of the papers to bring for this step; what is waived is left out."""
    kept = [one for one in step.materials if not one.source.startswith((WAIVED, PERHAPS))]
    return tuple(dict.fromkeys(one.title for one in kept))


def route_papers(route: Route) -> tuple[str, ...]:
    """Every paper of the route once: 居民户口簿(子女1):家里有, …"""
    return tuple(
        f"{one.title}({one.of}){':' + one.source if one.source else ''}" for one in route.materials
    )


def one_step(told: str, *, number: int, of: int) -> str:
    """第 2 步(共 5 步) and the step."""
    return f"【第 {number} 步,共 {of} 步】\n{told}"


def papers_of_route(papers: Sequence[str]) -> str:
    """All papers, numbered."""
    listed = "\n".join(f"{number}. {one}" for number, one in enumerate(papers[:PAPERS_SHOWN], 1))
    more = len(papers) - PAPERS_SHOWN
    return f"【整条路线要的材料,共 {len(papers)} 样】\n{listed}" + (
        f"\n另有 {more} 样,见路线页。" if more > 0 else ""
    )


def papers_of_items(title: str, items: Mapping[str, Sequence[str]]) -> str:
    """The papers of some items of one list."""
    lines = [
        f"{item}:{'、'.join(papers) if papers else '不用另外带材料'}"
        for item, papers in list(items.items())[:ITEMS_SHOWN]
    ]
    return (
        f"【《{title}》要的材料】\n"
        + "\n".join(lines)
        + "\n情况不同,有的可以不带;办前请看事项说明。"
    )


def in_short(titles: Sequence[str], current: str) -> str:
    """The route in one sentence, and the step that comes now."""
    if len(titles) == 1:
        return f"就一件事:{titles[0]}。\n{current}"
    order = ",再".join(titles)
    return f"一共 {len(titles)} 件事:先{order}。\n现在先做这一件:\n{current}"


def gist(said: str) -> str:
    """The first sentence of what was said, without headings and sources."""
    plain = re.sub(r"【[^】]*】\n?|\(依据[^)]*\)|我记下了:[^。]*。", "", said)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    if not lines:
        return said
    first = re.split(r"(?<=[。!?！？])", lines[0])[0]
    return f"一句话:{first[:GIST]}"
