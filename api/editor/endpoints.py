"""/v1/editor: the 118 lists, and the problems of the files."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.editor.schemas import ListsView, ProblemsView
from api.editor.service import EditorService
from api.local import only_from_here
from api.problems import documented


def editor_routes(service: EditorService) -> APIRouter:
    """The editor's endpoints."""
    router = APIRouter(prefix="/v1/editor", tags=["编辑台"], dependencies=[Depends(only_from_here)])

    @router.get("/lists", summary="118 张清单各写到哪里", responses=documented(403))
    def lists() -> ListsView:
        return service.lists()

    @router.get("/problems", summary="检查清单文件,列出全部问题", responses=documented(403))
    def problems() -> ProblemsView:
        return service.problems()

    return router
