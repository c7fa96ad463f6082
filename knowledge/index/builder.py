"""Which builder made a thing: a hash of the code that decides what a release contains.

A version counted by hand is forgotten one day, and an old result passes for a new one.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

SHAPES = "model"  # what stands in the database
LEARNING = ("encoder", "index")  # everything else
BASE = "encoder/base"  # learned once, long before


@cache
def builder_version(*packages: str) -> str:
    """Sixteen hex digits over the code of these packages of knowledge/; of all without any named.

    The same on every machine that has the same code, whatever its line ends.
    """
    home = Path(__file__).parent.parent
    chosen = packages or (SHAPES, *LEARNING)
    files = sorted(path for package in chosen for path in (home / package).glob("*.py"))
    told = "\0".join(f"{path.relative_to(home)}\0{path.read_text('utf-8')}" for path in files)
    version = hashlib.sha256(told.encode())
    for path in sorted((home / BASE).iterdir()) if "encoder" in chosen else ():
        version.update(path.read_bytes())
    return version.hexdigest()[:16]
