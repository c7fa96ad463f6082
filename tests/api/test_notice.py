"""The notice: complete on the page and in the PDF, in either script; trips as a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from api.notice.conditions import condition_lines
from api.parts import assemble
from api.store.database import open_database
from knowledge.index.release import Release
from knowledge.model.condition import Group, parse_clause
from tests.api.fakes import TODAY, fake_parts
from tests.api.pdf_text import EMBEDDED_SUBSET, pdf_text

HERE = ("127.0.0.1", 5000)
TOLD = (
    "按 2026年10月20日(周二) 的规定和情形排出",
    "2026年10月21日(周三):首次申领居住证,东莞市公安局,厚街 · 派出所",
    "法定最长 15 个自然日",
    "不收费",
    "《居住证暂行条例》第九条",
    "居民身份证",
    "连续居住月数:36 到 47 个月",
    "还不知道有合法稳定住所,先按符合算",
    "牵头:公安;待部门核对",
    "12345",
)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    parts = fake_parts(database)
    yield TestClient(assemble(parts), client=HERE, raise_server_exceptions=False)
    database.dispose()


@pytest.fixture
def planned(client: TestClient) -> str:
    """The address of a conversation that has a route."""
    address = f"/v1/conversations/{client.post('/v1/conversations').json()['id']}"
    client.post(f"{address}/turns", json={"text": "住了三年多,想办居住证"})
    return address


def test_the_print_page_says_all_of_it(client: TestClient, planned: str) -> None:
    answer = client.get(f"{planned}/notice")
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    for told in TOLD:
        assert told in answer.text, told
    link = client.post(f"{planned}/link").json()["path"]
    assert f"http://testserver{link}" in answer.text and "<svg" in answer.text
    assert "style=" not in answer.text  # our own Content-Security-Policy refuses it


def test_the_pdf_reads_back_the_same(client: TestClient, planned: str) -> None:
    answer = client.get(f"{planned}/notice.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    said = pdf_text(answer.content)
    for told in (*TOLD, client.post(f"{planned}/link").json()["path"]):
        assert "".join(told.split()) in said, told
    assert EMBEDDED_SUBSET.search(answer.content) and b"/FontFile3" in answer.content
    assert len(answer.content) < 400_000


def test_traditional_script_on_request(client: TestClient, planned: str) -> None:
    page = client.get(f"{planned}/notice", params={"script": "traditional"}).text
    assert "辦理流程" in page and "办理" not in page and 'lang="zh-Hant"' in page
    assert "辦理流程" in pdf_text(client.get(f"{planned}/notice.pdf?script=traditional").content)
    assert client.get(f"{planned}/notice", params={"script": "x"}).status_code == 422
    asked = client.post("/v1/script/traditional", json={"texts": ["办事路线", "12345"]})
    assert asked.json() == {"texts": ["辦事路線", "12345"]}


def test_trips_go_into_a_calendar(client: TestClient, planned: str) -> None:
    answer = client.get(f"{planned}/trips.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 10, 21)
    assert event.decoded("dtend") == date(2026, 10, 22)
    assert str(event["summary"]) == "第 1 趟:首次申领居住证"
    assert str(event["location"]) == "厚街 · 派出所" and "居民身份证" in str(event["description"])


@pytest.mark.parametrize("name", ["notice", "notice.pdf", "trips.ics"])
def test_without_a_route_it_says_so(client: TestClient, name: str) -> None:
    fresh = client.post("/v1/conversations").json()["id"]
    none = client.get(f"/v1/conversations/{fresh}/{name}")
    assert none.status_code == 404 and "还没有排过" in none.json()["detail"]
    assert client.get(f"/v1/conversations/nobody/{name}").status_code == 404


def test_any_page_may_call_what_citizens_call_and_no_more(client: TestClient) -> None:
    page = {"Origin": "https://town.example"}
    begun = client.post("/v1/conversations", headers=page)
    assert begun.headers["access-control-allow-origin"] == "*"
    asked = {**page, "Access-Control-Request-Method": "PUT"}
    allowed = client.options("/v1/conversations/x/facts/y", headers=asked)
    assert allowed.status_code == 200 and "PUT" in allowed.headers["access-control-allow-methods"]
    for closed in ("/v1/hotline/conversations", "/v1/editor/lists"):
        assert "access-control-allow-origin" not in client.get(closed, headers=page).headers


def test_conditions_in_words(release: Release) -> None:
    shared = release.knowledge.shared
    every = Group(
        all=(
            parse_clause("户籍所在地 != 东莞"),
            parse_clause("居住登记月数 >= 6"),
            Group(any=(parse_clause("有合法稳定就业"), parse_clause("有合法稳定住所 = 否"))),
        )
    )
    assert condition_lines(every, shared, on=TODAY) == (
        "户籍所在地不是 东莞",
        "居住登记月数满 6 个月",
        "下面至少符合一条:有合法稳定就业;没有合法稳定住所",
    )
    assert condition_lines(None, shared, on=TODAY) == ()


def test_every_item_of_the_lists_has_its_conditions_in_words(release: Release) -> None:
    knowledge = release.knowledge
    items = [item for _, item in knowledge.all_items() if item.when]
    assert len(items) > 50
    for item in items:
        lines = condition_lines(item.when, knowledge.shared, on=TODAY)
        assert lines and not any("参数." in line or "None" in line for line in lines)
