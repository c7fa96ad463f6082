"""Steps for what was not understood: first what it might have been, then how to say it.

Whether it is the first or the second time Rasa decides (assistant/bot/flow.py); without Rasa there
is no second. Whatever the other steps did understand is never held up by an unsure Rasa.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.turn.draft import Draft
from assistant.turn.spoken import QUESTION
from assistant.turn.surroundings import Surroundings
from assistant.turn.walking import papers_of_list
from assistant.wording import sentences

NOT_UNDERSTOOD = frozenset({"unclear", "not_found"})
MOST = 2
PAPERS = re.compile(r"材料|证件|资料|带(什么|啥|哪些|咩|乜)|准备(什么|啥|哪些)")
_OF_ROUTE = ("next", "previous", "step_done", "step_refused")


def clarify(draft: Draft, around: Surroundings) -> Draft:
    """Did you mean this or that; and at the second time, how to put it, or who helps."""
    if not (draft.status in NOT_UNDERSTOOD or _empty(draft)):
        return draft
    noted = tuple(part for part in draft.parts if part != sentences.NOTHING_FOUND and _empty(draft))
    if draft.decision.way == "stuck":
        said = (*noted, sentences.HOW_TO_SAY)
        return replace(draft, status="stuck", parts=said, quick=(sentences.PERSON_PLEASE,))
    written = [one for one in draft.lists if one in around.knowledge.lists]
    if written and PAPERS.search(draft.text):
        said = (*noted, papers_of_list(written[0], around))
        return replace(draft, status="papers_listed", parts=said)
    choices = _questions(draft, around)
    if not choices and draft.decision.way == "unsure":
        choices = _acts(draft)
    if not choices:
        return draft
    told = "".join(f"\n· {one}" for one in choices)
    said = (*noted, sentences.DID_YOU_MEAN.format(choices=told))
    return replace(draft, status="unsure", parts=said, quick=choices)


def choose(draft: Draft, around: Surroundings) -> Draft:
    """A question word for word, as we offer them, is answered as it stands."""
    questions = around.knowledge.questions(draft.today)
    chosen = next((one for one, question in questions.items() if question.ask == draft.text), None)
    if chosen is None:
        return draft
    return replace(draft, picked=chosen, answered_ask=True)


def _empty(draft: Draft) -> bool:
    """Something was asked, and the reply holds neither an answer nor a route nor an ask."""
    nothing = not draft.answers and draft.route is None and draft.ask is None
    asked = not draft.answered_ask and bool(QUESTION.search(draft.text))
    return draft.status is None and nothing and asked and not draft.conversation.offered


def _questions(draft: Draft, around: Surroundings) -> tuple[str, ...]:
    """The likeliest questions of the lists that were found, as one would ask them."""
    if draft.found is None:
        return ()
    questions = around.knowledge.questions(draft.today)
    near = [one.id for one in draft.found.questions if one.id in questions]
    of_lists = [one for one in near if one.partition("/")[0] in draft.lists]
    return tuple(questions[one].ask for one in of_lists[:MOST])


def _acts(draft: Draft) -> tuple[str, ...]:
    """The likeliest acts, as one would say them, at most two; a person is always one of them."""
    meant = sentences.ACT_MEANT
    guessed = [one for one in draft.decision.guesses if one in meant]
    fitting = [meant[one] for one in guessed if draft.conversation.steps or one not in _OF_ROUTE]
    if draft.conversation.goals:
        fitting.append(sentences.ROUTE_PLEASE)
    return tuple(dict.fromkeys((*fitting, sentences.PERSON_PLEASE)))[:MOST]
