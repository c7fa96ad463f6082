"""The step that answers: approved words, by the case that is the citizen's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.hearing.words import cut
from assistant.turn.conversation import Answer
from assistant.turn.draft import Draft
from assistant.turn.fitting import theirs
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences
from knowledge.model.filling import fill, unknown_shown
from knowledge.model.household import person_name, read_household
from knowledge.model.inquiry_list import Question
from knowledge.model.judgement import Judge
from knowledge.model.shared import Basis
from knowledge.model.value import Truth
from knowledge.retrieval.finder import fitting_first
from knowledge.retrieval.found import Found, Scored
from knowledge.routes.explain import basis_text

MOST_ANSWERS = 3
MOST_OF_ONE = 2
ASKING = re.compile(r"怎么|如何|点办|点算|点样|吗|么$|(\w)[不唔]\1|什么|多久|多少|几|哪|谁")
HOW = re.compile(r"怎么[办弄搞走]|怎样办|如何办|点[办算搞]|怎么报名|办什么手续|流程")
SURE = 0.15
CLOSE = 0.5
LIST_SURE = 0.35
LEAST, AHEAD = 0.03, 1.6
TWICE = 2
WISH_SURE = 0.35
ASIDE = 0.35  # a question of a list that the whole message is not about
NEAR, CROWD, CLEAR = 0.75, 3, 0.3


def answer_questions(draft: Draft, around: Surroundings) -> Draft:
    """The approved answers to the questions that were asked, each by the case that is the
    citizen's; after our own ask, again the one that hung on it.
    """
    questions = around.knowledge.questions(draft.today)
    pending = draft.before.question
    if draft.picked is not None and draft.picked in questions:
        best = [draft.picked]
    elif draft.answered_ask and pending is not None and pending in questions:
        best = [pending]
    elif draft.found is None or only_tells(draft):
        return replace(draft, lists=draft.before.lists)
    else:
        best = _best(draft, around, questions)
    answers = tuple(_answer(one, questions[one], draft, around) for one in best)
    undecided = answers[0].undecided if answers else ()
    named = (*_lists(draft, around), *(one.partition("/")[0] for one in best))
    lists = tuple(dict.fromkeys(named))
    conversation = draft.conversation.model_copy(
        update={"question": best[0] if undecided else None}
    )
    return replace(
        draft,
        conversation=conversation,
        answers=tuple(one.answer for one in answers),
        undecided=undecided,
        lists=lists,
        parts=(*draft.parts, *_news_of(answers, draft)),
    )


def _news_of(answers: Sequence[_Answered], draft: Draft) -> tuple[str, ...]:
    """The answers in words; after our ask only where it made another answer of it."""
    told = draft.before.said if draft.answered_ask else ""
    return tuple(_paragraph(one.answer) for one in answers if one.answer.answer not in told)


def only_tells(draft: Draft) -> bool:
    """Whether, with a wish already known, the words only tell more of the situation."""
    return bool(draft.before.goals) and not ASKING.search(draft.text) and _news(draft)


def _news(draft: Draft) -> bool:
    """Whether facts were heard, and nothing new is wanted."""
    conversation = draft.conversation
    heard = any(fact.turn == conversation.turns for fact in conversation.facts)
    return heard and conversation.goals == draft.before.goals


def _lists(draft: Draft, around: Surroundings) -> tuple[str, ...]:
    """Lists that are sure, or else the best one; where a wish was just heard that a written list
    reaches, nothing that is less than twice as likely and not written.
    """
    if draft.found is None:
        return ()
    new = [one for one in draft.conversation.goals if one not in draft.before.goals]
    reach = frozenset().union(*(around.reached_by[one.goal] for one in new))
    reached = [one for one in draft.found.lists if one.id in reach]
    least = TWICE * reached[0].score if reached else 0.0
    lists = [
        one for one in draft.found.lists if one.id in around.knowledge.lists or one.score >= least
    ]
    sure = [one for one in lists if one.score >= LIST_SURE]
    return tuple(one.id for one in sure or reached[:1] or lists[:1])


def _best(draft: Draft, around: Surroundings, questions: Mapping[str, Question]) -> list[str]:
    """What was asked: the best of each clause that asks, where several do, or of the whole; where
    the whole says nothing for sure, of the one clause that does.
    """
    if draft.found is None:
        return []
    asking = [clause for clause in cut(draft.text) if ASKING.search(clause)]
    clauses = asking if len(asking) > 1 else ()  # a single one is scored with the whole below
    fits = theirs(draft, around)
    of_clauses = [_clear(around.finder.find(clause, theirs=fits)) for clause in clauses]
    several = [one for one in dict.fromkeys(of_clauses) if one in questions]
    if len(several) > 1:
        return several[:MOST_ANSWERS]
    likely = fitting_first(_asked(draft.found, draft.text, asking, around), fits)
    scored = [one for one in likely if one.id in questions]
    needed = _needed(draft)
    found = [] if _torn(scored) else [one for one in scored if one.score >= needed]
    found = [one for one in found if one.score >= ASIDE or _spoken_of(one, draft.found)]
    if several and not found:
        return several
    if not found and needed == SURE:
        found = _ahead(scored, _lists(draft, around)[:1])
    best = [one.id for one in found if one.score >= CLOSE * found[0].score]
    return best[:MOST_OF_ONE]


def _needed(draft: Draft) -> float:
    """How sure a question must be to be answered: to a wish just heard, or how it comes true, the
    route is the answer.
    """
    if draft.conversation.goals == draft.before.goals:
        return SURE
    only_wished = HOW.search(draft.text) or not ASKING.search(draft.text)
    return WISH_SURE if only_wished else SURE


def _spoken_of(question: Scored, found: Found) -> bool:
    """Whether the whole message is about the question's list: 能领什么钱 says nothing of which."""
    scores = {one.id: one.score for one in found.lists}
    return scores.get(question.id.partition("/")[0], 0.0) >= CLOSE * found.lists[0].score


