"""What the chat needs kept: the assistant's ConversationStore, found again by key. api/store
implements it.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from api.store.conversations import Record, Turn
from assistant.turn.conversation import Conversation, Reply


class ChatRepository(Protocol):
    """A ConversationStore that also begins conversations and finds a turn by the key it was taken
    under.
    """

    def create(self, conversation: str) -> Conversation: ...

    def load(self, conversation: str) -> Conversation: ...

    def save_turn(
        self,
        before: Conversation,
        after: Conversation,
        *,
        text: str,
        reply: Reply,
        on: date,
        key: str | None = None,
    ) -> str: ...

    def find_turn(self, conversation: str, key: str) -> Turn | None: ...

    def record(self, conversation: str) -> Record: ...
