"""How often one client may call."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.parts import Parts, assemble
from api.settings import SettingRefused, read_settings
from api.store.database import open_database
from tests.api.fakes import fake_parts

ROOT = Path(__file__).parents[2]


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return fake_parts(open_database(f"sqlite:///{tmp_path}/test.db"), limit="3/hour")


def test_each_client_has_its_own_limit(parts: Parts) -> None:
    app = assemble(parts)
    one, other, here = (
        TestClient(app, client=(address, 1)) for address in ("192.0.2.7", "192.0.2.8", "127.0.0.1")
    )
    assert [one.post("/v1/conversations").status_code for _ in range(5)] == [201] * 3 + [429] * 2
    refused = one.post("/v1/conversations")
    assert refused.headers["content-type"] == "application/problem+json"
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert "秒再发" in refused.json()["detail"] and refused.json()["title"] == "请求太多"
    assert other.post("/v1/conversations").status_code == 201
    assert [here.post("/v1/conversations").status_code for _ in range(9)] == [201] * 9
    assert [one.get("/v1/conversations/x").status_code for _ in range(31)] == [404] * 30 + [429]
    assert one.get("/").status_code == 200
    parts.database.dispose()


def test_several_apps_count_together_in_redis(parts: Parts, redis_url: str) -> None:
    """What one app let through counts in the other."""
    told: list[int] = []
    for _ in range(2):
        app = assemble(replace(parts, counters=redis_url))
        with TestClient(app, client=("192.0.2.7", 1)) as client:
            told += [client.post("/v1/conversations").status_code for _ in range(2)]
    assert told == [201, 201, 201, 429]
    parts.database.dispose()


def test_counters_that_are_away_refuse_nobody(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    from limits.aio.strategies import FixedWindowRateLimiter

    async def away(*given: object, **named: object) -> bool:
        raise ConnectionError("redis is away")

    monkeypatch.setattr(FixedWindowRateLimiter, "hit", away)
    client = TestClient(assemble(replace(parts, limit="1/hour")), client=("192.0.2.7", 1))
    assert [client.post("/v1/conversations").status_code for _ in range(3)] == [201] * 3
    parts.database.dispose()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WENZHENG_RATE_LIMIT", "often", "120/minute"),
        ("WENZHENG_RATE_LIMIT", "0/minute", "120/minute"),
        ("WENZHENG_COUNTERS_URL", "mysql://x", "memory://"),
        ("WENZHENG_KEEP_DAYS", "0", "1 到 9999"),
        ("WENZHENG_KEEP_DAYS", "半年", "1 到 9999"),
    ],
)
def test_a_setting_that_makes_no_sense_is_explained(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingRefused, match=said):
        read_settings({name: value}, start=ROOT)
