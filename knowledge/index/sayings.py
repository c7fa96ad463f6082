"""Everything the knowledge base says about a list or a question, as texts to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model.inquiry_list import Question
from knowledge.model.knowledge_base import KnowledgeBase


@dataclass(frozen=True)
class Saying:
    """One text about a list, and about one of its questions ("list/question") where that is known.

    `spoken` is True for what citizens say, False for our own titles, scopes and question texts.
    """

    text: str
    list_id: str
    question_id: str | None
    spoken: bool


def all_sayings(knowledge: KnowledgeBase) -> tuple[Saying, ...]:
    """Titles, scopes, asks and phrasings, without repetitions, in a fixed order."""
    found = {(s.list_id, s.question_id or "", s.text): s for s in _sayings(knowledge)}
    return tuple(found[key] for key in sorted(found))


def _sayings(knowledge: KnowledgeBase) -> Iterator[Saying]:
    for row in knowledge.catalog.lists:
        for text in (row.title, *row.scope):
            yield Saying(text, row.id, None, spoken=False)
    for list_id, texts in knowledge.phrasings.sayings.items():
        for text in texts:
            yield Saying(text, list_id, None, spoken=True)
    for key, question in all_questions(knowledge):
        yield Saying(question.ask, _list_of(key), key, spoken=False)
    for key, texts in knowledge.phrasings.questions.items():
        for text in texts:
            yield Saying(text, _list_of(key), key, spoken=True)


def all_questions(knowledge: KnowledgeBase) -> Iterator[tuple[str, Question]]:
    """Every period of every question, by "list/question": the index does not depend on the day."""
    for inquiry_list in knowledge.lists.values():
        for question in inquiry_list.questions:
            yield f"{inquiry_list.id}/{question.id}", question


def answers_of(question: Question) -> tuple[str, ...]:
    """The approved answers of one period, in order."""
    texts = [case.answer for case in question.cases]
    return (*texts, question.otherwise) if question.otherwise else tuple(texts)


def _list_of(question_id: str) -> str:
    return question_id.partition("/")[0]
