"""`make bench`: how long what citizens wait for takes, as one table. Nothing here passes or
fails.
"""

from __future__ import annotations

import statistics
import sys
import time

from knowledge.routes.planner import BY_TRIPS
from knowledge.routes.schedule import schedule
from knowledge.routes.workdays import Workdays
from tests.benchmarks.journeys import TODAY, journey

SIZES = (10, 20, 40)
INSTANCES = 5
HORIZON_DAYS = 900


def main() -> None:
    """Random journeys: median and worst seconds, how many proven on every level, ratio to size
    10.
    """
    sys.stdout.write("事项  例数  全部证明  中位(秒)  最慢(秒)  与10件之比\n")
    first: float | None = None
    for size in SIZES:
        seconds, proven = [], 0
        for seed in range(INSTANCES):
            network = journey(size, seed)
            calendar = Workdays(TODAY, HORIZON_DAYS)
            begun = time.perf_counter()
            plan = schedule(
                network, goals=range(len(network.goals)), calendar=calendar, order=BY_TRIPS
            )
            seconds.append(time.perf_counter() - begun)
            proven += plan is not None and all(one.value == one.bound for one in plan.levels)
        middle = statistics.median(seconds)
        first = first or middle
        sys.stdout.write(
            f"{size:4}  {INSTANCES:4}  {proven:8}  {middle:8.3f}  {max(seconds):8.3f}"
            f"  {middle / first:8.1f}\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
