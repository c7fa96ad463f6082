"""A turn, as the list of its steps. Any step may end the turn with a named status; closing steps
run whatever the end was.

Statuses: greeted, thanked, closed, refused_<kind>, unclear, unsure, stuck, restarted, repeated,
numbers_hidden, explained, walked, papers_listed, which_step, which_paper, paper_unknown,
which_fact, supposed, rating_asked, reason_asked, rated, handover, unsure_between, which_question,
not_written, not_found, answered, planned, asked, changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from assistant.hearing.hearing import Listener
from assistant.turn import (
    answering,
    at_hand,
    changing,
    choosing,
    clarifying,
    columns,
    correcting,
    dialogue,
    doing,
    guarding,
    hearing,
    leaning,
    listing,
    offering,
    planning,
    rating,
    supposing,
    understanding,
    unwritten,
    walking,
)
from assistant.turn.change import Change
from assistant.turn.conversation import Conversation, Reply, ToldStep
from assistant.turn.decision import Decision
from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from assistant.wording import walk_text
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder

LONGEST = 2000
STEPS = (
    guarding.guard,
    dialogue.interrupt,
    dialogue.restart,
    columns.read_column,
    dialogue.repeat,
    dialogue.request_human,
    offering.hear_pick,
    clarifying.choose,
    rating.rate,
    dialogue.explain,
    walking.walk,
    walking.simplify,
    walking.papers,
    doing.note_step,
    supposing.suppose,
    correcting.correct,
    hearing.hear_answer,
    choosing.hear_choice,
    understanding.find,
    leaning.lean,
    guarding.refuse,
    hearing.hear_facts,
    choosing.ask_which,
    understanding.note_goals,
    answering.answer_questions,
    listing.enumerate_things,
    offering.offer,
    unwritten.name_unwritten,
    planning.plan,
    planning.ask_next,
    at_hand.count_at_hand,
)
CLOSING = (clarifying.clarify, rating.close, dialogue.come_back)


class Engine:
    """Takes turns over one release. Holds no conversation: state comes in and goes out."""

    def __init__(self, release: Release, finder: Finder) -> None:
        knowledge = release.knowledge
        self.surroundings = Surroundings(
            knowledge=knowledge,
            release=release.name,
            finder=finder,
            listener=Listener(knowledge.shared),
        )

    def take_turn(
        self,
        conversation: Conversation,
        text: str,
        *,
        act: str | None,
        today: date,
        heard: Callable[[Conversation, Reply], None] | None = None,
    ) -> tuple[Conversation, Reply]:
        """One utterance (masked already) and its reply; `act` is what Rasa decided, as one line
        (decision.py), None without Rasa. `heard` is shown what is known before the route is
        planned, which takes longest.

        Text beyond 2,000 characters is left out of the middle: people put what they want first or
        last.
        """
        text = text if len(text) <= LONGEST else text[: LONGEST // 2] + text[-LONGEST // 2 :]
        draft = _begun(conversation, text, act=act, today=today)
        for step in STEPS:
            if step is planning.plan and heard is not None:
                heard(draft.conversation, _reply(draft))
            draft = step(draft, self.surroundings)
            if draft.status is not None:
                break
        for step in CLOSING:
            draft = step(draft, self.surroundings)
        reply = _reply(draft)
        return _remembered(draft, reply), reply

    def change(
        self, conversation: Conversation, change: Change, *, today: date
    ) -> tuple[Conversation, Reply]:
        """A turn that corrects what is known instead of saying something: planned anew, and what
        differs from the route told before is said. Raises ChangeRefused.
        """
        words = changing.words_of(change, self.surroundings.knowledge, today=today)
        draft = _begun(conversation, words, act=None, today=today)
        draft = changing.apply(draft, change, self.surroundings)
        draft = planning.ask_next(planning.plan(draft, self.surroundings), self.surroundings)
        reply = _reply(draft).model_copy(update={"status": "changed"})
        return _remembered(draft, reply), reply

    def words_of(self, change: Change, *, today: date) -> str:
        """The change as the citizen might say it, for the history. Raises ChangeRefused."""
        return changing.words_of(change, self.surroundings.knowledge, today=today)


def _begun(conversation: Conversation, text: str, *, act: str | None, today: date) -> Draft:
    fresh = {"turns": conversation.turns + 1, "awaits": ""}
    decision = Decision.read(act)
    return Draft(
        before=conversation,
        conversation=conversation.model_copy(update=fresh),
        text=text,
        act=decision.act,
        today=today,
        decision=decision,
    )


def _remembered(draft: Draft, reply: Reply) -> Conversation:
    """What the next turn may refer to: our words, and the route step by step."""
    if draft.status == "restarted":
        return draft.conversation
    told: dict[str, object] = {"said": reply.reply}
    if reply.lists:
        told["lists"] = reply.lists
    route = draft.route
    if draft.answers and (route is None or route == draft.before.route):
        told["answered"] = tuple(one.question for one in draft.answers)
    elif route is not None:
        told["answered"] = ()
    if route is not None:
        steps = tuple(
            ToldStep(
                item=step.item,
                person=step.person,
                title=step.title,
                told=walk_text.step_text(step),
                why=step.why,
                basis=step.basis,
            )
            for step in route.steps
        )
        same = [one.item for one in steps] == [one.item for one in draft.conversation.steps]
        at = draft.conversation.at_step if same else 0
        told |= {"steps": steps, "papers": walk_text.route_papers(route), "at_step": at}
    return draft.conversation.model_copy(update=told)


def _awaited(draft: Draft) -> Literal["", "fact", "step", "rating", "reason"]:
    awaits = draft.conversation.awaits
    if awaits in ("rating", "reason"):
        return awaits
    return "step" if awaits else "fact" if draft.ask else ""


def _reply(draft: Draft) -> Reply:
    consult = draft.kind == "consult"
    rated = draft.conversation.rating
    return Reply(
        reply="\n\n".join(part for part in draft.parts if part),
        kind=draft.kind,
        status=draft.status or _status(draft),
        lists=draft.lists if consult else (),
        questions=tuple(answer.question for answer in draft.answers),
        facts=draft.conversation.values(),
        asks=draft.ask,
        route=draft.route,
        answers=draft.answers,
        quick=draft.quick,
        at_hand=draft.at_hand,
        changes=draft.changes,
        rating=rated if rated != draft.before.rating else None,
        awaits=_awaited(draft),
    )


def _status(draft: Draft) -> str:
    if draft.ask is not None:
        return "asked"
    return "planned" if draft.route is not None else "answered"
