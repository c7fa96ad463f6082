"""The API docs: an example for every endpoint, of the shape that really comes back, and every way
it may fail.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api.chat import examples
from api.chat.schemas import FactsView, LinkView, RouteView, TurnTaken
from api.parts import assemble
from api.store.database import open_database
from api.transcript import ConversationView, HandoverView
from assistant.turn.conversation import Rating
from tests.api.fakes import fake_parts


@pytest.fixture
def described(tmp_path: Path) -> dict[str, Any]:
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    parts = fake_parts(database)
    found: dict[str, Any] = TestClient(assemble(parts)).get("/openapi.json").json()
    database.dispose()
    return found


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if path.startswith(("/v1/conversations", "/v1/links"))
    ]


def test_every_endpoint_has_an_example_and_its_problems(described: dict[str, Any]) -> None:
    found = operations(described)
    assert len(found) >= 16
    for name, operation in found:
        good = [status for status in operation["responses"] if status.startswith("2")]
        for status in good:
            content = operation["responses"][status].get("content", {})
            shown = [kind for kind, body in content.items() if "example" in body]
            assert status == "204" or shown, name
        problems = {status for status in operation["responses"] if status[0] in "45"}
        assert {"429", "503"} <= problems, name
        assert "404" in problems or name == "POST /v1/conversations", name
        assert any("\u4e00" <= sign <= "\u9fff" for sign in operation["summary"]), name


def test_every_body_has_an_example(described: dict[str, Any]) -> None:
    shapes = described["components"]["schemas"]
    for name, operation in operations(described):
        for body in operation.get("requestBody", {}).get("content", {}).values():
            shape = shapes[body["schema"]["$ref"].rpartition("/")[2]]
            for field, kind in shape["properties"].items():
                assert "examples" in kind, (name, field)


@pytest.mark.parametrize(
    ("shape", "example"),
    [
        (ConversationView, examples.BEGUN),
        (ConversationView, examples.WHOLE),
        (TurnTaken, examples.TAKEN),
        (TurnTaken, examples.CHANGED),
        (FactsView, examples.FACTS),
        (RouteView, examples.ROUTE),
        (LinkView, examples.LINK),
        (Rating, examples.RATING),
        (HandoverView, examples.HANDOVER),
    ],
)
def test_examples_are_what_really_comes_back(
    shape: type[BaseModel], example: dict[str, Any]
) -> None:
    assert shape.model_validate(example).model_dump(mode="json", by_alias=True) == example
