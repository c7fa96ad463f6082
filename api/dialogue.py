"""Rasa as the app sees it, and what stands in for it where there is none.

assistant/client.py is the real one. Without Rasa every turn is answered too, without an act.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Dialogue(Protocol):
    """Hands one message to Rasa, and waits until the action it called back for is done."""

    async def send(
        self, sender: str, message: str, *, metadata: Mapping[str, Any] | None = None
    ) -> Any:
        """Raises RasaUnavailable."""

    async def close(self) -> None:
        """Give back what was held."""


class WithoutRasa:
    """Never decides anything."""

    async def send(
        self, sender: str, message: str, *, metadata: Mapping[str, Any] | None = None
    ) -> Any:
        """Nothing calls back."""

    async def close(self) -> None:
        """Nothing was held."""
