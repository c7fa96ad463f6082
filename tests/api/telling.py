"""Turns put into a store for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from api.store.conversations import Conversations
from api.store.record import Accepted, Turn
from assistant.turn.conversation import Conversation
from tests.api.fakes import TODAY, FakeEngine

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
RELEASE = "0123456789abcdef"


def accept(conversations: Conversations, words: str, key: str, *, to: str = "one") -> Accepted:
    found = conversations.accept(to, key=key, text=words, day=TODAY).turn
    assert isinstance(found, Accepted)
    return found


def say(conversations: Conversations, words: str, key: str, *, to: str = "one") -> Turn:
    accepted = accept(conversations, words, key, to=to)
    before = conversations.standing(to)
    after, reply = FakeEngine().take_turn(before.conversation, words, act=None, today=TODAY)
    return conversations.save_turn(
        accepted, before, after, reply=reply, release=RELEASE, act="inform_fact"
    )


def move(
    conversations: Conversations, change: Callable[[Conversation], Conversation], key: str
) -> Turn:
    """A turn that does this to the state."""
    accepted = accept(conversations, key, key)
    before = conversations.standing("one")
    moved, reply = FakeEngine().take_turn(before.conversation, key, act=None, today=TODAY)
    after = change(before.conversation).model_copy(update={"turns": moved.turns})
    return conversations.save_turn(accepted, before, after, reply=reply, release=RELEASE)
