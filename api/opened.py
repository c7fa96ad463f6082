"""What a turn is answered from: one opened release, and the engine over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.turn.change import Change
from assistant.turn.conversation import Conversation, Reply
from knowledge.model.knowledge_base import KnowledgeBase


class Engine(Protocol):
    """assistant/turn/engine.py"""

    def take_turn(
        self,
        conversation: Conversation,
        text: str,
        *,
        act: str | None,
        today: date,
        heard: Callable[[Conversation, Reply], None] | None = None,
    ) -> tuple[Conversation, Reply]: ...

    def change(
        self, conversation: Conversation, change: Change, *, today: date
    ) -> tuple[Conversation, Reply]: ...

    def words_of(self, change: Change, *, today: date) -> str: ...


@dataclass(frozen=True)
class Opened:
    """A release by name, its knowledge, its engine: all three of one version."""

    release: str
    knowledge: KnowledgeBase
    engine: Engine
