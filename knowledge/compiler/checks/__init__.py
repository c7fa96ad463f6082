"""Everything that is checked between files, one file each. Remedies stand in the problems.

`STAGES` runs in order and stops after the first stage that finds something, so that one wrong name
does not also appear as an unreachable goal.
"""

from collections.abc import Callable, Iterator

from knowledge.compiler.checks.basis import check_basis
from knowledge.compiler.checks.catalog import check_catalog
from knowledge.compiler.checks.conditions import check_conditions
from knowledge.compiler.checks.facts import check_facts
from knowledge.compiler.checks.goals import check_goals
from knowledge.compiler.checks.graph import check_graph
from knowledge.compiler.checks.items import check_items
from knowledge.compiler.checks.materials import check_materials
from knowledge.compiler.checks.messages import check_messages
from knowledge.compiler.checks.parameters import check_parameters
from knowledge.compiler.checks.periods import check_periods
from knowledge.compiler.checks.phrasings import check_phrasings
from knowledge.compiler.checks.places import check_places
from knowledge.compiler.checks.questions import check_questions
from knowledge.compiler.checks.scope import check_scope
from knowledge.compiler.checks.spoken import check_spoken
from knowledge.compiler.checks.yields import check_yields
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem

Check = Callable[[Draft], Iterator[Problem]]
STAGES: tuple[tuple[Check, ...], ...] = (
    (check_catalog, check_facts, check_places, check_parameters, check_spoken),
    (
        check_conditions,
        check_questions,
        check_items,
        check_materials,
        check_yields,
        check_goals,
        check_periods,
        check_basis,
        check_phrasings,
        check_messages,
    ),
    (check_scope, check_graph),
)
