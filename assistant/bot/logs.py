"""Rasa's logs without anybody's words: names of events and errors, and where an error happened.

Rasa puts citizens' messages into log entries, and its tracebacks carry local variables. What
reaches these logs is only what is known to hold no words.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any


def keep_words_out_of_logs() -> None:
    """Log names of events and errors, never their values: Rasa puts messages and local variables
    there.
    """
    import jieba
    import structlog

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WordlessFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    jieba.setLogLevel(logging.ERROR)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, name_of_event],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


def name_of_event(_logger: Any, _method: str, event: dict[str, Any]) -> str:
    """A structlog renderer: the event's name and, where one is given, the name of the error."""
    error = event.get("error")
    return f"{event.get('event')} {error}" if isinstance(error, str) else str(event.get("event"))


class WordlessFormatter(logging.Formatter):
    """Writes where an error happened and what kind it was, not what it said."""

    def formatException(self, ei: Any) -> str:
        kind, _, place = ei
        return "".join(traceback.format_tb(place)) + (kind.__name__ if kind else "")
