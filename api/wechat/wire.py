"""WeChat's XML: read into what it means, written as WeChat wants it.

Refuses (422) what is no XML, has a document type or entities (entity bombs), or lacks who, what or
when. Message shapes: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.dom.minidom import Document, Element, getDOMImplementation
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from api.message import EmptyMessage, clean_text
from api.problems import Refusal
from api.wechat.menu import words_of_key
from api.wechat.schemas import Incoming, Kind, Part
from assistant.turn.masking import mask

UNREADABLE = "看不懂这条消息。"
OPENID = re.compile(r"[0-9A-Za-z_\-]{1,64}")
NUMBER = re.compile(r"[0-9]{1,20}")
LINK = re.compile(r"(?:https?://\S+)?/r/([a-z0-9]{16})/?")
SCENE = "qrscene_"
HERE = "我在{label}"


def fields_of(body: bytes) -> dict[str, str]:
    """The elements directly under the root. Raises Refusal."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Refusal(422, UNREADABLE) from None
    return {child.tag: (child.text or "").strip() for child in root}


def incoming_of(fields: Mapping[str, str]) -> Incoming:
    """The message these elements make. Raises Refusal."""
    openid, created = fields.get("FromUserName", ""), fields.get("CreateTime", "")
    number, event = fields.get("MsgId", ""), fields.get("MsgType") == "event"
    if not OPENID.fullmatch(openid) or not NUMBER.fullmatch(created):
        raise Refusal(422, UNREADABLE)
    if not event and not NUMBER.fullmatch(number):
        raise Refusal(422, UNREADABLE)
    kind, words = _event(fields) if event else _said(fields)
    name = f"{created}-{_event_name(fields)}" if event else number
    return Incoming(
        openid=openid,
        account=fields.get("ToUserName", ""),
        key=f"wechat-{name}",
        kind=kind,
        words=words,
        counts="event" if event else "message",
    )


def _said(fields: Mapping[str, str]) -> tuple[Kind, str]:
    """Text, the words recognised in a voice message, the place of a location."""
    kind = fields.get("MsgType", "")
    if kind == "text":
        text = fields.get("Content", "")
        if link := LINK.fullmatch(text):
            return "join", link[1]
        return _words(text, otherwise="unread")
    if kind == "voice":
        return _words(fields.get("Recognition", ""), otherwise="unheard")
    if kind == "location" and fields.get("Label"):
        return _words(HERE.format(label=fields["Label"]), otherwise="unread")
    return "unread", ""


def _words(text: str, *, otherwise: Kind) -> tuple[Kind, str]:
    """Masked before anything keeps them."""
    try:
        return "say", mask(clean_text(text))
    except EmptyMessage:
        return otherwise, ""


def _event(fields: Mapping[str, str]) -> tuple[Kind, str]:
    name, key = fields.get("Event", "").lower(), fields.get("EventKey", "")
    if name == "subscribe":
        return _scene(key.removeprefix(SCENE))
    if name == "scan":
        return _scene(key)
    if name == "click":
        return words_of_key(key)
    return ("gone" if name == "unsubscribe" else "silent"), ""


def _event_name(fields: Mapping[str, str]) -> str:
    """WeChat tells events apart by who and when; within one second, what happened helps."""
    return f"{fields.get('Event', '')[:30]}-{fields.get('EventKey', '')[:64]}"


def _scene(scene: str) -> tuple[Kind, str]:
    """A QR code may carry the link of a conversation, as text."""
    link = LINK.fullmatch(scene)
    return ("join", link[1]) if link else ("welcome", "")


def write_reply(part: Part, *, openid: str, account: str, at: int) -> bytes:
    """The passive reply; `at` is in seconds since 1970."""
    document, root = _root()
    for name, text in (("ToUserName", openid), ("FromUserName", account)):
        _add(document, root, name, text)
    _add(document, root, "CreateTime", at)
    _add(document, root, "MsgType", "news" if part.card else "text")
    if part.card is None:
        _add(document, root, "Content", part.text)
        return root.toxml().encode()
    _add(document, root, "ArticleCount", 1)
    articles, item = document.createElement("Articles"), document.createElement("item")
    root.appendChild(articles).appendChild(item)
    _add(document, item, "Title", part.card.title)
    _add(document, item, "Description", part.card.description)
    _add(document, item, "PicUrl", "")
    _add(document, item, "Url", part.card.url)
    return root.toxml().encode()


def write_sealed(encrypted: str, signature: str, timestamp: str, nonce: str) -> bytes:
    """The envelope of an encrypted reply."""
    document, root = _root()
    _add(document, root, "Encrypt", encrypted)
    _add(document, root, "MsgSignature", signature)
    _add(document, root, "TimeStamp", int(timestamp))
    _add(document, root, "Nonce", nonce)
    return root.toxml().encode()


def _root() -> tuple[Document, Element]:
    implementation = getDOMImplementation()
    assert implementation is not None
    document = implementation.createDocument(None, "xml", None)
    assert document.documentElement is not None
    return document, document.documentElement


def _add(document: Document, parent: Element, name: str, value: str | int) -> None:
    """Texts as CDATA, as in WeChat's own examples; its end mark cannot stand inside one."""
    made = document.createElement(name)
    if isinstance(value, int):
        made.appendChild(document.createTextNode(str(value)))
    else:
        made.appendChild(document.createCDATASection(value.replace("]]>", "]] >")))
    parent.appendChild(made)
