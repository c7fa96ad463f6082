"""What Rasa decided about a message, and its one line of text, so that a turn can be stored with it
and replayed.

The line is the act alone (`ask_question`), or the act, the way, and for an unsure Rasa its guesses:
`deny answer`, `ask_question interruption`, `- unsure affirm,ask_route`. Without Rasa there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

Way = Literal["open", "answer", "interruption", "unsure", "stuck"]
NO_ACT = "-"


@dataclass(frozen=True)
class Decision:
    """`way`: open, nothing was waited for; answer, the message fills the open form; interruption,
    it does not; unsure, Rasa understood nothing, for the first time; stuck, for the second.
    `guesses` are the likeliest acts, best first.
    """

    act: str | None = None
    way: Way = "open"
    guesses: tuple[str, ...] = ()

    def __str__(self) -> str:
        act = self.act or NO_ACT
        if self.way == "open" and not self.guesses:
            return act
        return " ".join(filter(None, (act, self.way, ",".join(self.guesses))))

    @classmethod
    def read(cls, line: str | None) -> Decision:
        """The decision of such a line; of None and of what is no such line, none at all."""
        act, way, guesses, *_ = [*(line or NO_ACT).split(), "", "", ""]
        return cls(
            act=None if act in (NO_ACT, "") else act,
            way=cast(Way, way) if way in get_args(Way) else "open",
            guesses=tuple(filter(None, guesses.split(","))),
        )


NONE = Decision()
