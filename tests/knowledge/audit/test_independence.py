"""The audit shares nothing with the planner but the data model."""

from __future__ import annotations

import ast
from pathlib import Path

ALLOWED = ("knowledge.model", "knowledge.audit")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def test_only_the_model_is_imported(root: Path) -> None:
    files = sorted((root / "knowledge" / "audit").glob("*.py"))
    assert len(files) > 5
    for path in files:
        ours = {name for name in imported(path) if name.split(".")[0] == "knowledge"}
        assert all(name.startswith(ALLOWED) for name in ours), (path.name, ours)
