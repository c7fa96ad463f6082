"""The console: the latest conversations, one of them whole, the queue, and one agent for each."""

from __future__ import annotations

from collections.abc import Callable

from api.hotline.repository import HotlineRepository, Line
from api.message import EmptyMessage, clean_text, shorten
from api.problems import Refusal
from api.store.handovers import AlreadyClaimed
from api.store.record import Accepted, Handover, Record, Turn
from api.taking import AGENT, save, silently
from assistant.turn.masking import mask

NO_CONVERSATION = "没有这个对话,请从左边的列表里选一个。"
NOBODY_WAITS = "这个对话没有在等人工,可能已经结束。"
TAKEN = "这个对话已经由「{agent}」接了。"
NOT_YOURS = "先接下这个对话,再回复。"
EMPTY = "没有内容,请写好再发。"


class HotlineService:
    """`release` names the one in service; `today` and `new_id` come from outside."""

    def __init__(
        self,
        repository: HotlineRepository,
        *,
        release: Callable[[], str],
        new_id: Callable[[], str],
    ) -> None:
        self._kept = repository
        self._release = release
        self._new_id = new_id

    def latest(self, limit: int) -> list[Line]:
        return self._kept.latest(limit)

    def read(self, conversation: str) -> Record:
        """One conversation. Raises Refusal (404)."""
        try:
            return self._kept.reading.record(conversation)
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None

    def waiting(self, limit: int) -> list[Handover]:
        """Who waits, longest first."""
        return self._kept.handovers.waiting(limit)

    def claim(self, conversation: str, agent: str) -> Handover:
        """Take it; only one ever can. Raises Refusal (404, 409)."""
        try:
            return self._kept.handovers.claim(conversation, agent)
        except AlreadyClaimed as claimed:
            raise Refusal(409, TAKEN.format(agent=claimed.agent)) from None
        except KeyError:
            raise Refusal(404, NOBODY_WAITS) from None

    def close(self, conversation: str, agent: str) -> None:
        """Give it back to the assistant. Raises Refusal (404, 409)."""
        self._must_have(conversation, agent)
        self._kept.handovers.close(conversation)

    def say(self, conversation: str, agent: str, *, text: str, key: str | None) -> Turn:
        """The agent's words, as a turn of the conversation; the same key again is the same turn.
        Raises Refusal (404, 409, 422).
        """
        self._must_have(conversation, agent)
        try:
            words = shorten(mask(clean_text(text)))
        except EmptyMessage:
            raise Refusal(422, EMPTY) from None
        kept = self._kept.conversations
        day = self._kept.today()
        intake = kept.accept(conversation, key=key or self._new_id(), text="", day=day)
        if isinstance(intake.turn, Turn):
            return intake.turn
        return self._spoken(intake.turn, words)

    def _spoken(self, accepted: Accepted, words: str) -> Turn:
        return save(
            accepted,
            lambda standing: silently(standing.conversation, words, status=AGENT),
            conversations=self._kept.conversations,
            release=self._release(),
        )

    def _must_have(self, conversation: str, agent: str) -> None:
        try:
            handover = self._kept.handovers.of(conversation)
        except KeyError:
            raise Refusal(404, NOBODY_WAITS) from None
        if handover.agent != agent:
            raise Refusal(409, TAKEN.format(agent=handover.agent) if handover.agent else NOT_YOURS)
