"""What can be changed without saying it in words: a fact corrected or withdrawn, a step done, a
paper that the window asked for, a step that failed.

Plain data, kept with the turn it made, so that the turn can be replayed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.turn.conversation import Plain


class FactCorrected(Plain):
    """This fact is `value` (JSON: text, number, true/false or [low, high])."""

    kind: Literal["fact_corrected"] = "fact_corrected"
    key: str
    value: Any


class FactWithdrawn(Plain):
    """What was heard about this fact does not count."""

    kind: Literal["fact_withdrawn"] = "fact_withdrawn"
    key: str


class StepDone(Plain):
    """The item is done for this person."""

    kind: Literal["step_done"] = "step_done"
    item: str
    person: str


class PaperAsked(Plain):
    """The window asked for one more paper: its id, or its title as the citizen wrote it."""

    kind: Literal["paper_asked"] = "paper_asked"
    item: str
    person: str
    material: str


class StepFailed(Plain):
    """The window refused the whole item; another way is looked for."""

    kind: Literal["step_failed"] = "step_failed"
    item: str
    person: str


Change = Annotated[
    FactCorrected | FactWithdrawn | StepDone | PaperAsked | StepFailed, Field(discriminator="kind")
]


class ChangeRefused(ValueError):
    """A change that does not fit; the message is Chinese and says how to mend it."""
