"""Steps for what was not understood: first what it might have been, then how to say it.

Which of the two it is Rasa decides (assistant/bot/flow.py); without Rasa there is only the plain
sentence. Whatever the other steps did understand is never held up by an unsure Rasa.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences

NOT_UNDERSTOOD = frozenset({"unclear", "not_found"})
MOST = 2


def clarify(draft: Draft, around: Surroundings) -> Draft:
    """Did you mean this or that; and at the second time, how to put it, or who helps."""
    if draft.status not in NOT_UNDERSTOOD:
        return draft
    if draft.decision.way == "unsure":
        choices = _choices(draft, around)
        if choices:
            told = "、".join(f"「{one}」" for one in choices)
            said = sentences.DID_YOU_MEAN.format(choices=told)
            return replace(draft, status="unsure", parts=(said,), quick=choices)
    if draft.decision.way == "stuck":
        quick = (sentences.PERSON_PLEASE,)
        return replace(draft, status="stuck", parts=(sentences.HOW_TO_SAY,), quick=quick)
    return draft


def _choices(draft: Draft, around: Surroundings) -> tuple[str, ...]:
    """What the likeliest lists and acts would be said like, at most two."""
    lists = draft.found.lists if draft.found else ()
    rows = around.knowledge.rows
    titles = [sentences.LIST_MEANT.format(title=rows[one.id].title) for one in lists[:MOST]]
    acts = [
        sentences.ACT_MEANT[one] for one in draft.decision.guesses if one in sentences.ACT_MEANT
    ]
    known = [one for one in acts if draft.conversation.steps or one not in _OF_ROUTE]
    rest = (sentences.PERSON_PLEASE, sentences.ROUTE_PLEASE)
    fitting = rest if draft.conversation.goals else rest[:1]
    return tuple(dict.fromkeys((*titles, *known, *fitting)))[:MOST]


_OF_ROUTE = frozenset(
    sentences.ACT_MEANT[one] for one in ("next", "previous", "step_done", "step_refused")
)
