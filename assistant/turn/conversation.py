"""What a conversation remembers between turns, and what one turn gives back.

All of it is plain data (pydantic), so that a store can keep it as JSON and any past answer can be
replayed. `ConversationStore` is the interface; api/store implements it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict

from knowledge.model.kind import Kind
from knowledge.model.route import Ask, Route

Level = Literal["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
Awaited = Literal["", "step_done", "step_refused", "paper", "rating", "reason"]


class Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HeardFact(Plain):
    """One fact with the words that gave it. `value` is JSON: text, number, true/false or [low,
    high].
    """

    key: str
    value: Any
    words: str
    turn: int
    source: Literal["said", "answered", "inferred"]


class Wanted(Plain):
    goal: str
    person: str


class RefusedPaper(Plain):
    """A paper that the window asked for besides, at an item, for this person."""

    item: str
    person: str
    material: str


class ToldStep(Plain):
    """A step of the route as it was last told: what it takes to walk through it one by one."""

    item: str
    person: str
    title: str
    told: str
    why: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


class Rating(Plain):
    """How the citizen rates us: one of the five official levels, and the reason given."""

    level: Level
    reason: str = ""


class Answer(Plain):
    """One approved answer given in a reply, with what it rests on."""

    question: str
    ask: str
    answer: str
    basis: tuple[str, ...]
    reviewed: str | None


class Reply(Plain):
    """One turn's result: the text to show and the structured parts the pages draw.

    `status` names how the turn ended (dashboards read statuses, never text); `awaits` what the next
    message may be the answer to.
    """

    reply: str
    kind: Kind
    status: str
    lists: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    facts: dict[str, Any] = {}
    asks: Ask | None = None
    route: Route | None = None
    answers: tuple[Answer, ...] = ()
    quick: tuple[str, ...] = ()
    awaits: Literal["", "fact", "step", "rating", "reason"] = ""


class Conversation(Plain):
    """State after `turns` turns. `pending` is the fact key last asked; `unsure` are facts answered
    不知道, `refuted` those that we inferred wrongly; `told` is the route as it was last put into
    words, `question` the one whose answer hangs on what we asked. `done` and `failed` items are
    "<list>/<item>@<person>"; `steps` and `papers` are the route as last told, `at_step` the one
    shown last (0: none); `awaits` what we asked besides facts; `said` our last reply.
    """

    id: str
    turns: int = 0
    facts: tuple[HeardFact, ...] = ()
    goals: tuple[Wanted, ...] = ()
    lists: tuple[str, ...] = ()
    pending: str | None = None
    unsure: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    told: str = ""
    question: str | None = None
    held: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    refused: tuple[RefusedPaper, ...] = ()
    failed: tuple[str, ...] = ()
    steps: tuple[ToldStep, ...] = ()
    papers: tuple[str, ...] = ()
    at_step: int = 0
    awaits: Awaited = ""
    rating: Rating | None = None
    said: str = ""

    def values(self) -> dict[str, Any]:
        """Fact key -> value; a later word about the same fact wins."""
        return {fact.key: fact.value for fact in self.facts}


class ConversationStore(Protocol):
    """Where conversations live. Implementations refuse to apply one turn twice."""

    def load(self, conversation: str) -> Conversation:
        """The conversation, or KeyError."""

    def save_turn(
        self, before: Conversation, after: Conversation, *, text: str, reply: Reply, on: date
    ) -> str:
        """Keep the (masked) text and reply as turn `after.turns`; returns the turn's id."""
