"""Reads for the console: rows from the release, problems from the files as they are now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from knowledge.compiler.problem import Problem
from knowledge.model.inquiry_list import CatalogRow, InquiryList, Review
from knowledge.model.knowledge_base import KnowledgeBase


@dataclass(frozen=True)
class ListRow:
    """One list of the catalog and how far it is written."""

    row: CatalogRow
    theme: str
    written: bool
    questions: int
    items: int
    sayings: int
    review: Review | None


class EditorRepository:
    """`check` looks through the files as they are; two checks never run side by side."""

    def __init__(self, knowledge: KnowledgeBase, check: Callable[[], tuple[Problem, ...]]) -> None:
        self._knowledge = knowledge
        self._check = check
        self._one_at_a_time = Lock()

    def lists(self) -> list[ListRow]:
        """Every row of the catalog, in its order."""
        return [self._row(row) for row in self._knowledge.catalog.lists]

    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the files as they are now."""
        with self._one_at_a_time:
            return self._check()

    def _row(self, row: CatalogRow) -> ListRow:
        known, phrasings = self._knowledge, self._knowledge.phrasings
        written: InquiryList | None = known.lists.get(row.id)
        of_questions = (
            said for key, said in phrasings.questions.items() if key.startswith(f"{row.id}/")
        )
        return ListRow(
            row=row,
            theme=known.catalog.themes[row.theme].title,
            written=written is not None,
            questions=len({question.id for question in written.questions}) if written else 0,
            items=len({item.id for item in written.items}) if written else 0,
            sayings=len(phrasings.sayings.get(row.id, ()))
            + sum(len(said) for said in of_questions),
            review=written.reviewed if written else None,
        )
