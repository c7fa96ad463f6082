"""The step that understands what leans on what was said before: 什么时候交? after 契税交多少.

Only where the words by themselves are about nothing for certain; they are then read once more with
the title of the list spoken of last, and that reading counts if it is about that list.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.turn.answering import LIST_SURE
from assistant.turn.draft import Draft
from assistant.turn.spoken import QUESTION
from assistant.turn.surroundings import Surroundings

SHORT = 16
NEVER = frozenset({"emergency", "distress", "injection", "privacy", "elsewhere", "abuse"})


def lean(draft: Draft, around: Surroundings) -> Draft:
    """A short question about the list spoken of last; that it is one Rasa may know better."""
    found, lists = draft.found, draft.conversation.lists
    if draft.before.choice is not None:  # which list is meant was just said
        return draft
    if found is None or not lists or len(draft.text) > SHORT or not QUESTION.search(draft.text):
        return draft
    certain = bool(found.lists) and found.lists[0].score >= LIST_SURE
    asking = found.kind in ("consult", "unclear") or (
        draft.act == "ask_question" and found.kind not in NEVER
    )
    if certain or not asking:
        return draft
    title = around.knowledge.rows[lists[0]].title
    leaning = around.finder.find(f"{title},{draft.text}")
    about = {one.id for one in leaning.lists[:1]}
    return replace(draft, found=leaning) if about & set(lists) else draft
