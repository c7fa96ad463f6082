"""Starts Rasa's server on loopback, with what a stock start lacks.

`python -m assistant.bot.serve --model FILE --port N` (in Rasa's Python). The token and the address
of the action come from the environment (environment.py), never from the command line. Differences
from `rasa run`: the validator of action responses is built once (rebuilding it took 83% of a turn),
logs hold no words of citizens, the HTTP API stays off, and with `--tied` the server ends when its
standard input does, so that it cannot outlive the process that started it.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path
from typing import Any

from .environment import prepare_environment
from .logs import keep_words_out_of_logs

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="assistant.bot.serve")
    parser.add_argument("--model", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--tied", action="store_true", help="end when standard input ends")
    options = parser.parse_args(arguments)
    if options.tied:
        threading.Thread(target=_end_with_input, daemon=True).start()
    prepare_environment()
    keep_words_out_of_logs()
    build_response_validator_once()

    import jieba
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    jieba.initialize()  # or the first citizen waits for its dictionary
    serve_application(
        model_path=options.model,
        interface=options.host,
        port=options.port,
        credentials=str(HERE / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml")),
        enable_api=False,
    )
    return 0


def build_response_validator_once() -> None:
    """Replace RemoteAction._validate_action_result, which builds a jsonschema validator for every
    response.
    """
    from jsonschema.exceptions import best_match
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(action: Any, result: Any) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            raise error
        return True

    if not callable(getattr(RemoteAction, "_validate_action_result", None)):
        raise RuntimeError("this Rasa has no RemoteAction._validate_action_result")
    RemoteAction._validate_action_result = validate


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
