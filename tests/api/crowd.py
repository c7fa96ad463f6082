"""Many doing one thing at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable


def at_once(count: int, act: Callable[[int], str]) -> list[str]:
    """What each of so many threads gets to say."""
    outcomes: list[str] = []
    crowd = [
        threading.Thread(target=lambda number=number: outcomes.append(act(number)))
        for number in range(count)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return sorted(outcomes)
