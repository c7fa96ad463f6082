"""The step that understands what leans on what was said before: 什么时候交? after 契税交多少,
租房的 after 公积金怎么提.

Only where the words by themselves are about nothing for certain and name no matter of their own;
they are then read as a question about the list spoken of last. Of held-out questions of at most 30
characters the best is right for 66 in 100 where the list is not known, for 81 where it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.turn.answering import LIST_SURE, SURE
from assistant.turn.draft import Draft
from assistant.turn.spoken import QUESTION
from assistant.turn.surroundings import Surroundings
from knowledge.retrieval.finder import EVIDENCE
from knowledge.retrieval.found import Found, Scored

SHORT = 16
BARE = 10  # characters that hardly hold a matter of their own
CERTAIN = 0.6
SHARE_SURE = 0.3  # from here on a question's share among those of its list is right for 88 in 100
FRAGMENT_SURE, FRAGMENT_EVIDENCE = 0.5, 0.005
_FRAGMENT = re.compile(r"(?![我是在])[^,，。?？!！]{1,7}的[呢呀啊]?[?？。]?")
_ASSENT = re.compile(
    r"(?:嗯|哦|好|对|行|真|会|有|没有?|要|不要|不用|不|可以|办过|知道|明白|了解|清楚|收到|谢谢|挺好)+的"
)
NEVER = frozenset({"emergency", "distress", "injection", "privacy", "elsewhere", "abuse"})


def lean(draft: Draft, around: Surroundings) -> Draft:
    """A short question about the list spoken of last (that it is one Rasa may know better), or what
    only says more closely which case of it is meant.
    """
    found, lists = draft.found, draft.conversation.lists
    if draft.before.choice is not None:  # which list is meant was just said
        return draft
    fragment = _fragment(draft, around)
    question = len(draft.text) <= SHORT and bool(QUESTION.search(draft.text))
    if found is None or not lists or not (question or fragment):
        return draft
    named = _named(draft.text, around)
    about = [one for one in lists if one in (named or around.knowledge.lists)]
    if (named and not about) or not (fragment or _leans(draft, found)):
        return draft
    least = FRAGMENT_EVIDENCE if fragment else EVIDENCE
    leaning = around.finder.find(draft.text, within=(about or lists)[:1], least=least)
    best = leaning.questions[0].score if leaning.questions else 0.0
    if best < (FRAGMENT_SURE if fragment else 0.0) or (about and not best):
        return draft
    asked = tuple(Scored(one.id, one.score * SURE / SHARE_SURE) for one in leaning.questions)
    return replace(draft, found=replace(leaning, questions=asked))


def _leans(draft: Draft, found: Found) -> bool:
    """Whether a question is about nothing for certain by itself."""
    best = found.lists[0] if found.lists else Scored("", 0.0)
    bare = len(draft.text) <= BARE and best.id not in draft.conversation.lists
    asking = found.kind in ("consult", "unclear") or (
        draft.act == "ask_question" and found.kind not in NEVER
    )
    return asking and best.score < (CERTAIN if bare else LIST_SURE)


def _fragment(draft: Draft, around: Surroundings) -> bool:
    """租房的, 离职的呢: after an answer or a choice of questions; not where somebody is from."""
    asked = draft.conversation.answered or draft.before.offered
    text = draft.text.strip()
    if not asked or not _FRAGMENT.fullmatch(text) or _ASSENT.match(text):
        return False
    heard = around.listener.hear(draft.text, today=draft.today)
    facts = around.knowledge.shared.facts_by_name
    return all(facts[one.key.rpartition(".")[2]].kind in ("yes_no", "choice") for one in heard)


def _named(text: str, around: Surroundings) -> frozenset[str]:
    """The lists of whose titles it holds a word: 离婚, 公积金, 居住证."""
    words = around.title_words.items()
    return frozenset(name for name, own in words if any(word in text for word in own))
