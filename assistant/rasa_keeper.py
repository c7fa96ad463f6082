"""Keeps a Rasa that ended by itself from staying away: it is started again, at the same address.

Turns are answered without it meanwhile. One that cannot be started is tried again, each time after
a longer pause. Not for a Rasa that hangs: calls to it end by their own time limit.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.rasa_process import RasaProblem, RasaProcess

log = logging.getLogger("wenzheng.rasa")


@dataclass(frozen=True)
class Pauses:
    """Seconds: between two looks, and after a failed start, at first and at most."""

    look: float = 1.0
    first: float = 5.0
    longest: float = 120.0


@contextmanager
def kept_running(rasa: RasaProcess, *, pauses: Pauses | None = None) -> Iterator[None]:
    """While the block lasts, a started Rasa that ends is started again; ended with the block."""
    ending = threading.Event()
    keeper = threading.Thread(
        target=_keep, args=(rasa, ending, pauses or Pauses()), name="rasa-keeper", daemon=True
    )
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        while keeper.is_alive():  # it may just be starting one
            rasa.stop()
            keeper.join(0.2)
        rasa.stop()


def _keep(rasa: RasaProcess, ending: threading.Event, pauses: Pauses) -> None:
    pause = pauses.first
    while not ending.wait(pauses.look):
        if rasa.runs:
            continue
        log.warning("Rasa 停了,正在重新启动;这期间的每句话照样回答。")
        try:
            rasa.stop()
            rasa.start()
            pause = pauses.first
        except RasaProblem as problem:
            if ending.is_set():
                return
            log.error("%s%.0f 秒以后再试。", problem, pause)
            ending.wait(pause)
            pause = min(2 * pause, pauses.longest)
