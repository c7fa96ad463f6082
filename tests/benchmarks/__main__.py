"""`make bench`: how long what citizens wait for takes, one table for each part. Nothing here
passes or fails.
"""

from __future__ import annotations

from tests.benchmarks import page, planner

if __name__ == "__main__":
    planner.main()
    page.main()
