"""Which questions can be this citizen's, by the facts heard so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from knowledge.model.condition import Condition, clauses
from knowledge.model.household import person_name, read_household
from knowledge.model.inquiry_list import Item, Question
from knowledge.model.judgement import Judge
from knowledge.model.value import Truth


def theirs(draft: Draft, around: Surroundings) -> Callable[[str], bool]:
    """Says of "list/question" whether it can be theirs.

    It cannot where no case holds or might hold, and nobody may do any item that it leads to: what
    is left of it is an answer for others. Unknown is never no.
    """
    questions = around.knowledge.questions(draft.today)
    possible = open_to(draft, around)
    items = around.knowledge.items(draft.today)

    def fits(question_id: str) -> bool:
        question = questions.get(question_id)
        if question is None or any(possible(case.when, question.whose) for case in question.cases):
            return True
        led_to = [items[name] for name in items_of(question_id, question) if name in items]
        return not led_to or any(possible(item.when, item.whose) for item in led_to)

    return fits


def open_to(draft: Draft, around: Surroundings) -> Callable[[Condition | None, str], bool]:
    """Says of a condition, and the role it is about, whether it holds or still might."""
    truth = _truth(draft, around)
    return lambda condition, whose: truth(condition, whose) is not Truth.FALSE


def _truth(draft: Draft, around: Surroundings) -> Callable[[Condition | None, str], Truth]:
    shared = around.knowledge.shared
    judge = Judge(shared, read_household(draft.values(), shared, on=draft.today))

    def truth(condition: Condition | None, whose: str) -> Truth:
        person = person_name(whose, several=shared.persons_by_name[whose].several)
        return judge.judge(condition, person=person, on=draft.today).truth

    return truth


def items_of(question_id: str, question: Question) -> Iterator[str]:
    """The items a question leads to, as "list/item"."""
    own = question_id.partition("/")[0]
    for name in question.items:
        yield name if "/" in name else f"{own}/{name}"


def items_answered(draft: Draft, around: Surroundings) -> tuple[Item, ...]:
    """The items that the questions answered last lead to: theirs for sure, else of those that may
    be theirs the ones whose conditions were spoken of most.
    """
    everything = around.knowledge.items(draft.today)
    questions = around.knowledge.questions(draft.today)
    asked = [one for one in draft.conversation.answered if one in questions]
    names = dict.fromkeys(name for one in asked for name in items_of(one, questions[one]))
    truth, spoken = _truth(draft, around), _spoken(draft, around)
    items = [(item, truth(item.when, item.whose)) for item in map(everything.get, names) if item]
    sure = tuple(item for item, found in items if found is Truth.TRUE)
    possible = [item for item, found in items if found is not Truth.FALSE]
    most = max(map(spoken, possible), default=0)
    return sure or tuple(item for item in possible if spoken(item) == most)


def _spoken(draft: Draft, around: Surroundings) -> Callable[[Item], int]:
    """How many conditions of an item are about something that is known of its person."""
    persons, known = around.knowledge.shared.persons_by_name, draft.values()

    def count(item: Item) -> int:
        person = person_name(item.whose, several=persons[item.whose].several)
        return sum(f"{person}.{clause.fact}" in known for clause in clauses(item.when))

    return count
