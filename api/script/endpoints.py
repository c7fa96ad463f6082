"""/v1/script: texts in traditional characters."""

from __future__ import annotations

from fastapi import APIRouter

from api.problems import documented
from api.script.schemas import Texts
from api.script.service import Script


def script_routes(script: Script) -> APIRouter:
    """One endpoint; it stores nothing."""
    router = APIRouter(prefix="/v1/script", tags=["市民咨询"])

    @router.post("/traditional", summary="把文字转成繁体", responses=documented(413, 422, 429))
    def traditional(said: Texts) -> Texts:
        """At most 2000 texts at once; the answer has them in the same order."""
        return Texts(texts=[script.traditional(text) for text in said.texts])

    return router
