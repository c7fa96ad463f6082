"""Which kind of message a citizen's words are; only consult is answered from lists."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "consult",
    "greeting",
    "thanks",
    "bye",
    "chitchat",
    "emergency",
    "distress",
    "injection",
    "privacy",
    "elsewhere",
    "off_domain",
    "abuse",
    "unclear",
]
