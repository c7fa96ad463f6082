"""The step that understands what leans on what was said before: 什么时候交? after 契税交多少.

Only where the words by themselves are about nothing for certain and name no matter of their own;
they are then read as a question about the list spoken of last. Of held-out questions of at most 30
characters the best is right for 66 in 100 where the list is not known, for 81 where it is.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.turn.answering import LIST_SURE, SURE
from assistant.turn.draft import Draft
from assistant.turn.spoken import QUESTION
from assistant.turn.surroundings import Surroundings
from knowledge.retrieval.found import Scored

SHORT = 16
BARE = 10  # characters that hardly hold a matter of their own
CERTAIN = 0.6
SHARE_SURE = 0.3  # from here on a question's share among those of its list is right for 88 in 100
NEVER = frozenset({"emergency", "distress", "injection", "privacy", "elsewhere", "abuse"})


def lean(draft: Draft, around: Surroundings) -> Draft:
    """A short question about the list spoken of last; that it is one Rasa may know better."""
    found, lists = draft.found, draft.conversation.lists
    if draft.before.choice is not None:  # which list is meant was just said
        return draft
    if found is None or not lists or len(draft.text) > SHORT or not QUESTION.search(draft.text):
        return draft
    best = found.lists[0] if found.lists else Scored("", 0.0)
    bare = len(draft.text) <= BARE and best.id not in lists
    certain = best.score >= (CERTAIN if bare else LIST_SURE)
    asking = found.kind in ("consult", "unclear") or (
        draft.act == "ask_question" and found.kind not in NEVER
    )
    named = _named(draft.text, around)
    about = [one for one in lists if one in (named or around.knowledge.lists)]
    if certain or not asking or (named and not about):
        return draft
    leaning = around.finder.find(draft.text, within=(about or lists)[:1])
    asked = tuple(Scored(one.id, one.score * SURE / SHARE_SURE) for one in leaning.questions)
    return replace(draft, found=replace(leaning, questions=asked))


def _named(text: str, around: Surroundings) -> frozenset[str]:
    """The lists of whose titles it holds a word: 离婚, 公积金, 居住证."""
    words = around.title_words.items()
    return frozenset(name for name, own in words if any(word in text for word in own))
