"""Steps that understand: which lists and questions the words are about, and what is wanted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.hearing.words import cut
from assistant.turn.conversation import Conversation, Wanted
from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from knowledge.model.condition import Clause
from knowledge.model.household import person_name, read_household
from knowledge.model.inquiry_list import Goal
from knowledge.model.judgement import Judge
from knowledge.model.value import Truth

_WANTS = re.compile(r"怎么办|怎么|如何|点办|点样|能不能|可以|想|要|办|吗|？|\?")


def find(draft: Draft, around: Surroundings) -> Draft:
    """Lists and questions by the finder; a plain answer to our ask needs none."""
    if draft.answered_ask:
        return draft
    return replace(draft, found=around.finder.find(draft.text))


def note_goals(draft: Draft, around: Surroundings) -> Draft:
    """Goals spoken of, or whose opposite was just told with a question (没有居住证怎么办)."""
    if draft.answered_ask:
        return draft
    conversation = draft.conversation
    for goal in around.knowledge.shared.goals.values():
        if _spoken(goal, draft.text, around) or _lacking(goal, draft):
            conversation = _want(conversation, goal, draft.today, around)
    return replace(draft, conversation=conversation)


def _spoken(goal: Goal, text: str, around: Surroundings) -> bool:
    """Whether some clause holds all signs of one of the goal's sayings."""
    for clause in cut(text, around.knowledge.shared.persons_by_name):
        if any(
            set(saying) <= set(clause.text) and len(clause.text) < 4 * len(saying)
            for saying in goal.spoken
        ):
            return True
    return False


def _lacking(goal: Goal, draft: Draft) -> bool:
    if not isinstance(goal.reach, Clause) or not _WANTS.search(draft.text):
        return False
    return any(
        fact.turn == draft.conversation.turns
        and fact.value == "否"
        and fact.key.endswith(f".{goal.reach.fact}")
        for fact in draft.conversation.facts
    )


def _want(
    conversation: Conversation, goal: Goal, today: date, around: Surroundings
) -> Conversation:
    """The goal for everybody it may be for and who has not reached it."""
    shared = around.knowledge.shared
    judge = Judge(shared, read_household(conversation.values(), shared, on=today))
    several = around.knowledge.shared.persons_by_name[goal.whose].several
    persons = sorted(
        {key.partition(".")[0] for key in conversation.values() if key.startswith(goal.whose)}
    ) or [person_name(goal.whose, several=several)]
    wanted = [
        Wanted(goal=goal.id, person=person)
        for person in persons
        if judge.judge(goal.reach, person=person, on=today).truth is not Truth.TRUE
    ]
    new = tuple(one for one in wanted if one not in conversation.goals)
    return conversation.model_copy(update={"goals": (*conversation.goals, *new)})
