"""The console's two reads."""

from __future__ import annotations

from collections.abc import Callable

from api.hotline.repository import HotlineRepository, Line
from api.problems import Refusal
from api.store.conversations import Record

NO_CONVERSATION = "没有这个对话,请从左边的列表里选一个。"


class HotlineService:
    """`read` gives one stored conversation, or KeyError."""

    def __init__(self, repository: HotlineRepository, read: Callable[[str], Record]) -> None:
        self._repository = repository
        self._read = read

    def latest(self, limit: int) -> list[Line]:
        return self._repository.latest(limit)

    def read(self, conversation: str) -> Record:
        """One conversation. Raises Refusal (404)."""
        try:
            return self._read(conversation)
        except KeyError:
            raise Refusal(404, NO_CONVERSATION) from None
