"""A turn, from the citizen's words to the stored reply. Each turn is taken once, whoever gets
there first.

mask -> accepted (kept at once) -> Rasa decides the dialogue act and calls back (`apply`) -> the
engine answers -> stored. When Rasa is down, slow, or did not call back in time, the engine answers
without an act. Of the two ways, whichever is second finds the turn taken. Words that were accepted
and never answered, because the process died, are answered before the next ones.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from anyio import to_thread

from api.dialogue import Dialogue
from api.message import EmptyMessage, clean_text, shorten
from api.opened import Opened
from api.problems import Refusal
from api.store.record import Accepted, Record, Turn
from api.taking import answer, save, silently
from api.turns.repository import TurnRepository
from assistant.client import RasaUnavailable
from assistant.turn.change import Change, ChangeRefused
from assistant.turn.conversation import Conversation, Reply
from assistant.turn.masking import mask
from assistant.wording import sentences

log = logging.getLogger("wenzheng.turns")
CLOSING_SECONDS = 5.0
FOLLOW_SECONDS = 0.2
FORSAKEN_AFTER = timedelta(seconds=15)
NO_CONVERSATION = "没有这个对话,可能已经过期。请重新开始。"
NO_TURN = "没有这一轮对话,请刷新页面再看。"
EMPTY = "没有收到内容。请用一两句话说说您的情况,比如户口在哪里、想办什么事。"
OTHER_TEXT = "同一个 Idempotency-Key 用在了两句不同的话上,请为每一句话换一个新的。"


@dataclass
class Underway:
    """A turn being taken in this process: whoever comes second waits, and gets the same turn."""

    accepted: Accepted
    watched: bool
    turn: Turn | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class TurnService:
    """Begins conversations and takes turns. Safe to call from several threads and processes."""

    def __init__(
        self,
        *,
        repository: TurnRepository,
        opened: Callable[[], Opened],
        dialogue: Dialogue,
        today: Callable[[], date],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._kept = repository
        self._opened = opened
        self._dialogue = dialogue
        self._today = today
        self._now = now
        self._new_id = new_id
        self._underway: dict[tuple[str, str], Underway] = {}
        self._tasks: dict[tuple[str, str], asyncio.Task[Turn]] = {}

    def begin(self) -> Record:
        """A fresh conversation."""
        conversation, release = self._new_id(), self._opened().release
        now = self._kept.conversations.create(conversation, release=release)
        return Record(Conversation(id=conversation), release, now, now, ())

    def read(self, conversation: str) -> Record:
        """The conversation so far. Raises Refusal (404)."""
        try:
            return self._kept.reading.record(conversation)
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None

    def erase(self, conversation: str) -> None:
        """Delete it with everything in it, as the citizen wishes. Raises Refusal (404)."""
        try:
            self._kept.conversations.erase(conversation)
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None

    async def take(self, conversation: str, text: str, *, key: str | None = None) -> Turn:
        """Answer what the citizen says. The same key again gives the same turn again.

        Raises Refusal: 404 no such conversation, 409 too many at once, 422 empty or a key used
        twice.
        """
        accepted = await to_thread.run_sync(self.accept, conversation, text, key)
        return await self.finish(accepted)

    def accept(self, conversation: str, text: str, key: str | None = None) -> Turn | Accepted:
        """Keep the words (masked) before anything else is done with them. Raises Refusal."""
        try:
            words = shorten(mask(clean_text(text)))
        except EmptyMessage:
            raise Refusal(422, EMPTY) from None
        return self._accept(conversation, words, key, None)

    def accept_change(
        self, conversation: str, change: Change, key: str | None = None
    ) -> Turn | Accepted:
        """Keep the change as a turn of its own. Raises Refusal."""
        try:
            words = self._opened().engine.words_of(change, today=self._today())
        except ChangeRefused as refused:
            raise Refusal(422, str(refused)) from None
        return self._accept(conversation, mask(words), key, change)

    def _accept(
        self, conversation: str, words: str, key: str | None, change: Change | None
    ) -> Turn | Accepted:
        try:
            intake = self._kept.conversations.accept(
                conversation,
                key=key or self._new_id(),
                text=words,
                day=self._today(),
                change=change,
            )
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None
        if intake.turn.text != words:
            raise Refusal(422, OTHER_TEXT)
        for other in intake.others:
            if self.is_forsaken(other):
                self._settle(other)
        return intake.turn

    def is_forsaken(self, accepted: Accepted) -> bool:
        """Whether nobody can be working on it any more."""
        return accepted.accepted_at < self._now() - FORSAKEN_AFTER

    def _settle(self, accepted: Accepted) -> None:
        """Answer words that were left behind; what cannot be answered must not block what can."""
        try:
            self._finished(Underway(accepted, watched=False))
        except Refusal:
            log.warning("a change that was left behind does not fit any more")
        except Exception as error:
            log.error("a turn that was left behind cannot be answered", exc_info=error)
            save(
                accepted,
                lambda standing: silently(standing.conversation, sentences.FAILED, status="failed"),
                conversations=self._kept.conversations,
                release=self._opened().release,
            )

    async def finish(self, accepted: Turn | Accepted) -> Turn:
        """The answer to what was accepted. Raises Refusal."""
        if isinstance(accepted, Turn):
            return accepted
        return await asyncio.shield(self.start(accepted))

    def start(self, accepted: Accepted, *, watched: bool = False) -> asyncio.Task[Turn]:
        """Begin to answer, or join who began; goes on whether or not anybody waits. A `watched`
        turn notes what was heard while its route is still being planned.
        """
        name = (accepted.conversation, accepted.key)
        if name not in self._tasks:
            self._underway[name] = Underway(accepted, watched)
            self._tasks[name] = asyncio.create_task(self._answer(self._underway[name]))
            self._tasks[name].add_done_callback(lambda task: self._forget(name, task))
        return self._tasks[name]

    def _forget(self, name: tuple[str, str], task: asyncio.Task[Turn]) -> None:
        self._tasks.pop(name, None)
        self._underway.pop(name, None)
        if not task.cancelled():
            task.exception()  # whoever waits is told; else whoever asks again

    async def close(self) -> None:
        """Let the turns under way end."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=CLOSING_SECONDS)

    def find(self, conversation: str, turn: str) -> Turn | Accepted:
        """One turn, answered or not. Raises Refusal (404)."""
        try:
            return self._kept.conversations.find(conversation, turn=turn)
        except KeyError:
            raise Refusal(404, NO_TURN) from None

    def follow(self, accepted: Accepted) -> asyncio.Task[Turn]:
        """Wait for a turn that is under way here or elsewhere; forsaken, it is answered here."""
        name = (accepted.conversation, accepted.key)
        return self._tasks.get(name) or asyncio.create_task(self._follow(accepted))

    async def _follow(self, accepted: Accepted) -> Turn:
        while not self.is_forsaken(accepted):
            found = await to_thread.run_sync(self.find, accepted.conversation, accepted.id)
            if isinstance(found, Turn):
                return found
            await asyncio.sleep(FOLLOW_SECONDS)
        return await self.finish(accepted)

    async def heard(self, accepted: Accepted) -> dict[str, Any] | None:
        """What was noted of a watched turn so far."""
        return await to_thread.run_sync(self._kept.conversations.heard, accepted.id)

    async def _answer(self, underway: Underway) -> Turn:
        if underway.accepted.change is None:
            await self._through_rasa(underway.accepted, watched=underway.watched)
        return await to_thread.run_sync(self._finished, underway)

    def _finished(self, underway: Underway) -> Turn:
        try:
            return self._take_once(underway, act=None)
        except ChangeRefused as refused:
            self._kept.conversations.drop(underway.accepted)
            raise Refusal(422, str(refused)) from None

    def apply(self, conversation: str, key: str, *, act: str | None, watched: bool) -> Turn:
        """Take the turn now, unless it is taken; `act` is the dialogue act Rasa decided. Raises
        Refusal (404, 409).
        """
        if underway := self._underway.get((conversation, key)):
            return self._take_once(underway, act=act)
        try:
            found = self._kept.conversations.find(conversation, key=key)
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None
        if isinstance(found, Turn):
            return found
        return self._take_once(Underway(found, watched), act=act)

    def _take_once(self, underway: Underway, *, act: str | None) -> Turn:
        with underway.lock:
            if underway.turn is None:
                underway.turn = self._take_now(underway, act)
            return underway.turn

    def _take_now(self, underway: Underway, act: str | None) -> Turn:
        kept, accepted = self._kept, underway.accepted

        def note(conversation: Conversation, reply: Reply) -> None:
            kept.conversations.note_heard(accepted.id, _shown(conversation, reply))

        try:
            return answer(
                accepted,
                self._opened(),
                conversations=kept.conversations,
                act=act,
                heard=note if underway.watched else None,
            )
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None

    async def _through_rasa(self, accepted: Accepted, *, watched: bool) -> None:
        """Let Rasa decide and call back; its absence costs the act, never the answer."""
        metadata: dict[str, Any] = {"key": accepted.key, "watched": watched}
        try:
            await self._dialogue.send(accepted.conversation, accepted.text, metadata=metadata)
        except RasaUnavailable as error:
            log.warning("a turn is taken without an act: rasa was %s", error.reason)


def _shown(conversation: Conversation, reply: Reply) -> dict[str, Any]:
    """What a page may draw before the route is there."""
    return {
        "facts": [fact.model_dump(mode="json") for fact in conversation.facts],
        "lists": list(reply.lists),
        "answers": [one.model_dump(mode="json") for one in reply.answers],
    }
