"""Puts a notice together from the latest route and the lists that it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.notice.conditions import condition_lines
from api.notice.repository import NoticeRepository
from api.notice.schemas import ItemLines, ListLine, Notice, PaperLine
from api.problems import Refusal
from api.store.record import Planned
from api.transcript import view_facts
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route, Step, StepPaper

NO_ROUTE = "还没有排过办事路线,没有告知单可打。先说说想办成什么。"
NO_CONVERSATION = "没有这个对话,可能已经删除。"
SELF = "本人"
CHILD, CHILDREN = "子女1", "子女2"
MEASURES = (
    ("部门(个)", "departments"),
    ("事项(件)", "items"),
    ("材料(份)", "materials"),
    ("跑动(趟)", "trips"),
    ("时间(工作日)", "days"),
)
FROM_STEP, WAIVED, PERHAPS = "第 ", "免交", "如果"


@dataclass(frozen=True)
class NoticeService:
    """`link` gives the short word that reopens a conversation."""

    repository: NoticeRepository
    knowledge: Callable[[], KnowledgeBase]
    link: Callable[[str], str]

    def notice(self, conversation: str, *, site: str) -> Notice:
        """The notice of the latest route; `site` is our address as citizens see it. Raises Refusal
        (404).
        """
        planned = self.planned(conversation)
        knowledge = self.knowledge()
        record = self.repository.record(conversation)
        facts = tuple(
            f"{_whose(fact.person)}{fact.name}:{fact.shown}"
            for fact in view_facts(record.conversation, knowledge)
        )
        link = f"{site.rstrip('/')}/r/{self.link(conversation)}"
        return notice_of(planned, knowledge, facts=facts, link=link)

    def planned(self, conversation: str) -> Planned:
        """The latest route. Raises Refusal (404)."""
        try:
            planned = self.repository.planned(conversation)
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None
        if planned is None or not (planned.route.steps or planned.route.blocked):
            raise Refusal(404, NO_ROUTE)
        return planned


def notice_of(
    planned: Planned, knowledge: KnowledgeBase, *, facts: tuple[str, ...], link: str
) -> Notice:
    """Everything about one route that goes on paper; a lone child is called 孩子."""
    route = _called(planned.route, facts)
    numbers = {step.id: number for number, step in enumerate(route.steps, 1)}
    titles = {goal.goal: goal.title for goal in route.goals}
    measures, alone = route.measures, route.measures.alone
    return Notice(
        goals=tuple(_for(goal.title, goal.person) for goal in route.goals),
        today=route.today,
        release=planned.release,
        finish=max((step.finish for step in route.steps), default=None),
        trips=measures.trips,
        facts=tuple(_child(fact, facts) for fact in facts),
        items=tuple(_item(step, numbers, knowledge, on=route.today) for step in route.steps),
        bring=tuple(
            _for(paper.title, paper.of)
            for paper in route.materials
            if not paper.source.startswith((WAIVED, PERHAPS, FROM_STEP))
        ),
        blocked=tuple(
            f"{_for(titles.get(one.goal, one.goal), one.person)}:{one.because}"
            for one in route.blocked
        ),
        assumptions=route.assumptions,
        measures=tuple(
            (title, getattr(alone, name), getattr(measures, name)) for title, name in MEASURES
        ),
        formula=measures.formula,
        departments=tuple(dict.fromkeys(step.department for step in route.steps)),
        lists=tuple(_list(one, knowledge) for one in dict.fromkeys(s.list for s in route.steps)),
        link=link,
    )


def _item(step: Step, numbers: dict[str, int], knowledge: KnowledgeBase, *, on: date) -> ItemLines:
    item = knowledge.items(on).get(step.item)
    return ItemLines(
        number=numbers[step.id],
        title=step.title,
        person=step.person,
        department=step.department,
        place=step.place or "",
        channel=step.channel,
        present="、".join(step.present),
        start=step.start,
        finish=step.finish,
        open=step.open,
        time_limit=step.duration,
        fee=_fee(step.fee),
        waits=tuple(numbers[one] for one in step.after if one in numbers),
        conditions=condition_lines(item.when, knowledge.shared, on=on) if item else (),
        papers=tuple(_paper(paper, knowledge) for paper in step.materials),
        basis=step.basis,
        note=step.note,
    )


def _paper(paper: StepPaper, knowledge: KnowledgeBase) -> PaperLine:
    known = knowledge.shared.materials.get(paper.material)
    return PaperLine(
        title=paper.title,
        of=paper.of,
        form=paper.form,
        copies=paper.copies,
        issuer=(known.issuer if known else None) or "",
        source=paper.source,
        waived=paper.source.startswith(WAIVED),
    )


def _list(list_id: str, knowledge: KnowledgeBase) -> ListLine:
    row, written = knowledge.rows[list_id], knowledge.lists.get(list_id)
    review = written.reviewed if written else None
    return ListLine(
        title=row.title,
        lead=row.lead,
        others=row.departments,
        reviewed=f"{review.on.isoformat()} {review.by}" if review else None,
    )


def _fee(fee: str) -> str:
    if fee == "0":
        return "不收费"
    return f"{fee} 元" if fee.isdecimal() else fee


def _whose(person: str) -> str:
    return "" if person == SELF else f"{person}的"


def _for(title: str, person: str) -> str:
    return title if person == SELF or person in title else f"{title}({person})"


def _called(route: Route, facts: tuple[str, ...]) -> Route:
    """The same route with a lone 子女1 called 孩子 (ids have no Chinese)."""
    written = route.model_dump(mode="json", by_alias=True)
    return Route.model_validate(_renamed(written, facts))


def _renamed(value: Any, facts: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return _child(value, facts)
    if isinstance(value, list):
        return [_renamed(one, facts) for one in value]
    if isinstance(value, dict):
        return {key: _renamed(one, facts) for key, one in value.items()}
    return value


def _child(text: str, facts: tuple[str, ...]) -> str:
    several = any(fact.startswith(CHILDREN) for fact in facts)
    return text if several else text.replace(CHILD, "孩子")
