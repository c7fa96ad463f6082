"""What a segment claims of a person, before persons are numbered and keys are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from assistant.hearing.gazetteer import Spot
from assistant.hearing.segments import Segment, Who

Source = Literal["said", "inferred"]


@dataclass(frozen=True)
class Claim:
    """A fact by name and JSON value, of whom, with the words."""

    who: Who
    name: str
    value: Any
    words: str
    source: Source = "said"


@dataclass(frozen=True)
class Scene:
    """A segment with its places, on a day. `children`: the utterance speaks of a child."""

    segment: Segment
    spots: tuple[Spot, ...]
    today: date
    children: bool = False

    def claim(
        self, who: Who, name: str, value: Any, *, words: str = "", source: Source = "said"
    ) -> Claim:
        """A claim of this segment; one that is asked about is only inferred."""
        kept: Source = "inferred" if self.segment.asked else source
        return Claim(who, name, value, words or self.segment.words, kept)
