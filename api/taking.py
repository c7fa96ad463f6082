"""Answers one accepted turn upon the newest state of its conversation, from one release.

Of two turns at once the later one is answered again, upon what the earlier one left. A conversation
that an agent has taken gets no answer from us: its words are kept, and the agent speaks.
"""

from __future__ import annotations

from collections.abc import Callable

from api.opened import Opened
from api.problems import Refusal
from api.store.conversations import Conversations, TurnRefused
from api.store.record import Accepted, Standing, Turn
from assistant.turn.carrying import carry_over
from assistant.turn.conversation import Conversation, Reply
from assistant.wording import sentences

ATTEMPTS = 8
BUSY = "上一句话还在处理,请等回答出来再发。"
WITH_AGENT = "with_agent"
AGENT = "agent"

Heard = Callable[[Conversation, Reply], None]


def answer(
    accepted: Accepted,
    opened: Opened,
    *,
    conversations: Conversations,
    act: str | None,
    heard: Heard | None = None,
) -> Turn:
    """The answered turn. Raises KeyError where the conversation is gone, Refusal (409) where too
    many turns come at once, ChangeRefused.
    """

    def reply_upon(standing: Standing) -> tuple[Conversation, Reply]:
        before, engine = standing.conversation, opened.engine
        if standing.release != opened.release:
            before = carry_over(before, opened.knowledge, on=accepted.day)
        if accepted.change is not None:
            return engine.change(before, accepted.change, today=accepted.day)
        if standing.agent is not None:
            return silently(before, sentences.WITH_AGENT, status=WITH_AGENT)
        return engine.take_turn(before, accepted.text, act=act, today=accepted.day, heard=heard)

    return save(accepted, reply_upon, conversations=conversations, release=opened.release, act=act)


def save(
    accepted: Accepted,
    reply_upon: Callable[[Standing], tuple[Conversation, Reply]],
    *,
    conversations: Conversations,
    release: str,
    act: str | None = None,
) -> Turn:
    """Reply upon the newest state, and keep it; again where another turn was first."""
    for _ in range(ATTEMPTS):
        standing = conversations.standing(accepted.conversation)
        after, reply = reply_upon(standing)
        try:
            return conversations.save_turn(
                accepted, standing, after, reply=reply, release=release, act=act
            )
        except TurnRefused:
            found = conversations.find(accepted.conversation, turn=accepted.id)
            if isinstance(found, Turn):
                return found
    raise Refusal(409, BUSY)


def silently(before: Conversation, text: str, *, status: str) -> tuple[Conversation, Reply]:
    """A turn in which the assistant does nothing: `text` is said for it."""
    after = before.model_copy(update={"turns": before.turns + 1})
    return after, Reply(reply=text, kind="consult", status=status, facts=before.values())
