"""What goes over the wire in the chat."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.store.record import FactSaid, Planned, Turn
from api.transcript import (
    FactView,
    ListView,
    TurnView,
    view_fact,
    view_facts,
    view_lists,
    view_turn,
)
from assistant.turn.conversation import Level
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.route import Route

OUTCOMES = "done 办好了;paper 窗口还要一份材料(写在 paper);failed 窗口不给办"


class Said(BaseModel):
    """Whatever a client sends: unknown keys are refused, values are never converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Say(Said):
    """What the citizen says, in their own words."""

    text: str = Field(examples=["我是外地户口,在厚街上班,想办居住证"])


class Correct(Said):
    """What the fact really is: a value of its type, or the citizen's own words for it (三年多)."""

    value: bool | int | str | list[int | str | None] = Field(examples=["清新"])


class StepOutcome(Said):
    """How a step of the route went. `turn` is the turn that gave this route, as the steps of a
    later one are numbered anew.
    """

    outcome: Literal["done", "paper", "failed"] = Field(examples=["done"], description=OUTCOMES)
    paper: str | None = Field(
        default=None, max_length=100, examples=["居住证明"], description="材料的名称或编号"
    )
    turn: int | None = Field(default=None, ge=1, examples=[3], description="这条路线是第几轮给的")


class Rate(Said):
    """One of the five official levels, with a reason."""

    level: Level = Field(examples=["满意"])
    reason: str = Field(default="", max_length=1000, examples=["说得清楚,一趟就办好了"])


class TurnTaken(BaseModel):
    """The new turn, with all facts heard so far and the lists it rests on."""

    turn: TurnView
    facts: list[FactView]
    lists: list[ListView]


class FactHistory(FactView):
    """One word about one fact; `until` is the turn that corrected or dropped it, null while it
    counts.
    """

    until: int | None = Field(examples=[4])


class FactsView(BaseModel):
    """Every word about every fact, oldest first."""

    facts: list[FactHistory]


class RouteView(BaseModel):
    """The latest route, as of which release and day; `turn` is the one that gave it."""

    turn: int = Field(examples=[3])
    release: str = Field(examples=["9a5bcda8f7d5d71a"])
    day: date = Field(examples=["2026-10-20"])
    newest: bool = Field(description="是否按现在的发布版本排的", examples=[True])
    route: Route


class LinkView(BaseModel):
    """The short link that reopens the conversation, for whoever has it."""

    link: str = Field(examples=["k7m3x9q2v5t8w4hd"])
    path: str = Field(examples=["/r/k7m3x9q2v5t8w4hd"])


def view_taken(turn: Turn, knowledge: KnowledgeBase) -> TurnTaken:
    return TurnTaken(
        turn=view_turn(turn),
        facts=view_facts(turn.state, knowledge) if turn.state else [],
        lists=view_lists([turn.reply], knowledge),
    )


def view_history(said: tuple[FactSaid, ...], knowledge: KnowledgeBase) -> FactsView:
    return FactsView(
        facts=[
            FactHistory(**view_fact(one.fact, knowledge).model_dump(), until=one.until)
            for one in said
        ]
    )


def view_route(planned: Planned, *, release: str) -> RouteView:
    """The route beside whether `release`, in service now, is the one it was planned by."""
    return RouteView(
        turn=planned.turn,
        release=planned.release,
        day=planned.day,
        newest=planned.release == release,
        route=planned.route,
    )
