"""Steps about how the citizen rates us, in the five levels of the national 好差评: asked at the
end, never twice, and with the reason where it is low.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from assistant.turn.conversation import Level, Rating
from assistant.turn.draft import Draft
from assistant.turn.spoken import QUESTION
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences

LEVELS: tuple[Level, ...] = get_args(Level)
LOW = LEVELS[3:]
SHORT = 14
_SAID: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (
        "非常不满意",
        re.compile(r"(非常|很|极|十分|超级?)不满意|差评|[一1]颗?星|[一1]分|差劲|体验很差"),
    ),
    (
        "不满意",
        re.compile(r"(不|唔)(太|大|是很|怎么|够)?满意|[两二2]颗?星|[两二2]分|没什么?用|不好用"),
    ),
    ("基本满意", re.compile(r"基本满意|一般|还行|还可以|凑合|勉强|及格|[三3]颗?星|[三3]分")),
    ("非常满意", re.compile(r"(非常|很|十分|特别|超级?|太)满意|[五5]星|满分|好评|点赞|[五5]分")),
    ("满意", re.compile(r"满意|[四4]颗?星|[四4]分|不错|几好|挺好|有用|好用")),
)
_PLAINLY = re.compile(r"(我|给|打|个|都|还|觉得|得)*\S{0,3}满意[的了啦吧。!！]*|.{0,3}[好差]评")
_ASKS = re.compile(r"[?？吗呢]$|^(怎么|如何|点样)")
_WANTS = re.compile(r"打(个)?分|评(个|一)?(价|分|星)")


def rate(draft: Draft, around: Surroundings) -> Draft:
    """A level is noted; a low one is followed by why; a wish to rate by the five levels."""
    awaited = draft.before.awaits
    if awaited == "reason" and draft.decision.way != "interruption":
        return _reason(draft)
    short = len(draft.text) <= SHORT and not QUESTION.search(draft.text)
    asked = draft.act == "rate" or awaited == "rating"
    level = level_of(draft.text) if short else None
    if level is not None and (asked or _PLAINLY.fullmatch(draft.text)):
        return _rated(draft, level)
    if short and (draft.act == "rate" or _WANTS.search(draft.text)):
        return _end(draft, "rating_asked", sentences.RATE, awaits="rating")
    return draft


def level_of(text: str) -> Level | None:
    """The official level these words come to; None when they name none."""
    return next((level for level, words in _SAID if words.search(text)), None)


def close(draft: Draft, around: Surroundings) -> Draft:
    """After thanks or a farewell, once something was done for the citizen: how was it?"""
    conversation = draft.conversation
    served = bool(conversation.said) and bool(conversation.facts or conversation.lists)
    if draft.status not in ("thanked", "closed") or conversation.rating or not served:
        return draft
    return replace(
        draft,
        conversation=conversation.model_copy(update={"awaits": "rating", "pending": None}),
        parts=(*draft.parts, sentences.RATE),
        quick=LEVELS,
    )


def _rated(draft: Draft, level: Level) -> Draft:
    noted = draft.conversation.model_copy(update={"rating": Rating(level=level)})
    draft = replace(draft, conversation=noted)
    if level in LOW:
        return _end(draft, "reason_asked", sentences.RATED_LOW.format(level=level), awaits="reason")
    return _end(draft, "rated", sentences.RATED.format(level=level))


def _reason(draft: Draft) -> Draft:
    """The reason, as it was said (masked before it came here)."""
    before = draft.conversation.rating
    asks = draft.decision.way != "answer" and bool(_ASKS.search(draft.text))
    if before is None or asks:
        return draft
    noted = Rating(level=before.level, reason=draft.text)
    draft = replace(draft, conversation=draft.conversation.model_copy(update={"rating": noted}))
    return replace(_end(draft, "rated", sentences.REASON_NOTED), quick=(sentences.PERSON_PLEASE,))


def _end(draft: Draft, status: str, said: str, *, awaits: str = "") -> Draft:
    conversation = draft.conversation.model_copy(update={"awaits": awaits})
    quick = LEVELS if awaits == "rating" else ()
    return replace(draft, conversation=conversation, status=status, parts=(said,), quick=quick)
