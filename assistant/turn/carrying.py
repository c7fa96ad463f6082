"""A conversation carried into another release: what that release does not know is left behind.

An editor may rename nothing that was published, but may retire a fact, a goal, an item or a paper;
the conversations in which they were heard go on all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from assistant.turn.conversation import Conversation
from knowledge.model.household import FactError, read_household, role_of
from knowledge.model.knowledge_base import KnowledgeBase

T = TypeVar("T")


def carry_over(conversation: Conversation, knowledge: KnowledgeBase, *, on: date) -> Conversation:
    """The conversation as far as this release can go on with it."""
    shared = knowledge.shared
    items, questions = knowledge.items(on), knowledge.questions(on)

    def readable(key: str, value: object = None) -> bool:
        try:
            read_household({key: value}, shared, on=on)
        except FactError:
            return False
        return True

    pending, question, choice = conversation.pending, conversation.question, conversation.choice
    return conversation.model_copy(
        update={
            "facts": _kept(conversation.facts, lambda one: readable(one.key, one.value)),
            "goals": _kept(
                conversation.goals,
                lambda one: (
                    one.goal in shared.goals and role_of(one.person) == shared.goals[one.goal].whose
                ),
            ),
            "lists": _kept(conversation.lists, lambda one: one in knowledge.rows),
            "pending": pending if pending and readable(pending) else None,
            "unsure": _kept(conversation.unsure, readable),
            "question": question if question in questions else None,
            "answered": _kept(conversation.answered, lambda one: one in questions),
            "offered": _kept(conversation.offered, lambda one: one in questions),
            "held": _kept(conversation.held, lambda one: one.partition("@")[0] in shared.materials),
            "done": _kept(conversation.done, lambda one: one.partition("@")[0] in items),
            "steps": _kept(conversation.steps, lambda one: one.item in items),
            "choice": choice if choice and set(choice.lists) <= set(knowledge.rows) else None,
            "failed": _kept(conversation.failed, lambda one: one.partition("@")[0] in items),
            "refused": _kept(
                conversation.refused,
                lambda one: one.item in items and one.material in shared.materials,
            ),
        }
    )


def _kept(every: Iterable[T], known: Callable[[T], bool]) -> tuple[T, ...]:
    return tuple(one for one in every if known(one))
