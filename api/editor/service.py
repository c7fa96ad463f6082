"""The console's two reads, worded for it."""

from __future__ import annotations

from dataclasses import asdict

from api.editor.repository import EditorRepository, ListRow
from api.editor.schemas import ListRowView, ListsView, ProblemsView, ProblemView


class EditorService:
    """`release` names the release the rows come from."""

    def __init__(self, repository: EditorRepository, *, release: str) -> None:
        self._repository = repository
        self._release = release

    def lists(self) -> ListsView:
        return ListsView(
            release=self._release, lists=[_view_row(found) for found in self._repository.lists()]
        )

    def problems(self) -> ProblemsView:
        return ProblemsView(
            problems=[ProblemView(**asdict(problem)) for problem in self._repository.problems()]
        )


def _view_row(found: ListRow) -> ListRowView:
    return ListRowView(
        id=found.row.id,
        title=found.row.title,
        theme=found.theme,
        lead=found.row.lead,
        path=f"inquiry_lists/{found.row.theme}/{found.row.id}.yml",
        written=found.written,
        questions=found.questions,
        items=found.items,
        sayings=found.sayings,
        reviewed=f"{found.review.on.isoformat()} {found.review.by}" if found.review else None,
    )
