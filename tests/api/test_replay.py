"""Past answers come out the same again; releases change under a conversation that goes on."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from api.app import create_app
from api.clock import now_in_utc
from api.commands import main
from api.replay import differences
from api.settings import Settings
from api.store.database import open_database
from assistant.turn.conversation import Reply
from knowledge.index.release import CURRENT, MANIFEST

HERE = ("127.0.0.1", 5000)
TOLD = "我是湖南的,在厚街上班三年多了,没有居住证怎么办"
PATIENCE_SECONDS = 120
OTHER = "ffffffffffffffff"


@pytest.fixture
def releases(release_path: Path, tmp_path: Path) -> Path:
    """A folder with the release and a second one of another name, the first in service."""
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / release_path.name).symlink_to(release_path)
    shutil.copytree(release_path, folder / OTHER)
    manifest = folder / OTHER / MANIFEST
    manifest.chmod(0o644)
    said = json.loads(manifest.read_text("utf-8")) | {"name": OTHER}
    manifest.write_text(json.dumps(said), encoding="utf-8")
    (folder / CURRENT).symlink_to(release_path.name)
    return folder


def publish(releases: Path, name: str) -> None:
    (releases / "next").symlink_to(name)
    (releases / "next").rename(releases / CURRENT)


@pytest.fixture
def database_address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture
def client(root: Path, releases: Path, database_address: str) -> TestClient:
    settings = Settings(root=root, database=database_address, releases=releases)
    return TestClient(create_app(settings), client=HERE)


@pytest.fixture
def database(database_address: str) -> Iterator[Engine]:
    found = open_database(database_address)
    yield found
    found.dispose()


@pytest.fixture(autouse=True)
def _commands_read_it(
    releases: Path, database_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENZHENG_RELEASES", str(releases))
    monkeypatch.setenv("WENZHENG_DATABASE_URL", database_address)


def say(client: TestClient, address: str, words: str) -> Any:
    answer = client.post(f"{address}/turns", json={"text": words})
    assert answer.status_code == 200, answer.text
    return answer.json()["turn"]


def begin(client: TestClient) -> str:
    return f"/v1/conversations/{client.post('/v1/conversations').json()['id']}"


def replayed(address: str, *turn: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["replay", address.rpartition("/")[2], *turn])
    assert "Traceback" not in done.output, done.output
    return done.exit_code, done.output


def test_every_answer_comes_out_the_same_again(client: TestClient) -> None:
    address = begin(client)
    first = say(client, address, TOLD)
    step = first["reply"]["route"]["steps"][0]["id"]
    corrected = client.put(f"{address}/facts/本人.户籍所在地", json={"value": "清远"}).json()
    changes = corrected["turn"]["reply"]["changes"]
    assert changes == [] or any("清远" in line for line in changes)
    done = client.post(f"{address}/steps/{step}", json={"outcome": "done", "turn": 1}).json()
    items = {one["item"] for one in done["turn"]["reply"]["route"]["steps"]}
    assert first["reply"]["route"]["steps"][0]["item"] not in items
    assert done["turn"]["reply"]["changes"]
    withdrawn = client.delete(f"{address}/facts/本人.户籍所在地")
    assert withdrawn.status_code == 200
    assert "本人.户籍所在地" not in withdrawn.json()["turn"]["reply"]["facts"]
    say(client, address, "谢谢")
    code, said = replayed(address)
    assert code == 0, said
    assert said.count("完全相同") == 5


def test_a_changed_record_is_found_out(client: TestClient, database: Engine) -> None:
    address = begin(client)
    say(client, address, TOLD)
    with database.begin() as connection:
        reply = connection.execute(text("SELECT reply FROM turn")).scalar_one()
        forged = json.loads(reply) | {"reply": "别的话"}
        connection.execute(text("UPDATE turn SET reply = :reply"), {"reply": json.dumps(forged)})
    code, said = replayed(address, "1")
    assert code == 1 and "有 1 处不同" in said and "reply:别的话 → " in said


def test_a_missing_release_is_said(client: TestClient, releases: Path, release_path: Path) -> None:
    address = begin(client)
    say(client, address, TOLD)
    publish(releases, OTHER)
    (releases / release_path.name).unlink()
    code, said = replayed(address)
    assert code == 1 and "当时的发布版本不在了" in said
    assert f"route.release:{release_path.name} → {OTHER}" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["nobody"], "没有「nobody」这个对话"), (["nobody", "零"], "要一个 1 到")],
)
def test_what_is_not_there_is_explained(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, ["replay", *arguments])
    assert done.exit_code != 0 and said in done.output


def test_a_release_published_between_two_turns(
    client: TestClient, releases: Path, release_path: Path
) -> None:
    address = begin(client)
    first = say(client, address, TOLD)
    assert first["release"] == release_path.name
    publish(releases, OTHER)
    deadline = time.monotonic() + PATIENCE_SECONDS
    found = client.get(f"{address}/route").json()
    while found["newest"] and time.monotonic() < deadline:
        time.sleep(0.2)
        found = client.get(f"{address}/route").json()
    assert (found["release"], found["newest"]) == (release_path.name, False)
    second = say(client, address, "排路线")
    assert second["release"] == OTHER
    assert second["reply"]["facts"] == first["reply"]["facts"]
    assert second["reply"]["route"]["release"] == OTHER
    assert client.get(f"{address}/route").json()["newest"] is True
    code, said = replayed(address)
    assert code == 0 and said.count("完全相同") == 2, said


def test_a_release_that_cannot_be_opened_changes_nothing(
    client: TestClient, releases: Path, release_path: Path
) -> None:
    address = begin(client)
    say(client, address, TOLD)
    (releases / "broken").mkdir()
    publish(releases, "broken")
    for _ in range(2):
        assert say(client, address, "排路线")["release"] == release_path.name


def test_what_is_old_is_forgotten_by_the_command(client: TestClient, database: Engine) -> None:
    address = begin(client)
    begin(client)
    long_ago = now_in_utc() - timedelta(days=181)
    with database.begin() as connection:
        connection.execute(
            text("UPDATE conversation SET touched_at = :then WHERE id = :id"),
            {"then": long_ago.isoformat(sep=" "), "id": address.rpartition("/")[2]},
        )
    done = CliRunner().invoke(main, ["forget", "--days", "182"])
    assert done.exit_code == 0 and "删除了 0 个" in done.output
    done = CliRunner().invoke(main, ["forget"])
    assert "删除了 1 个超过 180 天" in done.output
    assert client.get(address).status_code == 404


def test_differences_name_their_place() -> None:
    before = Reply(reply="甲", kind="consult", status="answered", lists=("a", "b"))
    after = before.model_copy(update={"lists": ("a", "c"), "quick": ("是",)})
    assert list(differences(before, after)) == ["lists[1]:b → c", "quick:0 项 → 1 项"]
