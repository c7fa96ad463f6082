"""What goes over the wire in the chat."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.transcript import FactView, ListView, TurnView


class Say(BaseModel):
    """What the citizen says, in their own words."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(examples=["我是外地户口,在厚街上班,想办居住证"])


class TurnTaken(BaseModel):
    """The new turn, with all facts heard so far and the lists it rests on."""

    turn: TurnView
    facts: list[FactView]
    lists: list[ListView]
