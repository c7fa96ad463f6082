"""Who sent it, and what is inside: signature, and the encryption of the safe mode.

Refuses (403) a wrong signature, a clock that is far off, a body that no key of ours opens, one for
another account, and a plain body where a key is set. Source:
https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
(that the initial vector is the first 16 bytes of the key is said in the plan of the same platform
for companies, qydev.weixin.qq.com).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from api.problems import Refusal

NOT_WECHAT = "这个地址只给微信服务器使用。"
SKEW_SECONDS = 300  # the platform's clock and ours may differ by as much
NOISE, LENGTH, BLOCK_BITS = 16, 4, 256
NOISE_AND_LENGTH = NOISE + LENGTH


@dataclass(frozen=True)
class Opened:
    """The XML inside, the key that opened it (None: plain), and the signature that came along."""

    xml: bytes
    key: bytes | None
    signature: str


@dataclass(frozen=True)
class Envelope:
    """`keys` are the EncodingAESKeys decoded (32 bytes), the one in force first, then the previous
    one; empty in plain mode. `now` gives seconds since 1970, `noise` so many random bytes.
    """

    token: str
    appid: str
    keys: tuple[bytes, ...]
    now: Callable[[], float]
    noise: Callable[[int], bytes]

    def verify(self, query: Mapping[str, str]) -> None:
        """Raises Refusal unless WeChat signed this address now."""
        self._check(query, query.get("signature", ""))

    def open(self, query: Mapping[str, str], body: bytes, encrypted: str | None) -> Opened:
        """What was sent; `encrypted` is the body's Encrypt element. Raises Refusal."""
        if query.get("encrypt_type") == "aes" and encrypted and self.keys:
            signature = query.get("msg_signature", "")
            self._check(query, signature, encrypted)
            xml, key = self._decrypted(encrypted)
            return Opened(xml, key, signature)
        if self.keys or encrypted:
            raise Refusal(403, NOT_WECHAT)
        self.verify(query)
        return Opened(body, None, query.get("signature", ""))

    def seal(self, xml: bytes, key: bytes) -> tuple[str, str, str, str]:
        """Encrypted with this key: Encrypt, MsgSignature, TimeStamp, Nonce."""
        inner = self.noise(NOISE) + struct.pack("!I", len(xml)) + xml + self.appid.encode()
        padder = PKCS7(BLOCK_BITS).padder()
        encryptor = _cipher(key).encryptor()
        padded = padder.update(inner) + padder.finalize()
        encrypted = base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()
        timestamp, nonce = str(int(self.now())), self.noise(8).hex()
        signature = signature_of(self.token, timestamp, nonce, encrypted)
        return encrypted, signature, timestamp, nonce

    def _check(self, query: Mapping[str, str], signature: str, *signed: str) -> None:
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        expected = signature_of(self.token, timestamp, nonce, *signed)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise Refusal(403, NOT_WECHAT)
        if not timestamp.isdecimal() or abs(int(timestamp) - self.now()) > SKEW_SECONDS:
            raise Refusal(403, NOT_WECHAT)

    def _decrypted(self, encrypted: str) -> tuple[bytes, bytes]:
        for key in self.keys:
            xml = self._opened_with(key, encrypted)
            if xml is not None:
                return xml, key
        raise Refusal(403, NOT_WECHAT)

    def _opened_with(self, key: bytes, encrypted: str) -> bytes | None:
        try:
            sealed = base64.b64decode(encrypted, validate=True)
            decryptor, unpadder = _cipher(key).decryptor(), PKCS7(BLOCK_BITS).unpadder()
            padded = decryptor.update(sealed) + decryptor.finalize()
            inner = unpadder.update(padded) + unpadder.finalize()
            (length,) = struct.unpack("!I", inner[NOISE:NOISE_AND_LENGTH])
        except (binascii.Error, ValueError, struct.error):
            return None
        end = NOISE_AND_LENGTH + length
        return inner[NOISE_AND_LENGTH:end] if inner[end:] == self.appid.encode() else None


def signature_of(*signed: str) -> str:
    """SHA-1 over the sorted parts, as the platform makes it."""
    return hashlib.sha1("".join(sorted(signed)).encode(), usedforsecurity=False).hexdigest()


def decoded_key(text: str) -> bytes:
    """The 32 bytes of an EncodingAESKey (43 signs). Raises ValueError."""
    key = base64.b64decode(text + "=", validate=True)
    if len(key) != 32:
        raise ValueError(text)
    return key


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
