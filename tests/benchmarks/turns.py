"""How long the case and a turn take: from a citizen's words to the reply, without Rasa.

The case is Mr Zhang's first message: its route alone, with the facts that a turn weighs for an ask,
and with all that there are. Turns are all those of tests/conversations, each after those before it.
Seconds are of one processor, so a busy machine does not count.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from assistant.turn.conversation import Conversation
from assistant.turn.engine import Engine
from assistant.turn.planning import WEIGHED
from knowledge.index.build import build_release
from knowledge.index.release import open_release
from knowledge.retrieval.finder import Finder
from knowledge.routes.planner import plan_route
from knowledge.routes.request import PlanRequest, Wish

ROOT = Path(__file__).resolve().parents[2]
CONVERSATIONS = ROOT / "tests/conversations"
EVERY, TIMES = 24, 5
TARGETS = {"路线(各层证明)": 0.3, "一轮(全部)": 0.15}


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        built = build_release(
            ROOT, out=Path(folder), cache=ROOT / "var/cache", progress=lambda stage, share: None
        )
        release = open_release(built.path)
        engine = Engine(release, Finder(release))
        _write("内容  次数  中位(秒)  95%(秒)  目标(秒)")
        _plans(engine)
        _turns(engine)


def _plans(engine: Engine) -> None:
    script = _script(CONVERSATIONS / "mr_zhang.yml")
    conversation, _ = engine.take_turn(
        Conversation(id="case"), script["turns"][0]["says"], act=None, today=script["today"]
    )
    asks = f"路线和追问({WEIGHED} 个要素)"
    for name, most in {"路线(各层证明)": 0, asks: WEIGHED, "路线和全部追问": EVERY}.items():
        request = _request(engine, conversation, script["today"], most)
        _line(name, [_seconds(request) for _ in range(TIMES)])


def _request(engine: Engine, conversation: Conversation, today: date, most: int) -> PlanRequest:
    around = engine.surroundings
    return PlanRequest(
        knowledge=around.knowledge,
        release=around.release,
        facts=conversation.values(),
        goals=tuple(Wish(one.goal, one.person) for one in conversation.goals),
        today=today,
        inferred=tuple(fact.key for fact in conversation.facts if fact.source == "inferred"),
        weighed=most,
    )


def _turns(engine: Engine) -> None:
    every: list[tuple[float, bool]] = []
    for file in sorted(CONVERSATIONS.glob("*.yml")):
        script = _script(file)
        conversation = Conversation(id=file.stem)
        for turn in script["turns"]:
            begun = time.process_time()
            conversation, reply = engine.take_turn(
                conversation, turn["says"], act=None, today=turn.get("today", script["today"])
            )
            every.append((time.process_time() - begun, reply.route is not None))
    _line("一轮(全部)", [seconds for seconds, _ in every])
    _line("一轮(没有路线)", [seconds for seconds, routed in every if not routed])
    _line("一轮(有路线)", [seconds for seconds, routed in every if routed])


def _script(file: Path) -> dict[str, Any]:
    script: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return script


def _seconds(request: PlanRequest) -> float:
    begun = time.process_time()
    plan_route(request)
    return time.process_time() - begun


def _line(name: str, seconds: list[float]) -> None:
    late = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    target = TARGETS.get(name, "")
    _write(f"{name}  {len(seconds)}  {median(seconds):.3f}  {late:.3f}  {target}")


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
