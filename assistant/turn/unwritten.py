"""The step that is honest about lists which nobody has written yet: named, with the department, and
no invented answer; what the written ones answer instead is offered, as neighbours are easily
mistaken for each other.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.turn.draft import Draft
from assistant.turn.offering import offer_numbered
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences
from knowledge.retrieval.found import Scored

SURE = 0.3  # of held-out messages below it every second is about another list
CLEAR = 0.8  # above it hardly one is
SURELY, NEAR, BESIDE = 0.1, 0.03, 0.4  # of 99 offers to held-out questions 81 hold the right one
SHARE = 0.5  # of a question among those of the list spoken of before
MOST = 2


def name_unwritten(draft: Draft, around: Surroundings) -> Draft:
    """Lists that were recognised but are not written; alone, with the nearest written questions."""
    rows, lists = around.knowledge.rows, around.knowledge.lists
    unwritten = [name for name in draft.lists if name not in lists]
    if not unwritten:
        return draft
    written = [name for name in draft.lists if name in lists]
    if written and (draft.answers or draft.conversation.goals):
        titles = "、".join(f"《{rows[name].title}》" for name in unwritten)
        return replace(draft, parts=(*draft.parts, sentences.AND_ALSO.format(titles=titles)))
    departments = {one.name: one.title for one in around.knowledge.shared.departments.values()}
    row = rows[unwritten[0]]
    score = _score(draft, row.id)
    sentence = sentences.NOT_WRITTEN if score >= SURE else sentences.PERHAPS_NOT_WRITTEN
    said = sentence.format(title=row.title, department=departments[row.lead])
    draft = replace(draft, parts=(*draft.parts, said))
    near = () if draft.answers or score >= CLEAR else _nearest(draft, around)
    offered = offer_numbered(draft, near, around, lead=sentences.NEAREST_WRITTEN)
    return replace(offered, status=None if draft.conversation.goals else "not_written")


def _score(draft: Draft, name: str) -> float:
    found = draft.found.lists if draft.found else ()
    return next((one.score for one in found if one.id == name), 0.0)


def _nearest(draft: Draft, around: Surroundings) -> tuple[str, ...]:
    """The likeliest questions that can be answered; first of the list spoken of before, if one of
    its questions is far ahead.
    """
    asked = around.knowledge.questions(draft.today)
    found = draft.found.questions if draft.found else ()
    near = [one.id for one in found if one.id in asked and _is_near(one, draft)]
    before = [one for one in draft.before.lists if one in around.knowledge.lists]
    if before:
        theirs = around.finder.find(draft.text, within=before[:1]).questions[:1]
        near = [one.id for one in theirs if one.score >= SHARE] + near
    return tuple(dict.fromkeys(near))[:MOST]


def _is_near(question: Scored, draft: Draft) -> bool:
    """Sure enough by itself, or of a list that the message may well be about."""
    beside = _score(draft, question.id.partition("/")[0])
    best = draft.found.lists[0].score if draft.found else 1.0
    return question.score >= (NEAR if beside >= BESIDE * best else SURELY)
