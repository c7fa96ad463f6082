"""WeChat's side of the wire for tests: makes, signs, seals and opens messages, by its own code and
with its own clock.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import time
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN, APPID, ACCOUNT = "wenzheng", "wx0123456789abcdef", "gh_wenzheng"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OTHER_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg"


@dataclass(frozen=True)
class Call:
    """One HTTP request to the callback."""

    query: dict[str, str]
    body: bytes


@dataclass
class Platform:
    """`key` is the EncodingAESKey, None in plain mode; `skew` is how far its clock is off."""

    key: str | None = AES_KEY
    token: str = TOKEN
    appid: str = APPID
    skew: float = 0
    numbers: Any = field(default_factory=lambda: itertools.count(7_000_000_000))

    def message(self, openid: str, kind: str = "text", **elements: str) -> dict[str, str]:
        """The elements of a message; `event` has no MsgId."""
        made = {
            "ToUserName": ACCOUNT,
            "FromUserName": openid,
            "CreateTime": str(int(time.time() + self.skew)),
            "MsgType": kind,
            **elements,
        }
        return made if kind == "event" else made | {"MsgId": str(next(self.numbers))}

    def call(self, elements: dict[str, str]) -> Call:
        """The request that carries them, signed now."""
        return self.call_with(written(elements))

    def call_with(self, xml: bytes) -> Call:
        timestamp, nonce = str(int(time.time() + self.skew)), os.urandom(6).hex()
        query = {"timestamp": timestamp, "nonce": nonce}
        query["signature"] = self.sign(timestamp, nonce)
        if self.key is None:
            return Call(query, xml)
        sealed = self.seal(xml)
        query |= {
            "encrypt_type": "aes",
            "msg_signature": self.sign(timestamp, nonce, sealed),
        }
        return Call(query, written({"ToUserName": ACCOUNT, "Encrypt": sealed}))

    def sign(self, *parts: str) -> str:
        return hashlib.sha1("".join(sorted((self.token, *parts))).encode()).hexdigest()

    def seal(self, xml: bytes) -> str:
        inner = os.urandom(16) + len(xml).to_bytes(4, "big") + xml + self.appid.encode()
        missing = 32 - len(inner) % 32
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(inner + bytes([missing]) * missing) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def read(self, answer: bytes) -> dict[str, str] | None:
        """The passive reply's elements; None for "success". The signature must be right."""
        if answer == b"success":
            return None
        found = elements_of(answer)
        if self.key is None:
            return found
        signed = (found["TimeStamp"], found["Nonce"], found["Encrypt"])
        assert found["MsgSignature"] == self.sign(*signed)
        decryptor = self._cipher().decryptor()
        sealed = base64.b64decode(found["Encrypt"])
        inner = decryptor.update(sealed) + decryptor.finalize()
        inner = inner[: -inner[-1]]
        length = int.from_bytes(inner[16:20], "big")
        assert inner[20 + length :] == self.appid.encode()
        return elements_of(inner[20 : 20 + length])

    def _cipher(self) -> Cipher[modes.CBC]:
        assert self.key is not None
        key = base64.b64decode(self.key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def written(elements: dict[str, str]) -> bytes:
    inner = "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in elements.items())
    return f"<xml>{inner}</xml>".encode()


def elements_of(xml: bytes) -> dict[str, str]:
    """Every element with text, by name."""
    return {found.tag: found.text or "" for found in ElementTree.fromstring(xml).iter()}