def _torn(scored: Sequence[Scored]) -> bool:
    """Whether several are about as likely, and none of them likely."""
    near = [one for one in scored if one.score >= NEAR * scored[0].score]
    return len(near) >= CROWD and scored[0].score < CLEAR


def _clear(found: Found) -> str:
    """The question that one clause asks; none where none is sure or far ahead."""
    sure = [one for one in found.questions[:1] if one.score >= SURE]
    best = sure or _ahead(found.questions, [one.id for one in found.lists[:1]])
    return best[0].id if best else ""


def _ahead(scored: Sequence[Scored], about: Sequence[str]) -> list[Scored]:
    """The best question, where it is far ahead of its neighbours in the list that is meant."""
    found = [one for one in scored if one.id.partition("/")[0] in about]
    behind = found[1].score if len(found) > 1 else 0.0
    return found[:1] if found and found[0].score >= max(LEAST, AHEAD * behind) else []


def _asked(found: Found, text: str, asking: Sequence[str], around: Surroundings) -> list[Scored]:
    """Questions by the whole message and, where only some clauses ask, by these alone: the mean.

    Most people tell who they are and ask at the end; the whole says what it is about, the end what
    is asked.
    """
    alone = () if asking in ([], [text]) else around.finder.find(",".join(asking)).questions
    if not alone:  # 怎么办 by itself asks nothing
        return list(found.questions)
    scores: dict[str, float] = {}
    for one in (*found.questions, *alone):
        scores[one.id] = scores.get(one.id, 0.0) + one.score / 2
    return sorted((Scored(*one) for one in scores.items()), key=lambda one: -one.score)


@dataclass(frozen=True)
class _Answered:
    """An answer, and the facts that would choose another case."""

    answer: Answer
    undecided: tuple[str, ...]


def _answer(question_id: str, question: Question, draft: Draft, around: Surroundings) -> _Answered:
    """By the first case that holds; while an earlier one might, what it hangs on is noted."""
    shared = around.knowledge.shared
    judge = Judge(shared, read_household(draft.values(), shared, on=draft.today))
    several = shared.persons_by_name[question.whose].several
    person = person_name(question.whose, several=several)
    words, basis = question.otherwise or "", question.basis
    undecided: list[str] = []
    for case in question.cases:
        verdict = judge.judge(case.when, person=person, on=draft.today)
        shown = fill(case.answer, judge, person=person, on=draft.today)
        if verdict.truth is Truth.TRUE and shown is not None:
            words, basis = shown, case.basis or question.basis
            break
        if verdict.truth is Truth.TRUE:
            undecided += (f"{person}.{name}" for name in unknown_shown(case.answer, judge, person))
        elif verdict.truth is Truth.UNKNOWN:
            undecided += verdict.unknown
    else:
        words = words or question.cases[0].answer
    reviewed = around.knowledge.lists[question_id.partition("/")[0]].reviewed
    answer = Answer(
        question=question_id,
        ask=question.ask,
        answer=words,
        basis=tuple(dict.fromkeys(_basis(one, around) for one in basis)),
        reviewed=f"{reviewed.on} {reviewed.by}" if reviewed else None,
    )
    return _Answered(answer, tuple(dict.fromkeys(undecided)))


def _basis(basis: Basis, around: Surroundings) -> str:
    return basis_text(basis, around.knowledge.shared)


def _paragraph(answer: Answer) -> str:
    state = answer.reviewed or sentences.UNREVIEWED
    basis = ";".join(answer.basis)
    return f"【{answer.ask}】\n{answer.answer}\n(依据:{basis};{state})"
