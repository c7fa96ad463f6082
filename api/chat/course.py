"""What a citizen does with a conversation besides talking: looks at facts and route, says how a
step went, reopens it by a link, rates it, asks for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.chat.schemas import Rate, StepOutcome
from api.message import EmptyMessage, clean_text
from api.problems import Refusal
from api.store.record import FactSaid, Handover, Planned
from api.turns.repository import TurnRepository
from api.turns.service import NO_CONVERSATION
from assistant.turn.change import Change, PaperAsked, StepDone, StepFailed
from assistant.turn.conversation import Rating
from assistant.turn.masking import mask

NO_ROUTE = "还没有排过办事路线。先说说想办成什么,我来排。"
NO_STEP = "这条路线里没有「{step}」这一步。路线可能变过,请刷新后再点。"
NO_PAPER_NAMED = "请写上窗口还要哪份材料(paper)。"
NO_HANDOVER = "现在没有在排队等人工。"
NO_LINK = "这个链接打不开,可能对话已经删除。请重新开始。"
TOO_LATE = "坐席已经在接待您,不用再排队了。"


class Course:
    """Reads and small writes around the turns. `new_link` gives a short word nobody can guess."""

    def __init__(self, repository: TurnRepository, *, new_link: Callable[[], str]) -> None:
        self._kept = repository
        self._new_link = new_link

    def facts(self, conversation: str) -> tuple[FactSaid, ...]:
        """Every word about every fact. Raises Refusal (404)."""
        with _found():
            self._kept.conversations.standing(conversation)
        return self._kept.reading.facts(conversation)

    def planned(self, conversation: str, turn: int | None = None) -> Planned:
        """The latest route, or that of one turn. Raises Refusal (404)."""
        planned = self._kept.reading.planned(conversation, turn=turn)
        if planned is not None:
            return planned
        with _found():
            self._kept.conversations.standing(conversation)
        raise Refusal(404, NO_ROUTE)

    def outcome(self, conversation: str, step: str, said: StepOutcome) -> Change:
        """The change that this outcome of a step means. Raises Refusal (404, 422)."""
        route = self.planned(conversation, said.turn).route
        found = next((one for one in route.steps if one.id == step), None)
        if found is None:
            raise Refusal(404, NO_STEP.format(step=step[:40]))
        if said.outcome == "done":
            return StepDone(item=found.item, person=found.person)
        if said.outcome == "failed":
            return StepFailed(item=found.item, person=found.person)
        if not said.paper or not said.paper.strip():
            raise Refusal(422, NO_PAPER_NAMED)
        return PaperAsked(item=found.item, person=found.person, material=said.paper.strip())

    def link(self, conversation: str) -> str:
        """The short link of this conversation, the same each time. Raises Refusal (404)."""
        with _found():
            return self._kept.reading.link(conversation, self._new_link())

    def linked(self, link: str) -> str:
        """The conversation behind a link. Raises Refusal (404)."""
        with _found(NO_LINK):
            return self._kept.reading.linked(link)

    def rate(self, conversation: str, rate: Rate) -> Rating:
        """Keep the rating in place of an earlier one, its reason masked. Raises Refusal (404)."""
        try:
            reason = mask(clean_text(rate.reason))
        except EmptyMessage:
            reason = ""
        rating = Rating(level=rate.level, reason=reason)
        with _found():
            self._kept.reading.rate(conversation, rating)
        return rating

    def ask_for_agent(self, conversation: str) -> Handover:
        """Join the queue; asked again, the place in it. Raises Refusal (404)."""
        with _found():
            return self._kept.handovers.ask(conversation)

    def handover(self, conversation: str) -> Handover:
        """The place in the queue, or who took it. Raises Refusal (404)."""
        with _found(NO_HANDOVER):
            return self._kept.handovers.of(conversation)

    def leave_queue(self, conversation: str) -> None:
        """No person after all. Raises Refusal (404, 409 where an agent has it already)."""
        if self.handover(conversation).agent is not None:
            raise Refusal(409, TOO_LATE)
        with _found(NO_HANDOVER):
            self._kept.handovers.close(conversation)


@contextmanager
def _found(otherwise: str = NO_CONVERSATION) -> Iterator[None]:
    try:
        yield
    except KeyError:
        raise Refusal(404, otherwise) from None
