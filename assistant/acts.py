"""How well the dialogue acts are heard: F1 of Rasa's model on held-out sayings.

The kinds of messages that are none of our business count as one act, out_of_scope. It starts Rasa's
own Python (assistant/bot/hear.py) and needs a trained model; it never talks to a running server.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.rasa_process import RasaProblem, foreign_environment

NONE_OF_OURS = frozenset(
    {"chitchat", "emergency", "distress", "injection", "privacy", "elsewhere", "off_domain"}
    | {"abuse", "unclear"}
)
OUT_OF_SCOPE = "out_of_scope"
SECONDS = 300


class HearingFailed(RasaProblem):
    """The model could not be loaded or did not answer every saying."""

    status = "hearing_failed"


@dataclass(frozen=True)
class ActScores:
    """F1 by act; their mean; the share heard right; the share Rasa was unsure of; memory in MB."""

    f1: Mapping[str, float]
    right: float
    unsure: float
    megabytes: int

    @property
    def macro(self) -> float:
        return sum(self.f1.values()) / len(self.f1)


def hear(root: Path, python: Path, model: Path, texts: Sequence[str]) -> list[dict[str, Any]]:
    """What the model hears in each text, and last what it needed; raises HearingFailed."""
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    command = [str(python), "-W", "ignore", "-m", "assistant.bot.hear", "--model", str(model)]
    try:
        ran = subprocess.run(
            command, cwd=root, env=foreign_environment(), input=lines, capture_output=True,
            text=True, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise HearingFailed("对话行为模型在五分钟里没有听完留出的句子。") from None
    heard = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
    if len(heard) != len(texts) + 1:
        raise HearingFailed("对话行为模型没有听完留出的句子,请先运行 wenzheng train。")
    return heard


def score_acts(rows: Sequence[Mapping[str, str]], heard: Sequence[Mapping[str, Any]]) -> ActScores:
    """Scores over rows {"text", "act"} and what `hear` said of them."""
    *sayings, need = heard
    found = [act_of(one["act"]) for one in sayings]
    wanted = [row["act"] for row in rows]
    right = Counter(one for one, other in zip(wanted, found, strict=True) if one == other)
    said, meant = Counter(found), Counter(wanted)
    f1 = {act: 2 * right[act] / (said[act] + meant[act]) for act in sorted(meant)}
    unsure = sum(not one["sure"] for one in sayings)
    return ActScores(f1, right.total() / len(rows), unsure / len(rows), int(need["megabytes"]))


def act_of(name: str) -> str:
    """The act that counts for an intent's name."""
    return OUT_OF_SCOPE if name in NONE_OF_OURS else name
