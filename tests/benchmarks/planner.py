"""How long a proven schedule takes by size, beside a textbook MILP and exhaustive search.

All get the same networks and must find the same levels. The MILP gets a calendar only as long as
the plan it has to find, which favours it; ours gets the planner's own. Exhaustive search ends only
on the small networks of the tests. Seconds are of one processor, so a busy machine does not count.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from knowledge.routes.network import Network
from knowledge.routes.planner import BY_TRIPS, HORIZON_DAYS
from knowledge.routes.schedule import schedule
from knowledge.routes.workdays import Workdays
from tests.benchmarks.journeys import TODAY, journey
from tests.benchmarks.milp import milp_levels
from tests.knowledge.routes.counted_days import CountedDays
from tests.knowledge.routes.instances import Instance, instance
from tests.knowledge.routes.oracle import best_levels, in_order, selections

SIZES = {10: 20, 20: 20, 40: 20, 60: 20, 80: 10}
MILP_INSTANCES = {10: 5, 20: 3, 40: 1, 60: 1, 80: 1}
MILP_SECONDS = 30.0
SMALL = 40
TARGETS = {20: 0.15, 40: 0.5, 60: 3.0}
HEAD = "事项  例数  全部证明  中位(秒)  95%(秒)  目标(秒)  MILP(倍)  穷举(倍)  各层一致"

Levels = tuple[int, ...] | None


@dataclass(frozen=True)
class Timed:
    """What was found, and in how many seconds."""

    levels: Levels
    seconds: float
    proven: bool = True


def main() -> None:
    """Print the table."""
    _write(HEAD)
    _write(_small_row())
    for size, number in SIZES.items():
        _write(_row(size, number))


def _row(size: int, number: int) -> str:
    networks = [journey(size, seed) for seed in range(number)]
    ours = [_ours(network, range(len(network.goals))) for network in networks]
    compared = list(zip(networks, ours, strict=True))[: MILP_INSTANCES[size]]
    milp = [_milp(network, one) for network, one in compared]
    ended = [(one, other) for (_, one), other in zip(compared, milp, strict=True) if other.proven]
    slower = [other.seconds / one.seconds for (_, one), other in zip(compared, milp, strict=True)]
    ratio = f"{'' if len(ended) == len(milp) else '>'}{median(slower):.0f}"
    return _line(str(size), ours, TARGETS.get(size), ratio, "", _agree(ended))


def _small_row() -> str:
    """Networks of two to six items within 50 days, in which no tasks wait for each other."""
    chosen = [one for one in map(instance, range(3 * SMALL)) if _straight(one)][:SMALL]
    ours = [_ours_small(one) for one in chosen]
    milp = [_milp_small(one) for one in chosen]
    searched = [_searched(one) for one in chosen]
    agree = _agree([*zip(ours, milp, strict=True), *zip(ours, searched, strict=True)])
    return _line("2-6", ours, None, _times(milp, ours), _times(searched, ours), agree)


def _line(
    size: str,
    ours: Sequence[Timed],
    target: float | None,
    milp: str,
    searched: str,
    agree: str,
) -> str:
    seconds = sorted(one.seconds for one in ours)
    late = seconds[min(round(0.95 * len(seconds)), len(seconds) - 1)]
    proven = sum(one.proven for one in ours)
    return (
        f"{size:>4}  {len(ours):4}  {proven:8}  {median(seconds):8.3f}  {late:7.3f}"
        f"  {target or '':>8}  {milp:>8}  {searched:>8}  {agree:>8}"
    )


def _ours(network: Network, goals: Sequence[int]) -> Timed:
    calendar = Workdays(TODAY, HORIZON_DAYS)
    begun = time.process_time()
    plan = schedule(network, goals=goals, calendar=calendar, order=BY_TRIPS)
    seconds = time.process_time() - begun
    if plan is None:
        return Timed(None, seconds)
    proven = all(level.value == level.bound for level in plan.levels)
    return Timed(tuple(level.value for level in plan.levels), seconds, proven)


def _milp(network: Network, ours: Timed) -> Timed:
    length = HORIZON_DAYS if ours.levels is None else ours.levels[BY_TRIPS.index("finish")] + 1
    calendar, goals = Workdays(TODAY, length), range(len(network.goals))
    return _timed(
        lambda: milp_levels(
            network, goals, calendar=calendar, order=BY_TRIPS, seconds=MILP_SECONDS
        ),
        ends=ours.levels is not None,
    )


def _ours_small(one: Instance) -> Timed:
    calendar = Workdays(one.first, one.length)

    def run() -> Levels:
        plan = schedule(one.network, goals=one.goals, calendar=calendar, order=BY_TRIPS)
        return None if plan is None else tuple(level.value for level in plan.levels)

    return _timed(run)


def _milp_small(one: Instance) -> Timed:
    calendar = Workdays(one.first, one.length)
    return _timed(
        lambda: milp_levels(
            one.network, one.goals, calendar=calendar, order=BY_TRIPS, seconds=MILP_SECONDS
        )
    )


def _searched(one: Instance) -> Timed:
    days = CountedDays(one.first, one.length)
    return _timed(lambda: best_levels(one.network, one.goals, days=days, order=BY_TRIPS))


def _straight(one: Instance) -> bool:
    return all(in_order(links) is not None for links in selections(one.network, one.goals))


def _timed(find: Callable[[], Levels], *, ends: bool = False) -> Timed:
    """`ends`: no levels found means that time ran out."""
    begun = time.process_time()
    levels = find()
    return Timed(levels, time.process_time() - begun, not (ends and levels is None))


def _times(others: Sequence[Timed], ours: Sequence[Timed]) -> str:
    ratios = [other.seconds / one.seconds for other, one in zip(others, ours, strict=True)]
    return f"{median(ratios):.0f}"


def _agree(pairs: Sequence[tuple[Timed, Timed]]) -> str:
    return f"{sum(one.levels == other.levels for one, other in pairs)}/{len(pairs)}"


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
