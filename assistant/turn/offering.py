"""Steps for words that are about a list but not surely one of its questions: the likeliest are
offered, and what is picked is answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.turn.answering import ASKING, only_tells
from assistant.turn.clarifying import PAPERS
from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences

MOST = 3
_NUMBER = re.compile(r"^\W*(?:第)?([1-3一二三])(?:个|条|项)?\W*$")
_NUMBERS = {"1": 0, "2": 1, "3": 2, "一": 0, "二": 1, "三": 2}


def hear_pick(draft: Draft, around: Surroundings) -> Draft:
    """One of the questions offered, by its number; its words are known whenever they are said
    (clarifying.choose). Offered once only.
    """
    offered = draft.before.offered
    if not offered:
        return draft
    conversation = draft.conversation.model_copy(update={"offered": ()})
    draft = replace(draft, conversation=conversation)
    asked = around.knowledge.questions(draft.today)
    number = _NUMBER.match(draft.text)
    place = _NUMBERS[number[1]] if number else len(offered)
    picked = next((key for key in (*offered[place : place + 1], *offered) if key in asked), "")
    return replace(draft, picked=picked) if number else draft


def offer(draft: Draft, around: Surroundings) -> Draft:
    """The likeliest questions of a written list, where something was asked and none was sure."""
    conversation = draft.conversation
    wished = conversation.goals != draft.before.goals
    done = draft.answers or draft.listed or draft.answered_ask or PAPERS.search(draft.text)
    if draft.found is None or done or wished or only_tells(draft):
        return draft
    if draft.before.goals and not ASKING.search(draft.text):
        return draft
    about = [name for name in draft.lists if name in around.knowledge.lists]
    asked = around.knowledge.questions(draft.today)
    likely = [one.id for one in draft.found.questions if one.id.partition("/")[0] in about[:1]]
    likely = [one for one in likely if one in asked][:MOST]
    if not likely:
        return draft
    lead = sentences.WHICH_QUESTION.format(title=f"《{around.knowledge.rows[about[0]].title}》")
    offered = offer_numbered(draft, likely, around, lead=lead)
    return replace(offered, status=None if conversation.goals else "which_question")


def offer_numbered(
    draft: Draft, questions: Sequence[str], around: Surroundings, *, lead: str
) -> Draft:
    """These questions ("list/question") to choose from, after the words that lead to them."""
    if not questions:
        return draft
    asked = around.knowledge.questions(draft.today)
    asks = tuple(asked[one].ask for one in questions)
    lines = [f"{number}. {ask}" for number, ask in enumerate(asks, 1)]
    said = "\n".join((lead, *lines))
    offered = draft.conversation.model_copy(update={"offered": tuple(questions)})
    parts, quick = (*draft.parts, said), (*asks, *draft.quick)
    return replace(draft, conversation=offered, parts=parts, quick=quick)
