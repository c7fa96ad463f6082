"""What a turn knows while it is being taken; each step returns a fuller one or ends the turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.turn.conversation import Answer, Conversation
from assistant.turn.decision import NONE, Decision
from knowledge.model.kind import Kind
from knowledge.model.route import Ask, Route
from knowledge.retrieval.finder import Found


@dataclass(frozen=True)
class Draft:
    """The turn so far. `parts` are the paragraphs of the reply in order; `status` ends the turn
    when set. `undecided` are facts on which the answer just given hangs. `interrupted`: the message
    is no answer to the open ask; `corrected`: the whole of it is the correction of a fact; `read`:
    what the finder made of it; `presumed`: what the question takes for granted against the
    citizen's own word: answered by, never kept.
    """

    before: Conversation
    conversation: Conversation
    text: str
    act: str | None
    today: date
    decision: Decision = NONE
    interrupted: bool = False
    read: Found | None = None
    kind: Kind = "consult"
    status: str | None = None
    parts: tuple[str, ...] = ()
    picked: str = ""
    listed: bool = False
    answered_ask: bool = False
    corrected: bool = False
    presumed: tuple[tuple[str, Any], ...] = ()
    found: Found | None = None
    answers: tuple[Answer, ...] = ()
    undecided: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    route: Route | None = None
    ask: Ask | None = None
    quick: tuple[str, ...] = ()
    at_hand: int = 0
    changes: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """Fact key -> value, by which questions are answered."""
        return {**self.conversation.values(), **dict(self.presumed)}
