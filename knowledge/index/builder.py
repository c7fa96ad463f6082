"""Which builder made a thing: a hash of the code that decides what a release contains.

A version counted by hand is forgotten one day, and an old result passes for a new one.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGES = ("model", "encoder", "index")


@cache
def builder_version() -> str:
    """Sixteen hex digits over the code below knowledge/ that shapes a release.

    The same on every machine that has the same code, whatever its line ends.
    """
    home = Path(__file__).parent.parent
    files = sorted(path for package in PACKAGES for path in (home / package).glob("*.py"))
    told = "\0".join(f"{path.relative_to(home)}\0{path.read_text('utf-8')}" for path in files)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
