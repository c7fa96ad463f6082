"""Steps that answer: approved words by case, and honesty about lists that are not written yet."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.hearing.words import cut
from assistant.turn.conversation import Answer
from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences
from knowledge.model.household import person_name, read_household
from knowledge.model.inquiry_list import Question
from knowledge.model.judgement import Judge
from knowledge.model.shared import Basis
from knowledge.model.value import Truth
from knowledge.retrieval.found import Scored
from knowledge.routes.explain import basis_text

MOST_ANSWERS = 2
ASKING = re.compile(r"怎么|如何|点办|点算|点样|吗|么$|能不能|可不可以|要不要|什么|多久|多少|几|哪")
SURE = 0.2
CLOSE = 0.5
LIST_SURE = 0.35


def answer_questions(draft: Draft, around: Surroundings) -> Draft:
    """The approved answers to the questions that were asked, each by the case that is the
    citizen's.
    """
    if draft.found is None:
        return draft
    questions = around.knowledge.questions(draft.today)
    found = [one for one in _asked(draft, around) if one.score >= SURE and one.id in questions]
    best = [one for one in found if one.score >= CLOSE * found[0].score][:MOST_ANSWERS]
    answers = tuple(_answer(one.id, questions[one.id], draft, around) for one in best)
    lists = tuple(dict.fromkeys(one.id for one in draft.found.lists if one.score >= LIST_SURE))
    lists = lists or tuple(one.id for one in draft.found.lists[:1])
    parts = tuple(_paragraph(answer) for answer in answers)
    return replace(draft, answers=answers, lists=lists, parts=(*draft.parts, *parts))


def _asked(draft: Draft, around: Surroundings) -> list[Scored]:
    """Questions by the whole message and, where only some clauses ask, by these alone: the mean.

    Most people tell who they are and ask at the end; the whole says what it is about, the end what
    is asked.
    """
    asking = [
        clause.text
        for clause in cut(draft.text, around.knowledge.shared.persons_by_name)
        if ASKING.search(clause.text)
    ]
    if draft.found is None:
        return []
    if not asking or asking == [draft.text]:
        return list(draft.found.questions)
    scores: dict[str, float] = {}
    for one in (*draft.found.questions, *around.finder.find(",".join(asking)).questions):
        scores[one.id] = scores.get(one.id, 0.0) + one.score / 2
    return sorted((Scored(*one) for one in scores.items()), key=lambda one: -one.score)


def _answer(question_id: str, question: Question, draft: Draft, around: Surroundings) -> Answer:
    """By the first case that holds; one that might hold is told with its condition left open."""
    shared = around.knowledge.shared
    judge = Judge(shared, read_household(draft.conversation.values(), shared, on=draft.today))
    several = shared.persons_by_name[question.whose].several
    person = person_name(question.whose, several=several)
    words, basis = question.otherwise or "", question.basis
    for case in question.cases:
        truth = judge.judge(case.when, person=person, on=draft.today).truth
        if truth is Truth.TRUE:
            words, basis = case.answer, case.basis or question.basis
            break
    else:
        words = words or question.cases[0].answer
    inquiry_list = around.knowledge.lists[question_id.partition("/")[0]]
    reviewed = inquiry_list.reviewed
    return Answer(
        question=question_id,
        ask=question.ask,
        answer=words,
        basis=tuple(dict.fromkeys(_basis(one, around) for one in basis)),
        reviewed=f"{reviewed.on} {reviewed.by}" if reviewed else None,
    )


def _basis(basis: Basis, around: Surroundings) -> str:
    return basis_text(basis, around.knowledge.shared)


def _paragraph(answer: Answer) -> str:
    state = answer.reviewed or sentences.UNREVIEWED
    basis = ";".join(answer.basis)
    return f"【{answer.ask}】\n{answer.answer}\n(依据:{basis};{state})"


def name_unwritten(draft: Draft, around: Surroundings) -> Draft:
    """Lists that were recognised but are not written: named, with the department, and no invented
    answer.
    """
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
    said = sentences.NOT_WRITTEN.format(title=row.title, department=departments[row.lead])
    status = None if draft.conversation.goals else "not_written"
    return replace(draft, parts=(*draft.parts, said), status=status)
