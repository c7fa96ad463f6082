"""Waiting for what happens by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 15.0


def until(true: Callable[[], bool]) -> None:
    """Wait for it; fails where it does not come."""
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)
