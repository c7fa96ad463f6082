"""The account's menu: what WeChat's interface takes, and what a click on it means."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from api.commands import main
from api.wechat.menu import ENTRIES, menu, words_of_key
from tests.api.wechat.interface import Interface
from tests.api.wechat.platform import APPID, TOKEN


def test_shape() -> None:
    buttons = menu()["button"]
    leaves = [leaf for one in buttons for leaf in one.get("sub_button", [one])]
    assert len(buttons) <= 3 and [leaf["name"] for leaf in leaves] == [e[0] for e in ENTRIES]
    assert all(len(one["name"].encode()) <= 16 for one in buttons)
    assert all(words_of_key(leaf["key"])[0] != "silent" for leaf in leaves)
    assert words_of_key("unknown") == ("silent", "")


def account(api: str, secret: str) -> dict[str, str]:
    return {
        "WENZHENG_WECHAT_TOKEN": TOKEN,
        "WENZHENG_WECHAT_APPID": APPID,
        "WENZHENG_WECHAT_SECRET": secret,
        "WENZHENG_WECHAT_API": api,
    }


def test_published(interface: Interface) -> None:
    shown = CliRunner().invoke(main, ["wechat-menu"])
    assert json.loads(shown.output) == menu() and interface.menu == {}
    given = account(interface.address, "secret")
    done = CliRunner().invoke(main, ["wechat-menu", "--publish"], env=given)
    assert done.exit_code == 0 and interface.menu == menu()


@pytest.mark.parametrize(
    ("api", "secret", "said"), [("", "wrong", "AppSecret"), ("none", "", "手动设菜单")]
)
def test_not_published(interface: Interface, api: str, secret: str, said: str) -> None:
    given = account(api or interface.address, secret)
    refused = CliRunner().invoke(main, ["wechat-menu", "--publish"], env=given)
    assert refused.exit_code == 1 and said in refused.output
    assert "Traceback" not in refused.output and interface.menu == {}


def test_no_account() -> None:
    refused = CliRunner().invoke(main, ["wechat-menu", "--publish"])
    assert refused.exit_code == 1 and "docs/wechat.md" in refused.output
