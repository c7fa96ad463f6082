"""Steps that understand: which lists and questions the words are about, and what is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.hearing.hearing import Heard
from assistant.hearing.segments import punctuated
from assistant.hearing.spelling import respelt
from assistant.hearing.wishes import Wish
from assistant.turn.conversation import Conversation, Wanted
from assistant.turn.draft import Draft
from assistant.turn.hearing import HUKOU, keep
from assistant.turn.surroundings import Surroundings
from knowledge.model.condition import Clause
from knowledge.model.household import SELF, person_name, read_household
from knowledge.model.inquiry_list import Goal
from knowledge.model.judgement import Judge
from knowledge.model.value import Truth
from knowledge.retrieval.found import ClauseFound, Found, Scored

SHORT = 20
_ROUTE = re.compile(
    r"排.{0,4}路线|办事路线|办理路线|一步一步|先办什么|先办哪|什么顺序|从哪.{0,2}办起"
)
NEARLY = 0.3
SMALL_TALK = ("greeting", "thanks", "chitchat", "unclear")
_LACK = re.compile(r"没|冇|无|未|过期|丢|坏|断|失效|到期")
_WANTS = re.compile(r"怎么办|怎么|如何|点办|点样|能不能|可以|想|要|办|吗|？|\?")


def find(draft: Draft, around: Surroundings) -> Draft:
    """Lists and questions by the finder; a plain answer to our ask, or yes to the route we offered,
    needs none; nor does what was just chosen between two.
    """
    if (
        draft.picked
        or draft.found
        or draft.answered_ask
        or (draft.conversation.goals and asks_route(draft.text, draft.act))
    ):
        return draft
    found = draft.read or around.finder.find(punctuated(draft.text, around.listener.mentions))
    if found.kind in SMALL_TALK and _tells(draft, around):
        found = Found("consult")
    return replace(draft, found=found)


def _tells(draft: Draft, around: Surroundings) -> bool:
    """你好,我是清远的 is no mere greeting."""
    return any(one.source == "said" for one in around.listener.hear(draft.text, today=draft.today))


def asks_route(text: str, act: str | None) -> bool:
    """Whether the whole way is asked for, not one answer."""
    return (act == "ask_route" and len(text) <= SHORT) or bool(_ROUTE.search(text))


def note_goals(draft: Draft, around: Surroundings) -> Draft:
    """Goals spoken of, or whose opposite was just told with a question (没有居住证怎么办). A
    question about what the citizen does not have wants only to be answered.
    """
    if draft.answered_ask or draft.presumed:
        return draft
    conversation = draft.conversation
    spoken = spoken_goals(draft, around)
    for goal in around.knowledge.shared.goals.values():
        if goal.id in spoken or _lacking(goal, draft):
            conversation = _want(conversation, goal, draft.today, around)
    return replace(draft, conversation=_where_from(conversation, around))


def _where_from(conversation: Conversation, around: Surroundings) -> Conversation:
    """Whose hukou is to be moved here has it elsewhere: until said otherwise, where the citizen's
    is.
    """
    known = conversation.values()
    own = next((fact for fact in conversation.facts if fact.key == f"{SELF}.{HUKOU}"), None)
    for wanted in conversation.goals if own else ():
        reach = around.knowledge.shared.goals[wanted.goal].reach
        key = f"{wanted.person}.{HUKOU}"
        about_hukou = isinstance(reach, Clause) and reach.fact == HUKOU
        if own and about_hukou and key not in known and key not in conversation.refuted:
            heard = Heard(key, own.value, own.words, "inferred")
            conversation = keep(conversation, heard, source="inferred")
    return conversation


def spoken_goals(draft: Draft, around: Surroundings) -> frozenset[str]:
    """Goals that a clause says, where it is about a list that reaches them.

    自己以前在老家交的社保怎么转 holds the signs of 自己交社保, but is about transferring.
    """
    if draft.found is None:
        return frozenset()
    clauses = draft.found.clauses
    wishes = around.wishes.hear(respelt(clause.text) for clause in clauses)
    return frozenset(wish.goal for wish in wishes if _reaches(wish, clauses[wish.clause], around))


def _reaches(wish: Wish, clause: ClauseFound, around: Surroundings) -> bool:
    """Whether the clause, or the words of the wish by themselves, are about a list that reaches
    the goal. A short part says less in a clause that speaks of something else besides.
    """
    lists = around.reached_by[wish.goal]
    if lists & _nearly(clause.lists):
        return True
    return wish.words != clause.text and bool(lists & _nearly(around.finder.find(wish.words).lists))


def _nearly(lists: Sequence[Scored]) -> frozenset[str]:
    """The best list, and those nearly as good."""
    return frozenset(one.id for one in lists if one.score >= lists[0].score * NEARLY)


def _lacking(goal: Goal, draft: Draft) -> bool:
    if not isinstance(goal.reach, Clause) or not _WANTS.search(draft.text):
        return False
    return any(
        fact.turn == draft.conversation.turns
        and fact.value == "否"
        and _LACK.search(fact.words)
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
