"""`wenzheng serve`: obstacles are said in one sentence, and workers read what was set."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from api.commands import main
from api.commands.serve import address_of, environment_of, refuse_taken_port
from api.settings import SettingRefused, Settings, read_settings

ROOT = Path(__file__).parents[2]


def test_a_taken_port_is_explained() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert done.exit_code == 1
    assert f"端口 {port} 已经有程序在用" in done.stderr and "--port" in done.stderr


def test_a_wrong_address_is_explained() -> None:
    with pytest.raises(click.ClickException, match="监听地址"):
        refuse_taken_port("203.0.113.7", 8000)
    with pytest.raises(click.ClickException, match="监听地址"):
        refuse_taken_port("没有这样的地址", 8000)


@pytest.mark.parametrize("port", ["0", "70000", "八千"])
def test_a_wrong_port_is_explained(port: str) -> None:
    done = CliRunner().invoke(main, ["serve", "--port", port])
    assert done.exit_code == 2 and "1 到 65535 的整数" in done.stderr
    with pytest.raises(SettingRefused, match="1 到 65535 的整数"):
        read_settings({"WENZHENG_PORT": port}, start=ROOT)


def test_workers_read_the_settings_that_were_set(tmp_path: Path) -> None:
    settings = Settings(
        root=ROOT,
        database=f"sqlite:///{tmp_path}/x.db",
        releases=tmp_path,
        port=8123,
        rasa="http://127.0.0.1:5005",
        rasa_token="secret",
        encoder=tmp_path / "model",
    )
    assert read_settings(environment_of(settings), start=tmp_path) == settings
    bare = replace(settings, rasa=None, encoder=None)
    assert read_settings(environment_of(bare), start=tmp_path) == bare


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
    ],
)
def test_the_address_is_one_this_machine_reaches(host: str, address: str) -> None:
    settings = Settings(root=ROOT, database="", releases=ROOT, host=host)
    assert address_of(settings) == address


def test_the_project_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    assert read_settings({}, start=ROOT / "inquiry_lists" / "shared").root == ROOT
    (tmp_path / "inquiry_lists").mkdir()
    (tmp_path / "inquiry_lists" / "catalog.yml").touch()
    assert read_settings({}, start=tmp_path).root == tmp_path
