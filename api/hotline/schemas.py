"""What goes over the wire to the console."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field


class LineView(BaseModel):
    """One conversation in the list."""

    id: str
    touched_at: datetime
    turns: int = Field(examples=[3])
    text: str = Field(examples=["我是外地户口,在厚街上班,想办居住证"])
    kind: str = Field(examples=["consult"])
    status: str = Field(examples=["answered"])


class LinesView(BaseModel):
    """The latest conversations, newest first."""

    conversations: list[LineView]
