"""`make bench`: how long what citizens wait for takes, one table for each part. Nothing here
passes or fails. `python -m tests.benchmarks find` runs one part.
"""

from __future__ import annotations

import sys

from tests.benchmarks import beside_rasa, finding, page, planner, turns

PARTS = {
    "planner": planner.main,
    "turns": turns.main,
    "find": finding.main,
    "page": page.main,
    "beside-rasa": beside_rasa.main,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
