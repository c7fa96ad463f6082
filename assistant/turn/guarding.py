"""Guards: what must be answered before anything else, and what is no business of ours.

Danger is judged by what is happening, not by a word (消防验收 and 急诊报销 are asked as matters):
the finder's kinds decide, trained on both; a few forms of words that can mean nothing else stand
beside them. Whatever else is none of ours is refused only after it turned out to be no answer to
our own ask.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.hearing.mentions import Mentions
from assistant.hearing.segments import punctuated
from assistant.hearing.spelling import plain
from assistant.turn.draft import Draft
from assistant.turn.masking import HIDDEN
from assistant.turn.spoken import QUESTION, WORDING
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences
from knowledge.model.household import SELF
from knowledge.model.kind import Kind
from knowledge.model.shared import HOUSEHOLD

FIRST: tuple[Kind, ...] = ("emergency", "distress")
GRAVE: tuple[Kind, ...] = (*FIRST, "privacy", "injection", "elsewhere")
BRIEF = 6
_SIGN = re.compile(
    r"死|活|救|火|血|杀|刀|痛|疼|跳|命|打|晕|毒|炸|爆|溺|抢|砸|撑|煤气|喘|摔|撞|倒|走了"
)
_REQUEST = re.compile(
    r"[,，。]?\s*(请|麻烦)?(你)?(帮我|给我|替我)?(排|列)(一?个|一下)?(办事|办理)?路线"
)
_MATTER = re.compile(r"材料|报销|手续|证明|补办|申请|怎么办理|丧葬|验收|赔")
_DANGER = re.compile(
    r"(抖|唞|喘|透)(唔|不)(到|过|上)(气|嚟)|救命啊|着火了.{0,6}(快|救|困|烟)|(正在|现在)(打我|砍人|行凶)"
)
_OWN_LIFE = re.compile(r"不想活|活不下去|想死|自杀|轻生|活着|撑不住|撑唔住|了断|结束(自己|生命)")
_FAREWELL = re.compile(r"再见|再会|拜|bye|晚安|先这样|下次|挂了", re.IGNORECASE)
_SEEKS = re.compile(
    r"查|定.{0,2}位|告诉我|想知道|是谁|住哪|在哪|有几|多少|号码|电话|地址|聊天|开房|监控"
)
_OWN = re.compile(r"我自己的|我本人的|我(家)?(孩子|小孩|儿子|女儿|宝宝|仔)的")
_INJECTION = re.compile(
    r"(ignore|disregard|forget)\b.{0,40}\b(instruction|rule|prompt)|system prompt|jailbreak",
    re.IGNORECASE,
)


def guard(draft: Draft, around: Surroundings) -> Draft:
    """Present danger and distress end the turn at once, whatever we had asked. A few characters
    without any sign of it (不知道) are too little to judge by.
    """
    text = draft.text
    if _DANGER.search(text) and not _MATTER.search(text):
        return _end(draft, "emergency")
    if _INJECTION.search(text):
        return _end(draft, "injection")
    if len(text) <= BRIEF and not _SIGN.search(text):
        return draft
    words = _REQUEST.sub("", text) or text
    reading = around.finder.read(punctuated(words, around.listener.mentions))
    read = around.finder.decide(reading)
    if _mistaken(read.kind, text, around.listener.mentions):
        read = around.finder.decide(reading, kind="consult")
    danger = read.kind in FIRST and not any(one.search(text) for one in WORDING.values())
    return _end(draft, read.kind) if danger else replace(draft, read=read)


def _mistaken(kind: Kind, text: str, mentions: Mentions) -> bool:
    """Whether the words cannot be of that kind: who seeks nothing about others, or only about their
    own, wants a matter settled (我被老公打,要离婚), and so does who asks for the papers of a death;
    of somebody who 走了 one does not take leave.
    """
    if HIDDEN.search(text):
        return False
    if kind == "bye" and not _FAREWELL.search(text):
        others = any(one.role not in (SELF, HOUSEHOLD) for one in mentions.find(plain(text)))
        return others or bool(QUESTION.search(text))
    if kind == "privacy":
        return not _SEEKS.search(text) or bool(_OWN.search(text))
    return kind == "distress" and bool(_MATTER.search(text)) and not _OWN_LIFE.search(text)


def refuse(draft: Draft, around: Surroundings) -> Draft:
    """Greetings and what is no business of ours end here, with where to go instead."""
    if draft.found is None or draft.answered_ask or draft.found.kind == "consult":
        return draft
    if HIDDEN.search(draft.text) and draft.found.kind in ("privacy", "unclear"):
        return replace(draft, status="numbers_hidden", parts=(sentences.NUMBERS_HIDDEN,))
    brief = len(draft.text) <= BRIEF and not _SIGN.search(draft.text)
    return _end(draft, "unclear" if brief and draft.found.kind in GRAVE else draft.found.kind)


def _end(draft: Draft, kind: Kind) -> Draft:
    status = sentences.STATUS_BY_KIND.get(kind, f"refused_{kind}")
    return replace(draft, kind=kind, status=status, parts=(sentences.BY_KIND[kind],))
