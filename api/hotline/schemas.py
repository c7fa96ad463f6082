"""What goes over the wire to the console."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.transcript import HandoverView


class LineView(BaseModel):
    """One conversation in the list."""

    id: str = Field(examples=["3f2b8a52-6d0e-4f0a-9d5e-8a4f1c2b7e61"])
    touched_at: datetime
    turns: int = Field(examples=[3])
    text: str = Field(examples=["我是外地户口,在厚街上班,想办居住证"])
    kind: str = Field(examples=["consult"])
    status: str = Field(examples=["answered"])


class LinesView(BaseModel):
    """The latest conversations, newest first."""

    conversations: list[LineView]


class WaitingLine(HandoverView):
    """One conversation in the queue."""

    conversation: str = Field(examples=["3f2b8a52-6d0e-4f0a-9d5e-8a4f1c2b7e61"])


class QueueView(BaseModel):
    """Who waits for an agent, longest first."""

    waiting: list[WaitingLine]


class Agent(BaseModel):
    """Which agent acts."""

    model_config = ConfigDict(extra="forbid", strict=True)

    agent: str = Field(min_length=1, max_length=60, examples=["坐席 012"])


class AgentWords(Agent):
    """What the agent says to the citizen."""

    text: str = Field(examples=["您好,我是坐席 012,接着帮您看。"])
