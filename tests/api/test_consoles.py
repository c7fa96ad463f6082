"""The consoles' endpoints, who may open them, and the API docs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.parts import Parts, assemble
from api.store.database import open_database
from knowledge.compiler.problem import Problem
from tests.api.fakes import fake_parts

FAULT = Problem("inquiry_lists/shared/facts.yml", 21, "E202", "没有登记「甲」", "先登记。")
HERE = ("127.0.0.1", 5000)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    parts = fake_parts(open_database(f"sqlite:///{tmp_path}/test.db"), check=lambda: (FAULT,))
    yield parts
    parts.database.dispose()


@pytest.fixture
def client(parts: Parts) -> TestClient:
    return TestClient(assemble(parts), client=HERE)


def test_the_hotline_sees_what_was_said(client: TestClient) -> None:
    assert client.get("/v1/hotline/conversations").json() == {"conversations": []}
    conversation = client.post("/v1/conversations").json()["id"]
    client.post(f"/v1/conversations/{conversation}/turns", json={"text": "住了三年多"})
    line = client.get("/v1/hotline/conversations").json()["conversations"][0]
    assert (line["id"], line["turns"], line["text"]) == (conversation, 1, "住了三年多")
    found = client.get(f"/v1/hotline/conversations/{conversation}").json()
    assert found["asks"]["ask"] and found["route"] and found["facts"][0]["words"] == "三年多"
    assert client.get("/v1/hotline/conversations/nobody").status_code == 404


def test_the_editor_sees_every_list(client: TestClient) -> None:
    found = client.get("/v1/editor/lists").json()
    assert found["release"] == "0123456789abcdef"
    written, unwritten = found["lists"]
    assert (written["id"], written["written"], written["reviewed"]) == (
        "residence-permit",
        True,
        None,
    )
    assert written["path"] == "inquiry_lists/household/residence-permit.yml"
    assert (unwritten["id"], unwritten["written"], unwritten["sayings"]) == ("id-card", False, 1)


def test_the_editor_sees_every_problem(client: TestClient) -> None:
    assert client.get("/v1/editor/problems").json() == {
        "problems": [
            {
                "path": FAULT.path,
                "line": 21,
                "code": "E202",
                "message": FAULT.message,
                "mend": FAULT.mend,
            }
        ]
    }


@pytest.mark.parametrize(
    "path", ["/v1/hotline/conversations", "/v1/editor/lists", "/v1/editor/problems"]
)
def test_consoles_answer_on_this_machine_only(parts: Parts, path: str) -> None:
    elsewhere = TestClient(assemble(parts), client=("192.0.2.7", 5000))
    answer = elsewhere.get(path)
    assert answer.status_code == 403
    assert "只能在运行本程序的电脑上打开" in answer.json()["detail"]


@pytest.mark.parametrize("page", ["/", "/hotline", "/editor", "/docs", "/web/style.css"])
def test_pages_are_served(client: TestClient, page: str) -> None:
    assert client.get(page).status_code == 200


def test_the_docs_need_no_network(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http://" not in page and "https://" not in page
    assert client.get("/docs/files/swagger-ui-bundle.js").status_code == 200
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) >= {"/v1/conversations", "/v1/conversations/{conversation}/turns"}
    assert not [path for path in paths if path.startswith("/internal")]
    say = paths["/v1/conversations/{conversation}/turns"]["post"]
    assert {"404", "409", "413", "422"} <= set(say["responses"])
