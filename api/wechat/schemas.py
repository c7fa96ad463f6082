"""What comes in from WeChat and what goes out to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["say", "join", "welcome", "progress", "unheard", "unread", "silent", "gone"]


@dataclass(frozen=True)
class Incoming:
    """One message or event. `key` names it for good: its MsgId, or who and when for an event.
    `words` are what a citizen said, or a link's word where a conversation is to be joined;
    `counts` whether it is a message (48 hours, 5 answers) or an event (1 minute, 3 answers).
    """

    openid: str
    account: str
    key: str
    kind: Kind
    words: str
    counts: Literal["message", "event"]


@dataclass(frozen=True)
class Card:
    """One article that links to a page."""

    title: str
    description: str
    url: str


@dataclass(frozen=True)
class Part:
    """One message to a citizen: a text, or a card."""

    text: str = ""
    card: Card | None = None


@dataclass(frozen=True)
class Received:
    """An incoming message as kept: for the how manyth time it came (1: new)."""

    id: int
    openid: str
    attempts: int


@dataclass(frozen=True)
class Waiting:
    """A message that waits for its answer, oldest first."""

    id: int
    openid: str
    conversation: str
    key: str
    kind: Kind
    words: str
