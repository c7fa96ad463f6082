"""What two networks must share to have the same plans: everything but their words and findings.

Trying an answer often changes nothing that a schedule would see; then it need not be solved again.
"""

from __future__ import annotations

from collections.abc import Hashable

from knowledge.routes.network import All, Any, Network, Requirement, Task


def structure(network: Network) -> Hashable:
    """Equal for two networks exactly when every schedule of one is a schedule of the other."""
    goals = tuple((goal, person, _needs(needs)) for goal, person, needs in network.goals)
    return goals, tuple(_task(network.tasks[key]) for key in sorted(network.tasks))


def _task(task: Task) -> Hashable:
    opening = task.opening.spans if task.opening else None
    return (
        task.key,
        task.item.decision,
        task.visits,
        opening,
        task.due,
        task.fee,
        _needs(task.needs),
    )


def _needs(requirement: Requirement) -> Hashable:
    if isinstance(requirement, All):
        return "all", tuple(_needs(member) for member in requirement.members)
    if isinstance(requirement, Any):
        return "any", tuple(_needs(member) for member in requirement.members)
    paper = requirement.paper
    brought = (paper.material, paper.of, paper.waived, paper.doubtful) if paper else None
    ways = tuple(
        (way.task, way.lag, way.within, way.slack, way.since, way.cost) for way in requirement.ways
    )
    return ways, brought
