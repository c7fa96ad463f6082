"""A turn, from the citizen's words to the stored reply. Each turn is taken once, whoever gets
there first.

mask -> Rasa decides the dialogue act and calls back (`apply`) -> the engine answers -> stored.
When Rasa is down, slow, or did not call back, the engine answers without an act. A turn is known
by its key: whichever of the two ways is second finds it taken and returns what is stored.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from anyio import to_thread

from api.chat.repository import ChatRepository
from api.dialogue import Dialogue
from api.message import EmptyMessage, clean_text, shorten
from api.problems import Refusal
from api.store.conversations import Record, Turn, TurnRefused
from assistant.client import RasaUnavailable
from assistant.turn.conversation import Conversation, Reply
from assistant.turn.masking import mask

log = logging.getLogger("wenzheng.chat")
ATTEMPTS = 5
NO_CONVERSATION = "没有这个对话,可能已经过期。请重新开始。"
EMPTY = "没有收到内容。请用一两句话说说您的情况,比如户口在哪里、想办什么事。"
OTHER_TEXT = "同一个 Idempotency-Key 用在了两句不同的话上,请为每一句话换一个新的。"
BUSY = "上一句话还在处理,请等回答出来再发。"


class Engine(Protocol):
    """assistant/turn/engine.py"""

    def take_turn(
        self, conversation: Conversation, text: str, *, act: str | None, today: date
    ) -> tuple[Conversation, Reply]: ...


@dataclass(frozen=True)
class Pending:
    """A turn not yet taken: masked words, the key it is known by, the day it is answered for."""

    conversation: str
    key: str
    text: str
    day: date

    def metadata(self) -> dict[str, Any]:
        """What travels through Rasa beside the words, and comes back with the call."""
        return {"key": self.key, "day": self.day.isoformat()}


class ChatService:
    """Begins conversations and takes turns. Safe to call from several threads and processes."""

    def __init__(
        self,
        *,
        repository: ChatRepository,
        engine: Engine,
        dialogue: Dialogue,
        today: Callable[[], date],
        new_id: Callable[[], str],
    ) -> None:
        self._repository = repository
        self._engine = engine
        self._dialogue = dialogue
        self._today = today
        self._new_id = new_id

    def begin(self) -> Record:
        """A fresh conversation."""
        return self._repository.record(self._repository.create(self._new_id()).id)

    def read(self, conversation: str) -> Record:
        """The conversation so far. Raises Refusal (404)."""
        try:
            return self._repository.record(conversation)
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None

    async def take(self, conversation: str, text: str, *, key: str | None = None) -> Turn:
        """Answer what the citizen says. The same key again gives the same turn again.

        Raises Refusal: 404 no such conversation, 409 too many at once, 422 empty or a key used
        twice.
        """
        pending = self._prepare(conversation, text, key)
        if await to_thread.run_sync(self._is_new, pending):
            await self._through_rasa(pending)
        return await to_thread.run_sync(self._taken, pending)

    def _prepare(self, conversation: str, text: str, key: str | None) -> Pending:
        try:
            words = shorten(mask(clean_text(text)))
        except EmptyMessage:
            raise Refusal(422, EMPTY) from None
        return Pending(conversation, key or self._new_id(), words, self._today())

    def _is_new(self, pending: Pending) -> bool:
        self._state(pending.conversation)
        return self._repository.find_turn(pending.conversation, pending.key) is None

    def _taken(self, pending: Pending) -> Turn:
        """The turn as Rasa's call left it, or taken now where no call came."""
        turn = self.apply(pending, act=None)
        if turn.text != pending.text:
            raise Refusal(422, OTHER_TEXT)
        return turn

    def apply(self, pending: Pending, *, act: str | None) -> Turn:
        """Take the turn now, unless it is taken; `act` is the dialogue act Rasa decided.

        Where another turn of this conversation was saved meanwhile, this one follows it.
        """
        for _ in range(ATTEMPTS):
            if taken := self._repository.find_turn(pending.conversation, pending.key):
                return taken
            before = self._state(pending.conversation)
            after, reply = self._engine.take_turn(before, pending.text, act=act, today=pending.day)
            try:
                self._repository.save_turn(
                    before, after, text=pending.text, reply=reply, on=pending.day, key=pending.key
                )
            except TurnRefused:
                continue
        if taken := self._repository.find_turn(pending.conversation, pending.key):
            return taken
        raise Refusal(409, BUSY)

    def _state(self, conversation: str) -> Conversation:
        try:
            return self._repository.load(conversation)
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None

    async def _through_rasa(self, pending: Pending) -> None:
        """Let Rasa decide and call back; its absence costs the act, never the answer."""
        try:
            await self._dialogue.send(
                pending.conversation, pending.text, metadata=pending.metadata()
            )
        except RasaUnavailable as error:
            log.warning("a turn is taken without an act: rasa was %s", error.reason)
