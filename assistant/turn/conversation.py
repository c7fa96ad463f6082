"""What a conversation remembers between turns, and what one turn gives back.

All of it is plain data (pydantic), so that a store can keep it as JSON and any past answer can be
replayed: state comes in, state goes out, and api/store keeps it.
"""

from __future__ import annotations

from typing import Any, Literal

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
    """A paper that the window asked for besides, at "<list>/<item>" for this person."""

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
    """One of the five official levels of 政务服务“好差评”, and why (masked)."""

    level: Level
    reason: str = ""


class Choice(Plain):
    """Two lists of which one is meant, and the message that may be about either."""

    text: str
    lists: tuple[str, str]


class Answer(Plain):
    """One approved answer given in a reply, with what it rests on."""

    question: str
    ask: str
    answer: str
    basis: tuple[str, ...]
    reviewed: str | None


class Reply(Plain):
    """One turn's result: the text to show and the structured parts the pages draw.

    `at_hand` is how many questions of these lists fit the citizen's case (相关知识点 N 条).
    `status` names how the turn ended (dashboards read statuses, never text); `changes` say what is
    otherwise than in the route told before; `awaits` what the next message may be the answer to. A
    `rating` given in words is kept by the store.
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
    at_hand: int = 0
    changes: tuple[str, ...] = ()
    rating: Rating | None = None
    awaits: Literal["", "fact", "step", "rating", "reason"] = ""


class Conversation(Plain):
    """State after `turns` turns. `pending` is the fact key last asked, `asked` all of them for the
    goals there are; `unsure` are facts answered 不知道, `refuted` those that we inferred wrongly;
    `route` is the one last told, `rested_on` the facts it was planned with, `question` the one
    whose answer hangs on what we asked, `answered` those answered since the route was told,
    `offered` are those of which we asked which one is meant, `choice` the lists of which we asked
    that. `done` and `failed` are "<list>/<item>@<person>";
    `steps` and `papers` are the route in words, `at_step` the step shown last (0: none); `awaits`
    what we asked besides facts, `about` the words for which we asked it; `said` our last reply.
    """

    id: str
    turns: int = 0
    facts: tuple[HeardFact, ...] = ()
    goals: tuple[Wanted, ...] = ()
    lists: tuple[str, ...] = ()
    pending: str | None = None
    asked: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    route: Route | None = None
    rested_on: dict[str, Any] = {}
    question: str | None = None
    answered: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    choice: Choice | None = None
    held: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    refused: tuple[RefusedPaper, ...] = ()
    failed: tuple[str, ...] = ()
    steps: tuple[ToldStep, ...] = ()
    papers: tuple[str, ...] = ()
    at_step: int = 0
    awaits: Awaited = ""
    about: str = ""
    rating: Rating | None = None
    said: str = ""

    def values(self) -> dict[str, Any]:
        """Fact key -> value; a later word about the same fact wins."""
        return {fact.key: fact.value for fact in self.facts}
