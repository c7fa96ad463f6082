"""Steps that plan: the route to what is wanted, and the one thing still worth asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.turn.conversation import Conversation
from assistant.turn.draft import Draft
from assistant.turn.requesting import request_of
from assistant.turn.surroundings import Surroundings
from assistant.turn.understanding import asks_route
from assistant.wording import sentences
from assistant.wording.route_text import changes_text, route_text
from knowledge.model.household import SELF, role_of
from knowledge.model.route import Ask, Route
from knowledge.model.shared import HOUSEHOLD
from knowledge.routes.difference import differences
from knowledge.routes.planner import plan_route

GOALS_OF_SITUATION = 2
MOST_ASKS = 6  # for the goals there are
WEIGHED = 4  # facts tried for an ask: one is asked at a time, and the citizen waits


def plan(draft: Draft, around: Surroundings) -> Draft:
    """The route, when something is wanted; its lists are what the answer rests on too.

    Where one thing was asked and answered, it is only offered.
    """
    conversation = draft.conversation
    if not conversation.goals:
        return draft
    if _answered_already(draft):
        offered = (*draft.parts, sentences.OFFER_ROUTE)
        return replace(draft, parts=offered, quick=(sentences.ROUTE_PLEASE,))
    route = plan_route(request_of(conversation, draft.today, around, weighed=WEIGHED))
    of_steps = (step.list for step in route.steps)
    lists = tuple(dict.fromkeys((*draft.lists, *of_steps, *_of_situations(conversation, around))))
    changes, said = _told(route, conversation)
    known = {"lists": lists, "route": route, "rested_on": conversation.values()}
    return replace(
        draft,
        conversation=conversation.model_copy(update=known),
        route=route,
        lists=lists,
        changes=changes,
        parts=(*draft.parts, *said),
    )


def _told(route: Route, conversation: Conversation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is otherwise than in the route told before, and what to say of the route."""
    before, facts = conversation.route, (conversation.rested_on, conversation.values())
    if before is None or before.goals != route.goals:
        return (), (route_text(route),)
    changes = differences(before, route, facts=facts)
    if not changes:
        return (), (sentences.SAME_ROUTE,) if route.steps else (route_text(route),)
    return changes, (changes_text(changes), route_text(route))


def _of_situations(conversation: Conversation, around: Surroundings) -> tuple[str, ...]:
    """Written lists of the situations that the citizen is in: two of its goals are wanted."""
    wanted = {one.goal for one in conversation.goals}
    return tuple(
        name
        for situation in around.knowledge.shared.situations.values()
        if len(wanted & set(situation.goals)) >= GOALS_OF_SITUATION
        for name in situation.lists
        if name in around.knowledge.lists
    )


def _answered_already(draft: Draft) -> bool:
    """Whether a plain answer is all that was asked for."""
    conversation = draft.conversation
    one_thing = len({wanted.goal for wanted in conversation.goals}) == 1
    plain = bool(draft.answers) and not conversation.route
    return one_thing and plain and not asks_route(draft.text, draft.act)


def ask_next(draft: Draft, around: Surroundings) -> Draft:
    """The ask with the most effect."""
    ask = _next(draft) or _of_answer(draft, around)
    if ask is None:
        settled = draft.conversation.model_copy(update={"pending": None})
        if not any(draft.parts):
            return replace(
                draft, conversation=settled, status="not_found", parts=(sentences.NOTHING_FOUND,)
            )
        return replace(draft, conversation=settled)
    about = addressed(ask, draft.conversation)
    asked = (*_asked(draft), ask.fact)
    conversation = draft.conversation.model_copy(update={"pending": ask.fact, "asked": asked})
    said = sentences.ASK.format(ask=about.ask, why=ask.why)
    return replace(
        draft,
        conversation=conversation,
        ask=about,
        parts=(*draft.parts, said),
        quick=(*about.options, "不知道", *draft.quick),
    )


def _next(draft: Draft) -> Ask | None:
    """Of the route's asks the first, until so many were asked that it is enough: the rest stays
    assumed, and said.
    """
    if draft.route is None or len(_asked(draft)) >= MOST_ASKS:
        return None
    return next(iter(draft.route.asks), None)


def _asked(draft: Draft) -> tuple[str, ...]:
    """What was asked for these goals; a new goal is worth new asks."""
    same = draft.conversation.goals == draft.before.goals
    return draft.before.asked if same else ()


def _of_answer(draft: Draft, around: Surroundings) -> Ask | None:
    """What the answer just given hangs on: nothing sensitive, nothing asked before."""
    if draft.route is not None:
        return None
    known = draft.conversation.values()
    for key in (_source(one, known, around) for one in draft.undecided):
        fact = around.knowledge.shared.facts_by_name[key.rpartition(".")[2]]
        if fact.ask and not fact.sensitive and key not in draft.conversation.unsure:
            options = ("是", "否") if fact.kind == "yes_no" else fact.options
            why = fact.reason or sentences.DECIDES_ANSWER
            return Ask(fact=key, ask=fact.ask, why=why, options=options)
    return None


def _source(key: str, known: Mapping[str, Any], around: Surroundings) -> str:
    """What a derived fact rests on in the end: a day first, then the class that it goes by."""
    person, _, name = key.rpartition(".")
    facts, per = around.knowledge.shared.facts_by_name, None
    while derived := facts[name].derived:
        name, per = derived.of, derived.per or per
    if per and f"{person}.{name}" in known:
        return f"{person}.{per}"
    return f"{person}.{name}"


def addressed(ask: Ask, conversation: Conversation) -> Ask:
    """The ask with whom it is about; of what we only inferred, just whether it is so. Of a range
    (才五岁) the value itself is asked.
    """
    person, _, name = ask.fact.rpartition(".")
    inferred = next((one for one in conversation.facts if one.key == ask.fact), None)
    about = "" if person in (SELF, HOUSEHOLD) else sentences.ABOUT.format(person=role_of(person))
    if inferred is None or isinstance(inferred.value, (list, tuple)):
        return ask.model_copy(update={"ask": about + ask.ask})
    said = sentences.CONFIRM.format(name=name, value=inferred.value)
    return ask.model_copy(update={"ask": about + said, "options": (sentences.YES, sentences.NO)})
