"""The first step of a turn that changes what is known: the change itself, and its words.

Refuses, in Chinese, what the release does not know: a fact, a value, an item, a paper.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from rapidfuzz import process

from assistant.hearing.answer import read_answer
from assistant.hearing.hearing import Heard
from assistant.turn.change import (
    Change,
    ChangeRefused,
    FactCorrected,
    FactWithdrawn,
    PaperAsked,
    StepDone,
)
from assistant.turn.conversation import Conversation, RefusedPaper
from assistant.turn.draft import Draft
from assistant.turn.hearing import keep
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences
from knowledge.model.household import (
    FactError,
    person_name,
    read_household,
    read_value,
    role_of,
)
from knowledge.model.inquiry_list import Item
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.model.shared import Fact
from knowledge.model.value import Range

NEAREST = 3
NO_ITEM = "没有「{item}」这个事项,请从办事路线里选一步。"
NO_PAPER = "没有叫「{paper}」的材料。是不是:{near}?"
NOT_HEARD = "「{name}」还没有记下过,没有什么可去掉的。"


def apply(draft: Draft, change: Change, around: Surroundings) -> Draft:
    """The change made, and said. Raises ChangeRefused."""
    knowledge, today = around.knowledge, draft.today
    if isinstance(change, FactCorrected):
        return _told(draft, _correct(draft, change, knowledge), sentences.CORRECTED)
    if isinstance(change, FactWithdrawn):
        return _told(draft, _withdraw(draft.conversation, change, knowledge), sentences.WITHDRAWN)
    item = _item(knowledge, change.item, today)
    conversation, key = draft.conversation, f"{change.item}@{change.person}"
    if isinstance(change, StepDone):
        done = tuple(dict.fromkeys((*conversation.done, key)))
        after = conversation.model_copy(update={"done": done})
        return _told(draft, after, sentences.STEP_DONE.format(title=item.title))
    if isinstance(change, PaperAsked):
        paper = _paper(knowledge, change.material)
        asked = RefusedPaper(item=change.item, person=change.person, material=paper)
        refused = tuple(dict.fromkeys((*conversation.refused, asked)))
        after = conversation.model_copy(update={"refused": refused})
        title = knowledge.shared.materials[paper].title
        return _told(draft, after, sentences.PAPER_ADDED.format(title=item.title, paper=title))
    failed = tuple(dict.fromkeys((*conversation.failed, key)))
    after = conversation.model_copy(update={"failed": failed})
    return _told(draft, after, sentences.STEP_FAILED.format(title=item.title))


def words_of(change: Change, knowledge: KnowledgeBase, *, today: date) -> str:
    """The change as the citizen might say it. Raises ChangeRefused."""
    if isinstance(change, FactCorrected):
        key = _normal(change.key, knowledge)
        value = _plain(_fact(key, knowledge), change.value, knowledge, today=today)
        return f"更正:{sentences.readable(key, value)}"
    if isinstance(change, FactWithdrawn):
        return f"「{_normal(change.key, knowledge)}」这一条不对,不要了"
    title = _item(knowledge, change.item, today).title
    if isinstance(change, StepDone):
        return f"「{title}」办好了"
    if isinstance(change, PaperAsked):
        paper = knowledge.shared.materials[_paper(knowledge, change.material)]
        return f"办「{title}」,窗口说还要一份「{paper.title}」"
    return f"「{title}」没有办成"


def _told(draft: Draft, after: Conversation, said: str) -> Draft:
    return replace(draft, conversation=after, parts=(said,))


def _correct(draft: Draft, change: FactCorrected, knowledge: KnowledgeBase) -> Conversation:
    """The fact by the citizen's hand; what was derived from it, or it from, no longer counts."""
    key = _normal(change.key, knowledge)
    value = _plain(_fact(key, knowledge), change.value, knowledge, today=draft.today)
    try:
        read_household({key: value}, knowledge.shared, on=draft.today)
    except FactError as error:
        raise ChangeRefused(str(error)) from None
    conversation = _without(draft.conversation, _relatives(key, knowledge))
    conversation = conversation.model_copy(
        update={"refuted": tuple(one for one in conversation.refuted if one != key)}
    )
    return keep(conversation, Heard(key, value, draft.text), source="answered")


