"""From a message to the reply within WeChat's five seconds, and everything after it.

kept at once -> answered by whoever works for this person (one process at a time, oldest first) ->
the passive reply if it is ready in time, else a first one -> the rest pushed. What a process that
died left behind is found by the others. A message that comes again is never taken again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Literal, TypeVar, TypeVarTuple

from anyio import to_thread

from api.turns.service import TurnService
from api.wechat import wording
from api.wechat.answering import Answering
from api.wechat.outbox import APART, Handed, Outbox
from api.wechat.repository import HOLD, Inbox
from api.wechat.schemas import Incoming, Part, Received, Waiting
from api.wechat.sending import Sender
from api.wechat.splitting import split

log = logging.getLogger("wenzheng.wechat")
LOOK_SECONDS = 0.5  # how often a waiting request looks whether another process has answered
SWEEP_SECONDS = 2.0
CLOSING_SECONDS = 5.0
T = TypeVar("T")
G = TypeVarTuple("G")
Spoken = Literal["sent", "waiting", "nobody"]


@dataclass(frozen=True)
class Patience:
    """Of WeChat's five seconds: how many a reply may take before a first one goes out instead, and
    how many a request may take in all; the rest is for the network.
    """

    reply: float = 3.0
    request: float = 4.5


@dataclass
class WechatService:
    """One for each process."""

    turns: TurnService
    answering: Answering
    inbox: Inbox
    outbox: Outbox
    sender: Sender
    patience: Patience = Patience()
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _wanted: set[str] = field(default_factory=set)
    _answered: dict[int, asyncio.Event] = field(default_factory=dict)
    _sweeper: asyncio.Task[None] | None = None

    async def receive(self, incoming: Incoming, *, signature: str) -> Part | None:
        """The passive reply; None for none. Raises repository.Replayed."""
        ends = asyncio.get_running_loop().time() + self.patience.reply
        received = await _impatiently(self._keep, incoming, signature)
        if received.attempts > 1 and await _impatiently(self._take_back, received):
            self._work(received.openid)
            self._work_later(received.openid)
            return None
        try:
            return await self._reply(received, ends)
        finally:
            self._answered.pop(received.id, None)
            self._work_later(received.openid)

    def _keep(self, incoming: Incoming, signature: str) -> Received:
        wait = timedelta(seconds=self.patience.reply)
        while True:
            try:
                return self.inbox.receive(incoming, signature=signature, wait=wait)
            except KeyError:
                begun = self.turns.begin().conversation.id
                if not self.inbox.meet(incoming.openid, begun):
                    self.turns.erase(begun)

    def _take_back(self, received: Received) -> bool:
        return self.sender.pushes and self.outbox.take_back(received.openid, received.id)

    async def _reply(self, received: Received, ends: float) -> Part | None:
        clock = asyncio.get_running_loop().time
        event = self._answered.setdefault(received.id, asyncio.Event())
        while (left := ends - clock()) > 0:
            await _first_of(event, self._work(received.openid), seconds=left)
            handed = await self._hand_over(received, late=False)
            if handed.ready:
                return handed.part
            await asyncio.sleep(min(LOOK_SECONDS, max(0.0, ends - clock())))
        handed = await self._hand_over(received, late=True)
        if handed.ready or handed.part is not None:
            return handed.part
        return Part(text=wording.FIRST if self.sender.pushes else wording.FIRST_AND_ASK)

    async def _hand_over(self, received: Received, *, late: bool) -> Handed:
        hand_over = partial(self.outbox.hand_over, late=late)
        return await _impatiently(hand_over, received.openid, received.id)

    async def speak(self, conversation: str, words: str) -> Spoken:
        """An agent's words to whoever speaks in this conversation through WeChat. `waiting`: they
        come with the citizen's next word, as WeChat lets nothing through before it.
        """
        parts = tuple(Part(text=text) for text in split(words))
        people = await to_thread.run_sync(self.inbox.people, conversation)
        for openid in people:
            await to_thread.run_sync(self.outbox.put, openid, parts)
            await self._work(openid)
        left = [await to_thread.run_sync(self.outbox.waiting, openid) for openid in people]
        if not people:
            return "nobody"
        return "waiting" if any(left) else "sent"

    def _work(self, openid: str) -> asyncio.Task[None]:
        """Do what is to be done for this person, in this process once at a time."""
        self._wanted.add(openid)
        task = self._tasks.get(openid)
        if task is None or task.done():
            task = asyncio.create_task(self._work_for(openid))
            self._tasks[openid] = task
            task.add_done_callback(partial(self._done, openid))
        return task

    def _done(self, openid: str, task: asyncio.Task[None]) -> None:
        """What was wanted while it ended is done by the next one, which may have begun already."""
        if self._tasks.get(openid) is not task:
            return
        del self._tasks[openid]
        if openid in self._wanted:
            self._go_on(openid)

    def _go_on(self, openid: str) -> None:
        """Unless we are closing: then it is left to the other processes."""
        if self._sweeper is not None:
            self._work(openid)

    def _work_later(self, openid: str) -> None:
        """Push the rest, once the passive reply is on its way."""
        after = APART.total_seconds() + 0.1
        asyncio.get_running_loop().call_later(after, self._go_on, openid)

    async def _work_for(self, openid: str) -> None:
        try:
            while openid in self._wanted:
                if not await to_thread.run_sync(self.inbox.hold, openid):
                    self._wanted.discard(openid)
                    return
                try:
                    if await self._answer_all(openid):
                        await self._push_all(openid)
                finally:
                    await to_thread.run_sync(self.inbox.let_go, openid)
        except Exception as error:  # found again by the sweep
            self._wanted.discard(openid)
            log.error("work for a person in WeChat was left", exc_info=error)

    async def _answer_all(self, openid: str) -> bool:
        """Whether something may be pushed now; not where a request of ours takes the last answer,
        and looks after the rest. Who is kept after a look for what waits wants another one.
        """
        clock = asyncio.get_running_loop().time
        held, pushing = clock(), True
        self._wanted.discard(openid)
        while waiting := await to_thread.run_sync(self.inbox.oldest, openid):
            pushing = not await self._answer(waiting)
            self._wanted.discard(openid)
            if clock() - held > HOLD.total_seconds() / 2:
                held = clock()
                if not await to_thread.run_sync(self.inbox.hold, openid):
                    return False
        return pushing

    async def _answer(self, waiting: Waiting) -> bool:
        """Whether a request of ours waits for it."""
        parts = await self.answering.answer(waiting)
        await to_thread.run_sync(self.inbox.answer, waiting, parts)
        event = self._answered.get(waiting.id)
        if event is not None:
            event.set()
        return event is not None

    async def _push_all(self, openid: str) -> None:
        if not self.sender.pushes:
            return
        while found := await to_thread.run_sync(self.outbox.next_push, openid):
            number, part = found
            outcome = await self.sender.send(openid, part)
            if outcome != "sent":
                not_pushed = partial(self.outbox.not_pushed, again=outcome == "later")
                await to_thread.run_sync(not_pushed, openid, number)
                return
            await to_thread.run_sync(self.outbox.pushed, number)

    def start(self) -> None:
        """Look after what is left behind, from now on."""
        self._sweeper = asyncio.create_task(self._sweep())

    async def _sweep(self) -> None:
        while True:
            try:
                for openid in await to_thread.run_sync(self.inbox.left_behind):
                    self._work(openid)
            except Exception as error:  # the database is away: try again
                log.warning("nothing can be looked after: %s", type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def close(self) -> None:
        """Let the work under way end."""
        sweeper, self._sweeper = self._sweeper, None
        if sweeper is not None:
            sweeper.cancel()
            await asyncio.wait({sweeper})
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=CLOSING_SECONDS)
        await self.sender.close()


async def _impatiently(act: Callable[[*G], T], *given: *G) -> T:
    """In a thread, which goes on by itself where WeChat will wait no longer."""
    return await to_thread.run_sync(act, *given, abandon_on_cancel=True)


async def _first_of(event: asyncio.Event, task: asyncio.Task[None], *, seconds: float) -> None:
    """Until it is answered here, or the work here ended, or it is late."""
    answered = asyncio.create_task(event.wait())
    await asyncio.wait({answered, task}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    answered.cancel()
