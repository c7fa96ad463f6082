"""A turn, as the list of its steps. Any step may end the turn with a named status.

Statuses: greeted, thanked, closed, refused_<kind>, unclear, restarted, explained, handover,
unsure_between, not_written, not_found, which_question, answered, planned, asked, changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant.hearing.hearing import Listener
from assistant.turn import (
    answering,
    at_hand,
    changing,
    choosing,
    dialogue,
    hearing,
    listing,
    offering,
    planning,
    understanding,
)
from assistant.turn.change import Change
from assistant.turn.conversation import Conversation, Reply
from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from knowledge.index.release import Release
from knowledge.retrieval.finder import Finder

LONGEST = 2000
STEPS = (
    dialogue.restart,
    dialogue.explain_ask,
    dialogue.request_human,
    offering.hear_pick,
    hearing.hear_answer,
    choosing.hear_choice,
    understanding.find,
    dialogue.refuse,
    hearing.hear_facts,
    choosing.ask_which,
    understanding.note_goals,
    answering.answer_questions,
    listing.enumerate_things,
    offering.offer,
    answering.name_unwritten,
    planning.plan,
    planning.ask_next,
    at_hand.count_at_hand,
)


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
        """One utterance (masked already) and its reply; `act` is Rasa's dialogue act, None without
        Rasa. `heard` is shown what is known before the route is planned, which takes longest.

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
        return draft.conversation, _reply(draft)

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
        return draft.conversation, _reply(draft).model_copy(update={"status": "changed"})

    def words_of(self, change: Change, *, today: date) -> str:
        """The change as the citizen might say it, for the history. Raises ChangeRefused."""
        return changing.words_of(change, self.surroundings.knowledge, today=today)


def _begun(conversation: Conversation, text: str, *, act: str | None, today: date) -> Draft:
    begun = conversation.model_copy(update={"turns": conversation.turns + 1})
    return Draft(before=conversation, conversation=begun, text=text, act=act, today=today)


def _reply(draft: Draft) -> Reply:
    draft = draft if draft.status else replace(draft, status=_status(draft))
    consult = draft.kind == "consult"
    return Reply(
        reply="\n\n".join(part for part in draft.parts if part),
        kind=draft.kind,
        status=draft.status or "answered",
        lists=draft.lists if consult else (),
        questions=tuple(answer.question for answer in draft.answers),
        facts=draft.conversation.values(),
        asks=draft.ask,
        route=draft.route,
        answers=draft.answers,
        quick=draft.quick,
        at_hand=draft.at_hand,
        changes=draft.changes,
    )


def _status(draft: Draft) -> str:
    if draft.ask is not None:
        return "asked"
    return "planned" if draft.route is not None else "answered"
