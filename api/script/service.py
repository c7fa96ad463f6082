"""Simplified into traditional characters, as written in 香港 and 澳门 (OpenCC, s2hk).

Keeps nothing of what it is given.
"""

from __future__ import annotations

from opencc import OpenCC


class Script:
    """Safe to call from several threads."""

    def __init__(self) -> None:
        self._convert = OpenCC("s2hk").convert

    def traditional(self, text: str) -> str:
        """The same text in traditional characters; what is traditional already stays."""
        return str(self._convert(text))
