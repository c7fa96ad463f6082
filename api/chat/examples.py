"""Examples for the API docs, each of the very shape that comes back (a test validates them)."""

from __future__ import annotations

from typing import Any

CONVERSATION = "3f2b8a52-6d0e-4f0a-9d5e-8a4f1c2b7e61"
RELEASE = "9a5bcda8f7d5d71a"
MOMENT = "2026-10-20T09:30:00Z"
_ROUTE: dict[str, Any] = {
    "release": RELEASE,
    "today": "2026-10-20",
    "goals": [{"goal": "residence-permit", "title": "领到居住证", "for": "本人"}],
    "assumptions": ["先按有合法稳定住所算"],
    "trips": [{"id": "trip-1", "date": "2026-10-21", "place": "厚街派出所", "steps": ["step-1"]}],
    "steps": [
        {
            "id": "step-1",
            "item": "residence-permit/first-permit",
            "title": "首次申领居住证",
            "list": "residence-permit",
            "person": "本人",
            "department": "公安",
            "channel": "窗口",
            "place": "厚街派出所",
            "start": "2026-10-21",
            "finish": "2026-11-05",
            "open": False,
            "visits": 1,
            "present": ["本人"],
            "duration": "法定最长 15 个自然日",
            "fee": "0",
            "after": [],
            "why": ["要「领到居住证」"],
            "basis": ["《居住证暂行条例》第九条"],
            "materials": [],
            "note": None,
        }
    ],
    "considered": [],
    "materials": [],
    "measures": {
        "departments": 1,
        "items": 1,
        "materials": 0,
        "trips": 1,
        "days": 12,
        "alone": {"departments": 1, "items": 1, "materials": 0, "trips": 1, "days": 12},
        "formula": "一起办:同日同地合并;单独办:各事项相加",
    },
    "proof": {"trips": {"value": 1, "bound": 1, "unit": "趟"}},
    "blocked": [],
    "alternatives": [],
    "branches": [],
    "asks": [],
}
_FACT = {
    "key": "本人.户籍所在地",
    "person": "本人",
    "name": "户籍所在地",
    "shown": "湖南",
    "words": "湖南的",
    "turn": 1,
    "source": "said",
}
_LIST = {
    "id": "residence-permit",
    "title": "居住证与居住登记",
    "lead": "公安",
    "written": True,
    "reviewed": None,
}
_REPLY = {
    "reply": "我记下了:户籍所在地:湖南。",
    "kind": "consult",
    "status": "planned",
    "lists": ["residence-permit"],
    "questions": [],
    "facts": {"本人.户籍所在地": "湖南"},
    "asks": None,
    "route": _ROUTE,
    "answers": [],
    "quick": [],
    "at_hand": 0,
    "changes": [],
    "rating": None,
    "awaits": "",
}
_TURN = {
    "id": "0f8fad5bd9cb469fa16570867728950e",
    "number": 1,
    "text": "我是湖南的,想办居住证",
    "taken_at": MOMENT,
    "words": "我记下了:户籍所在地:湖南。",
    "release": RELEASE,
    "day": "2026-10-20",
    "reply": _REPLY,
}
BEGUN: dict[str, Any] = {
    "id": CONVERSATION,
    "created_at": MOMENT,
    "release": RELEASE,
    "turns": [],
    "facts": [],
    "lists": [],
    "route": None,
    "asks": None,
    "unanswered": [],
    "rating": None,
    "handover": None,
}
WHOLE: dict[str, Any] = {
    **BEGUN,
    "turns": [_TURN],
    "facts": [_FACT],
    "lists": [_LIST],
    "route": _ROUTE,
}
TAKEN: dict[str, Any] = {"turn": _TURN, "facts": [_FACT], "lists": [_LIST]}
_CORRECTED = {**_FACT, "shown": "清远", "words": "更正:户籍所在地:清远", "turn": 2}
CHANGED: dict[str, Any] = {
    **TAKEN,
    "turn": {
        **_TURN,
        "number": 2,
        "text": "更正:户籍所在地:清远",
        "words": "已经改过来了。",
        "reply": {
            **_REPLY,
            "reply": "已经改过来了。",
            "status": "changed",
            "facts": {"本人.户籍所在地": "清远"},
            "changes": ["因为本人的户籍所在地从「湖南」改为「清远」:"],
        },
    },
    "facts": [{**_CORRECTED, "source": "answered"}],
}
FACTS: dict[str, Any] = {
    "facts": [{**_FACT, "until": 2}, {**_CORRECTED, "source": "answered", "until": None}]
}
ROUTE: dict[str, Any] = {
    "turn": 1,
    "release": RELEASE,
    "day": "2026-10-20",
    "newest": True,
    "route": _ROUTE,
}
LINK: dict[str, Any] = {"link": "k7m3x9q2v5t8w4hd", "path": "/r/k7m3x9q2v5t8w4hd"}
RATING: dict[str, Any] = {"level": "满意", "reason": "说得清楚"}
HANDOVER: dict[str, Any] = {
    "state": "waiting",
    "place": 3,
    "agent": None,
    "asked_at": MOMENT,
}
EVENTS = (
    'event: accepted\ndata: {"id":"0f8fad5bd9cb469fa16570867728950e","text":"想办居住证"}\n'
    'id: 1\n\nevent: facts\ndata: {"facts":[…]}\nid: 2\n\n'
    'event: answers\ndata: {"lists":[…],"answers":[]}\nid: 3\n\n'
    'event: route\ndata: {"route":{…},"changes":[]}\nid: 4\n\n'
    'event: asks\ndata: {"asks":null,"quick":[]}\nid: 5\n\n'
    'event: done\ndata: {"turn":{…},"facts":[…],"lists":[…]}\nid: 6\n\n'
)


def shown(
    status: int, example: dict[str, Any] | None, *, events: str | None = None
) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint that answers with this, and as a stream where there is one."""
    content: dict[str, Any] = {}
    if example is not None:
        content["application/json"] = {"example": example}
    if events is not None:
        content["text/event-stream"] = {"schema": {"type": "string"}, "example": events}
    return {status: {"content": content}}
