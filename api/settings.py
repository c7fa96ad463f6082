"""The few settings, read once from the environment. Nothing else in the project reads the
environment.

Refuses what it cannot understand (`SettingRefused`, a Chinese sentence) instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CATALOG = Path("inquiry_lists", "catalog.yml")
WECHAT = ("TOKEN", "APPID", "SECRET", "AES_KEY", "AES_KEY_PREVIOUS", "API")
WECHAT_API = "https://api.weixin.qq.com"
CONSOLE, NO_API = "console", "none"


class SettingRefused(ValueError):
    """A setting that cannot be used; the text is a Chinese sentence saying how to mend it."""


@dataclass(frozen=True)
class WechatAccount:
    """The official account whose messages we answer. `keys` are EncodingAESKeys, the one in force
    first, then the one before; none in plain mode. `api` is the address of its interfaces, or
    CONSOLE (printed instead of sent), or NO_API (passive replies only).
    """

    token: str
    appid: str
    secret: str
    keys: tuple[str, ...]
    api: str


@dataclass(frozen=True)
class Settings:
    """Where things are and who may call. `root` holds inquiry_lists/ and nlu_data/.

    `rasa_token` is the shared word between app and Rasa; empty means: invent one at start
    (`serve`). `encoder` is a sentence-transformers folder to use in place of the trained one.
    `limit` is how often one client may call, `counters` where that is counted (memory:// in each
    process, redis://… for all), `keep_days` how long a conversation nobody touches is kept. `site`
    is our address as citizens reach it, without a slash at its end; "" where there is none.
    """

    root: Path
    database: str
    releases: Path
    host: str = "127.0.0.1"
    port: int = 8000
    rasa: str | None = None
    rasa_token: str = ""
    encoder: Path | None = None
    limit: str = "120/minute"
    counters: str = "memory://"
    keep_days: int = 180
    site: str = ""
    wechat: WechatAccount | None = None

    @property
    def var(self) -> Path:
        """Releases, caches, the log and the embedded database live here."""
        return self.root / "var"


def find_root(environment: Mapping[str, str], *, start: Path) -> Path:
    """The project: WENZHENG_ROOT, else the nearest folder above `start` with the catalog, else
    this checkout.
    """
    if named := environment.get("WENZHENG_ROOT"):
        if not (Path(named) / CATALOG).is_file():
            raise SettingRefused(
                f"WENZHENG_ROOT 指的「{named}」里没有 {CATALOG},请改成问政清单项目的文件夹。"
            )
        return Path(named).resolve()
    own = Path(__file__).resolve().parents[1]
    for folder in (start.resolve(), *start.resolve().parents, own):
        if (folder / CATALOG).is_file():
            return folder
    raise SettingRefused(
        "这里没有问政清单(inquiry_lists/catalog.yml)。请到项目文件夹里运行,或设置 WENZHENG_ROOT。"
    )


def read_settings(environment: Mapping[str, str], *, start: Path) -> Settings:
    """Settings from WENZHENG_* variables; what is not set has the default that suits one machine.

    Raises SettingRefused.
    """
    root = find_root(environment, start=start)
    return Settings(
        root=root,
        database=environment.get("WENZHENG_DATABASE_URL")
        or f"sqlite:///{root / 'var' / 'wenzheng.db'}",
        releases=Path(environment.get("WENZHENG_RELEASES") or root / "var" / "releases"),
        host=environment.get("WENZHENG_HOST") or "127.0.0.1",
        port=_port(environment.get("WENZHENG_PORT") or "8000"),
        rasa=environment.get("WENZHENG_RASA_URL") or None,
        rasa_token=environment.get("WENZHENG_RASA_TOKEN") or "",
        encoder=Path(encoder) if (encoder := environment.get("WENZHENG_ENCODER")) else None,
        limit=_limit(environment.get("WENZHENG_RATE_LIMIT") or "120/minute"),
        counters=_counters(environment.get("WENZHENG_COUNTERS_URL") or "memory://"),
        keep_days=_days(environment.get("WENZHENG_KEEP_DAYS") or "180"),
        site=_site(environment.get("WENZHENG_PUBLIC_URL") or ""),
        wechat=_wechat(environment),
    )


def _site(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise SettingRefused(
            f"WENZHENG_PUBLIC_URL 写的是「{text}」,要写市民打得开的网址,例如 https://wz.example.cn。"
        )
    return text.rstrip("/")


def _wechat(environment: Mapping[str, str]) -> WechatAccount | None:
    """The account, where a token is given; what belongs together must be there together."""
    given = {name: environment.get(f"WENZHENG_WECHAT_{name}") or "" for name in WECHAT}
    if not given["TOKEN"]:
        if any(given.values()):
            raise SettingRefused("接微信要先设 WENZHENG_WECHAT_TOKEN(公众平台里填的令牌)。")
        return None
    if not re.fullmatch(r"[0-9A-Za-z]{3,32}", given["TOKEN"]):
        raise SettingRefused("WENZHENG_WECHAT_TOKEN 要 3 到 32 位的英文或数字。")
    if not given["APPID"]:
        raise SettingRefused("接微信要设 WENZHENG_WECHAT_APPID(公众平台的开发者 ID)。")
    api = given["API"] or WECHAT_API
    if api not in (CONSOLE, NO_API) and not (given["SECRET"] and api.startswith("http")):
        raise SettingRefused(
            "要用客服消息接口,请设 WENZHENG_WECHAT_SECRET;账号没有这个权限,"
            "WENZHENG_WECHAT_API 写 none;只想试一试,写 console。"
        )
    keys = tuple(key for key in (given["AES_KEY"], given["AES_KEY_PREVIOUS"]) if key)
    if any(not re.fullmatch(r"[0-9A-Za-z]{43}", key) for key in keys):
        raise SettingRefused("WENZHENG_WECHAT_AES_KEY 要照公众平台的 EncodingAESKey 写,43 位。")
    return WechatAccount(given["TOKEN"], given["APPID"], given["SECRET"], keys, api)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingRefused(f"WENZHENG_PORT 写的是「{text}」,端口要是 1 到 65535 的整数。")
    return int(text)


def _days(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise SettingRefused(f"WENZHENG_KEEP_DAYS 写的是「{text}」,要一个 1 到 9999 的整数(天)。")
    return int(text)


def _counters(text: str) -> str:
    if not text.startswith(("memory://", "redis://", "rediss://")):
        raise SettingRefused(
            f"WENZHENG_COUNTERS_URL 写的是「{text}」,要写成 memory:// 或 redis://主机:端口。"
        )
    return text


def _limit(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,6}/(second|minute|hour)", text):
        raise SettingRefused(
            f"WENZHENG_RATE_LIMIT 写的是「{text}」,要写成 120/minute 这样(second、minute、hour)。"
        )
    return text
