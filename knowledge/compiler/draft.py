"""A knowledge base together with the documents it came from, so that a check can point at lines."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.compiler.document import Node
from knowledge.compiler.problem import Problem
from knowledge.model.knowledge_base import KnowledgeBase

SHARED = "inquiry_lists/shared"


@dataclass(frozen=True)
class Draft:
    """What was read, before it is checked between the files."""

    knowledge: KnowledgeBase
    documents: dict[str, Node]

    def list_path(self, list_id: str) -> str:
        """The file of a list."""
        return f"inquiry_lists/{self.knowledge.rows[list_id].theme}/{list_id}.yml"

    def shared_path(self, name: str) -> str:
        """The file of a register: facts, places …"""
        return f"{SHARED}/{name}.yml"

    def problem(
        self, path: str, where: tuple[str | int, ...], *, code: str, message: str, mend: str
    ) -> Problem:
        """A problem at the line where this place of the file stands."""
        return Problem(path, self.documents[path].line_at(where), code, message, mend)
