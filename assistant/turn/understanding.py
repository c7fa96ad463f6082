"""Steps that understand: which lists and questions the words are about, and what is wanted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.hearing.hearing import Heard
from assistant.turn.conversation import Conversation, Wanted
from assistant.turn.draft import Draft
from assistant.turn.hearing import keep
from assistant.turn.surroundings import Surroundings
from knowledge.model.condition import Clause
from knowledge.model.household import SELF, person_name, read_household
from knowledge.model.inquiry_list import Goal
from knowledge.model.judgement import Judge
from knowledge.model.value import Truth

HUKOU = "户籍所在地"
SHORT = 20
_ROUTE = re.compile(
    r"排.{0,4}路线|办事路线|办理路线|一步一步|先办什么|先办哪|什么顺序|从哪.{0,2}办起"
)
GAP = 3
NEARLY = 0.3
DENIAL = 5
_DENIED = re.compile(r"不用|不必|不想|不要|不打算|已经|早就|办过|办完")
_LACK = re.compile(r"没|冇|无|未|过期|丢|坏|断|失效|到期")
_WANTS = re.compile(r"怎么办|怎么|如何|点办|点样|能不能|可以|想|要|办|吗|？|\?")


def find(draft: Draft, around: Surroundings) -> Draft:
    """Lists and questions by the finder; a plain answer to our ask, or yes to the route we offered,
    needs none.
    """
    if draft.answered_ask or (draft.conversation.goals and asks_route(draft.text, draft.act)):
        return draft
    return replace(draft, found=draft.read or around.finder.find(draft.text))


def asks_route(text: str, act: str | None) -> bool:
    """Whether the whole way is asked for, not one answer."""
    return (act == "ask_route" and len(text) <= SHORT) or bool(_ROUTE.search(text))


def note_goals(draft: Draft, around: Surroundings) -> Draft:
    """Goals spoken of, or whose opposite was just told with a question (没有居住证怎么办)."""
    if draft.answered_ask:
        return draft
    conversation = draft.conversation
    for goal in around.knowledge.shared.goals.values():
        if _spoken(goal, draft, around) or _lacking(goal, draft):
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


def _spoken(goal: Goal, draft: Draft, around: Surroundings) -> bool:
    """Whether a clause says one of the goal's sayings, and is about a list that reaches it.

    自己以前在老家交的社保怎么转 holds the signs of 自己交社保, but is about transferring.
    """
    lists = around.reached_by[goal.id]
    for clause in draft.found.clauses if draft.found else ():
        least = clause.lists[0].score * NEARLY if clause.lists else 0.0
        about = {one.id for one in clause.lists if one.score >= least}
        if about & lists and any(says(clause.text, saying) for saying in goal.spoken):
            return True
    return False


def says(text: str, saying: str) -> bool:
    """Whether the signs of the saying stand in the text in this order, close to each other, and
    are not denied (不用迁户口).
    """
    signs = f".{{0,{GAP}}}?".join(map(re.escape, saying))
    found = re.search(signs, text)
    return found is not None and not _DENIED.search(text[: found.start()][-DENIAL:])


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
