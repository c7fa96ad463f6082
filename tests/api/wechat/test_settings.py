"""The account's settings: whole or not at all, each mistake with the way to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import SettingRefused, WechatAccount, read_settings
from tests.api.wechat.platform import AES_KEY, OTHER_KEY

GIVEN = {
    "WENZHENG_PUBLIC_URL": "https://wz.example/",
    "WENZHENG_WECHAT_TOKEN": "wenzheng",
    "WENZHENG_WECHAT_APPID": "wx1",
    "WENZHENG_WECHAT_SECRET": "secret",
    "WENZHENG_WECHAT_AES_KEY": AES_KEY,
    "WENZHENG_WECHAT_AES_KEY_PREVIOUS": OTHER_KEY,
}


def test_whole(root: Path) -> None:
    found = read_settings(GIVEN, start=root)
    keys = (AES_KEY, OTHER_KEY)
    account = WechatAccount("wenzheng", "wx1", "secret", keys, "https://api.weixin.qq.com")
    assert (found.site, found.wechat) == ("https://wz.example", account)
    assert read_settings({}, start=root).wechat is None


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"WENZHENG_PUBLIC_URL": "wz.example"}, "WENZHENG_PUBLIC_URL"),
        ({"WENZHENG_WECHAT_TOKEN": ""}, "WENZHENG_WECHAT_TOKEN"),
        ({"WENZHENG_WECHAT_TOKEN": "有中文"}, "3 到 32 位"),
        ({"WENZHENG_WECHAT_APPID": ""}, "WENZHENG_WECHAT_APPID"),
        ({"WENZHENG_WECHAT_SECRET": ""}, "写 none"),
        ({"WENZHENG_WECHAT_API": "elsewhere"}, "写 console"),
        ({"WENZHENG_WECHAT_AES_KEY": "short"}, "43 位"),
    ],
)
def test_refused_with_the_way_to_mend_it(root: Path, other: dict[str, str], said: str) -> None:
    with pytest.raises(SettingRefused, match=said):
        read_settings(GIVEN | other, start=root)


def test_no_secret_is_needed_where_nothing_is_sent(root: Path) -> None:
    for api in ("none", "console"):
        given = GIVEN | {"WENZHENG_WECHAT_SECRET": "", "WENZHENG_WECHAT_API": api}
        found = read_settings(given, start=root).wechat
        assert found and found.api == api
