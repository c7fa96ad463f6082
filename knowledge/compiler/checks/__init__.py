"""Everything that is checked between files, one file each. Remedies stand in the problems themselves.

`STAGES` runs in order and stops after the first stage that finds something, so that one wrong name does not
also appear as an unreachable goal.
"""

from knowledge.compiler.checks.basis import check_basis
from knowledge.compiler.checks.catalog import check_catalog
from knowledge.compiler.checks.conditions import check_conditions
from knowledge.compiler.checks.facts import check_facts
from knowledge.compiler.checks.graph import check_graph
from knowledge.compiler.checks.names import check_names
from knowledge.compiler.checks.periods import check_periods
from knowledge.compiler.checks.phrasings import check_phrasings
from knowledge.compiler.checks.scope import check_scope
from knowledge.compiler.load import Check

STAGES: tuple[tuple[Check, ...], ...] = (
    (check_catalog, check_facts),
    (check_names, check_conditions, check_periods, check_basis, check_phrasings),
    (check_scope, check_graph),
)
