"""Says which act a model hears in each message; for measuring, never in service.

`python -m assistant.bot.hear --model FILE` (in Rasa's Python) reads one JSON line {"text"} a
message and writes one line {"act", "sure", "confidence"}; at the end {"megabytes"}, what this
process needed at most.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
from typing import Any

from .environment import prepare_environment
from .flow import FALLBACK_INTENT, INTENT_PREFIX
from .logs import keep_words_out_of_logs


def main(arguments: list[str]) -> int:
    """Hear every line of standard input."""
    parser = argparse.ArgumentParser(prog="assistant.bot.hear")
    parser.add_argument("--model", required=True)
    options = parser.parse_args(arguments)
    prepare_environment()
    keep_words_out_of_logs()

    from rasa.core.agent import Agent

    agent = Agent.load(options.model)
    for line in sys.stdin:
        parsed = asyncio.run(agent.parse_message(json.loads(line)["text"]))
        _write(heard(parsed))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _write({"megabytes": kilobytes // 1024})
    return 0


def heard(parsed: dict[str, Any]) -> dict[str, Any]:
    """The best act of what Rasa parsed; `sure` is False where Rasa fell back."""
    ranking = [parsed["intent"], *parsed.get("intent_ranking", [])]
    best = next(one for one in ranking if one["name"] != FALLBACK_INTENT)
    return {
        "act": str(best["name"] or "").removeprefix(INTENT_PREFIX),
        "sure": parsed["intent"]["name"] != FALLBACK_INTENT,
        "confidence": round(float(best["confidence"]), 3),
    }


def _write(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