def _withdraw(
    conversation: Conversation, change: FactWithdrawn, knowledge: KnowledgeBase
) -> Conversation:
    """The fact is unknown again, and not inferred again either."""
    key = _normal(change.key, knowledge)
    if key not in conversation.values():
        raise ChangeRefused(NOT_HEARD.format(name=key))
    after = _without(conversation, {key})
    return after.model_copy(update={"refuted": (*after.refuted, key)})


def _without(conversation: Conversation, keys: set[str]) -> Conversation:
    pending = conversation.pending if conversation.pending not in keys else None
    facts = tuple(one for one in conversation.facts if one.key not in keys)
    unsure = tuple(one for one in conversation.unsure if one not in keys)
    return conversation.model_copy(update={"facts": facts, "unsure": unsure, "pending": pending})


def _relatives(key: str, knowledge: KnowledgeBase) -> set[str]:
    """The fact itself, what it is derived from, and what is derived from the same."""
    person, _, name = key.rpartition(".")
    facts = knowledge.shared.facts_by_name
    derived = facts[name].derived
    source = derived.of if derived else name
    same = [one.name for one in facts.values() if one.derived and one.derived.of == source]
    return {f"{person}.{one}" for one in (name, source, *same)}


def _normal(key: str, knowledge: KnowledgeBase) -> str:
    """子女.年龄 -> 子女1.年龄; 户籍所在地 -> 本人.户籍所在地. Raises ChangeRefused."""
    person, _, name = key.rpartition(".")
    fact = _fact(key, knowledge)
    person = person or fact.whose[0]
    role = knowledge.shared.persons_by_name.get(role_of(person))
    if role is None or role.name not in fact.whose:
        raise ChangeRefused(
            f"「{name}」不是「{person}」会有的情形,写成「{fact.whose[0]}.{name}」。"
        )
    return f"{person_name(person, several=role.several) if person == role.name else person}.{name}"


def _fact(key: str, knowledge: KnowledgeBase) -> Fact:
    name = key.rpartition(".")[2]
    fact = knowledge.shared.facts_by_name.get(name)
    if fact is None:
        raise ChangeRefused(f"没有「{name}」这个情形要素,请点要改的那一条来改。")
    return fact


def _plain(fact: Fact, given: Any, knowledge: KnowledgeBase, *, today: date) -> Any:
    """The value as hearing would have noted it: 是, 6, [54, 59], 2019-05-06, a place. Text may be
    the citizen's own way of writing it (三年多, 清新的).
    """
    written = None
    if isinstance(given, str):
        written = read_answer(fact, given, shared=knowledge.shared, today=today)
    if written is not None and fact.kind == "place":
        return written
    try:
        value = read_value(fact, given)
    except FactError as error:
        if written is not None:
            return written
        raise ChangeRefused(str(error)) from None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Range):
        return [_end(value.low), _end(value.high)]
    return _end(value)


def _end(bound: Any) -> Any:
    return bound.isoformat() if isinstance(bound, date) else bound


def _item(knowledge: KnowledgeBase, item: str, today: date) -> Item:
    found = knowledge.items(today).get(item)
    if found is None:
        raise ChangeRefused(NO_ITEM.format(item=item))
    return found


def _paper(knowledge: KnowledgeBase, named: str) -> str:
    """The id of a paper named by id or by title. Raises ChangeRefused with the nearest titles."""
    materials = knowledge.shared.materials
    titles = {paper.title: paper_id for paper_id, paper in materials.items()}
    found = named if named in materials else titles.get(named.strip())
    if found is None:
        near = "、".join(
            title for title, _, _ in process.extract(named, list(titles), limit=NEAREST)
        )
        raise ChangeRefused(NO_PAPER.format(paper=named[:30], near=near))
    return found
