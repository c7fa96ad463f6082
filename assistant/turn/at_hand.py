"""The questions at hand: those of the lists brought in that the facts do not rule out.

A question is ruled out where it has no answer for this citizen: every case is false and nothing
stands for all others. What is unknown rules nothing out.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from knowledge.model.household import person_name, read_household
from knowledge.model.inquiry_list import Question
from knowledge.model.judgement import Judge
from knowledge.model.value import Truth


def count_at_hand(draft: Draft, around: Surroundings) -> Draft:
    """How many questions the citizen may go on to ask about the lists of this turn."""
    return replace(draft, at_hand=len(questions_at_hand(draft, around)))


def questions_at_hand(draft: Draft, around: Surroundings) -> tuple[str, ...]:
    """Ids "list/question" of the lists brought in, in the order of the lists."""
    shared = around.knowledge.shared
    judge = Judge(shared, read_household(draft.conversation.values(), shared, on=draft.today))
    return tuple(
        name
        for name, question in around.knowledge.questions(draft.today).items()
        if name.partition("/")[0] in draft.lists and _answers(question, judge, draft, around)
    )


def _answers(question: Question, judge: Judge, draft: Draft, around: Surroundings) -> bool:
    if question.otherwise:
        return True
    several = around.knowledge.shared.persons_by_name[question.whose].several
    person = person_name(question.whose, several=several)
    return any(
        judge.judge(case.when, person=person, on=draft.today).truth is not Truth.FALSE
        for case in question.cases
    )
