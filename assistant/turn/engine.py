"""A turn, as the list of its steps. Any step may end the turn with a named status.

Statuses: greeted, thanked, closed, refused_<kind>, unclear, restarted, explained, handover,
unsure_between, not_written, not_found, answered, planned, asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.hearing.hearing import Listener
from assistant.turn import answering, choosing, dialogue, hearing, listing, planning, understanding
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
    hearing.hear_answer,
    choosing.hear_choice,
    understanding.find,
    dialogue.refuse,
    hearing.hear_facts,
    choosing.ask_which,
    understanding.note_goals,
    answering.answer_questions,
    listing.enumerate_things,
    answering.name_unwritten,
    planning.plan,
    planning.ask_next,
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
        self, conversation: Conversation, text: str, *, act: str | None, today: date
    ) -> tuple[Conversation, Reply]:
        """One utterance (masked already) and its reply; `act` is Rasa's dialogue act, None without
        Rasa.

        Text beyond 2,000 characters is left out of the middle: people put what they want first or
        last.
        """
        text = text if len(text) <= LONGEST else text[: LONGEST // 2] + text[-LONGEST // 2 :]
        begun = conversation.model_copy(update={"turns": conversation.turns + 1})
        draft = Draft(before=conversation, conversation=begun, text=text, act=act, today=today)
        for step in STEPS:
            draft = step(draft, self.surroundings)
            if draft.status is not None:
                break
        return draft.conversation, _reply(draft)


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
        changes=draft.changes,
    )


def _status(draft: Draft) -> str:
    if draft.ask is not None:
        return "asked"
    return "planned" if draft.route is not None else "answered"
