"""What one message from WeChat is answered with."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from anyio import to_thread
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.problems import Refusal
from api.store.handovers import Handovers
from api.store.record import Handover
from api.taking import WITH_AGENT
from api.turns.repository import TurnRepository
from api.turns.service import TurnService
from api.wechat import wording
from api.wechat.composing import MOST, Pages, may_pick, parts_of, picked, progress_of
from api.wechat.repository import Inbox
from api.wechat.schemas import Part, Waiting
from assistant.wording import sentences

log = logging.getLogger("wenzheng.wechat")
SAID = {
    "welcome": wording.WELCOME,
    "unheard": wording.UNHEARD,
    "unread": wording.UNREAD,
}


@dataclass(frozen=True)
class Answering:
    """`site` is our address as citizens reach it ("" for none: nothing is linked), `link` the short
    word of a conversation, `pushes` whether more than the passive reply can be sent.
    """

    turns: TurnService
    kept: TurnRepository
    inbox: Inbox
    link: Callable[[str], str]
    site: str
    pushes: bool

    async def answer(self, waiting: Waiting) -> tuple[Part, ...]:
        """What to send; nothing where an agent speaks. Raises what the database raises."""
        if waiting.kind == "say":
            return await self._say(waiting)
        if waiting.kind in ("silent", "gone"):
            return ()
        if waiting.kind == "join":
            return await to_thread.run_sync(self._join, waiting)
        if waiting.kind == "progress":
            return await to_thread.run_sync(self._progress, waiting.conversation)
        return (Part(text=SAID[waiting.kind]),)

    async def _say(self, waiting: Waiting) -> tuple[Part, ...]:
        """The turn, taken once: its key is the message's."""
        try:
            words = await to_thread.run_sync(self._meant, waiting)
            accepted = await to_thread.run_sync(
                self.turns.accept, waiting.conversation, words, waiting.key
            )
            turn = await self.turns.finish(accepted)
        except Refusal as refusal:
            return (Part(text=refusal.detail),)
        except (OperationalError, PoolTimeout):
            raise
        except Exception as error:
            log.error("a message from WeChat cannot be answered", exc_info=error)
            return (Part(text=sentences.FAILED),)
        if turn.reply.status == WITH_AGENT:
            return ()
        pages = await to_thread.run_sync(self._pages, waiting.conversation)
        return parts_of(turn.reply, pages, most=MOST if self.pushes else 1)

    def _meant(self, waiting: Waiting) -> str:
        """The choice that a number stands for; kept, as once answered it stands for another."""
        if not may_pick(waiting.words):
            return waiting.words
        words = picked(waiting.words, self.inbox.choices(waiting.conversation))
        if words != waiting.words:
            self.inbox.understood(waiting.id, words)
        return words

    def _join(self, waiting: Waiting) -> tuple[Part, ...]:
        """Go on in the conversation whose link the citizen sent."""
        try:
            conversation = self.kept.reading.linked(waiting.words)
        except KeyError:
            return (Part(text=wording.NO_LINK),)
        self.inbox.join(waiting.openid, conversation)
        return (Part(text=wording.JOINED),)

    def _progress(self, conversation: str) -> tuple[Part, ...]:
        state = self.kept.conversations.standing(conversation).conversation
        waiting = _handover(self.kept.handovers, conversation)
        return progress_of(state, waiting, self._pages(conversation))

    def _pages(self, conversation: str) -> Pages | None:
        if not self.site:
            return None
        return Pages(
            route=f"{self.site}/r/{self.link(conversation)}",
            notice=f"{self.site}/v1/conversations/{conversation}/notice",
        )


def _handover(handovers: Handovers, conversation: str) -> Handover | None:
    try:
        return handovers.of(conversation)
    except KeyError:
        return None
