"""Steps that hear: the answer to what we asked, then facts in whatever was said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from assistant.hearing.answer import UNSURE, confirms, read_answer
from assistant.hearing.gazetteer import CITY
from assistant.hearing.hearing import Heard
from assistant.hearing.spelling import respelt
from assistant.hearing.words import cut
from assistant.turn.conversation import Conversation, HeardFact
from assistant.turn.draft import Draft
from assistant.turn.spoken import QUESTION
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences
from knowledge.model.household import SELF

ANSWER_LENGTH = 30
YES_NO = ("是", "否")
HUKOU = "户籍所在地"
STAYED, LIVING = "在莞居住月数", "现居住地"
FOLLOWING = {HUKOU: ("子女",)}


def hear_answer(draft: Draft, around: Surroundings) -> Draft:
    """A short message after an ask is first read as its answer; 不知道 is one."""
    pending = draft.conversation.pending
    if pending is None or draft.interrupted or len(draft.text) > ANSWER_LENGTH:
        return draft
    fact = around.knowledge.shared.facts_by_name[pending.rpartition(".")[2]]
    settled = draft.conversation.model_copy(update={"pending": None})
    if draft.act == "dont_know" or UNSURE.search(draft.text):
        unsure = settled.model_copy(update={"unsure": (*settled.unsure, pending)})
        return replace(
            draft,
            conversation=unsure,
            answered_ask=True,
            parts=(*draft.parts, sentences.UNSURE_NOTED),
        )
    if _inferred(settled, pending) and (confirmed := confirms(draft.text)) is not None:
        return replace(
            draft, conversation=_settle(settled, pending, confirmed, draft), answered_ask=True
        )
    value = read_answer(fact, draft.text, shared=around.knowledge.shared, today=draft.today)
    if value is not None and not _of_another(pending, draft, around):
        heard = Heard(pending, value, draft.text)
        conversation = keep(settled, heard, source="answered")
        return replace(draft, conversation=conversation, answered_ask=True)
    return draft


def _of_another(pending: str, draft: Draft, around: Surroundings) -> bool:
    """Whether the whole message says another fact: 有租赁合同 is no yes to 办过居住登记吗."""
    if around.knowledge.shared.facts_by_name[pending.rpartition(".")[2]].kind != "yes_no":
        return False
    words = draft.text.strip().rstrip("。.!！~ ")
    heard = around.listener.hear(words, today=draft.today)
    others = [one.key for one in heard if one.source == "said" and one.words == words]
    return bool(others) and pending not in (one.key for one in heard)


def _settle(conversation: Conversation, key: str, confirmed: bool, draft: Draft) -> Conversation:
    """An inference becomes the citizen's word, or is dropped and not made again."""
    fact = next(one for one in conversation.facts if one.key == key)
    if confirmed:
        return keep(conversation, Heard(key, fact.value, draft.text), source="answered")
    others = tuple(one for one in conversation.facts if one.key != key)
    return conversation.model_copy(
        update={"facts": others, "refuted": (*conversation.refuted, key)}
    )


def hear_facts(draft: Draft, around: Surroundings) -> Draft:
    """Facts in the words; what is new is said back once."""
    if draft.corrected or (draft.answered_ask and len(cut(draft.text)) < 2):
        return draft
    conversation = draft.conversation
    answered = {fact.key for fact in conversation.facts if fact.turn == conversation.turns}
    known = conversation.values()
    news: list[str] = []
    against: dict[str, str] = {}
    spelt = respelt(draft.text)
    home = known.get(f"{SELF}.{HUKOU}")
    told = around.listener.hear(spelt, today=draft.today, home=home)
    for one in told:
        if known.get(one.key) != one.value and _presumed(one, spelt, conversation):
            against[one.words] = sentences.readable(one.key, known[one.key])
    for heard in told:
        new = heard.key not in answered and known.get(heard.key) != heard.value
        if new and heard.words not in against:
            if heard.source == "said":
                news.append(sentences.readable(heard.key, heard.value))
            conversation = keep(conversation, heard, source=heard.source)
    conversation = _follow(conversation)
    said = sentences.NOTED.format(facts=sentences.SPLIT.join(news)) if news else ""
    presumed = tuple((one.key, one.value) for one in told if one.words in against)
    if against:
        kept = sentences.SPLIT.join(against.values())
        said = "\n\n".join((said, sentences.STILL_AS_SAID.format(facts=kept))).strip()
    parts = (*draft.parts, said)
    return replace(draft, conversation=conversation, presumed=presumed, parts=parts)


def _presumed(heard: Heard, text: str, conversation: Conversation) -> bool:
    """Whether a question only presumes what the citizen's own word denies: who said that there is
    no permit, and asks 居住证过期了怎么办, wants to know, and has not taken the word back.
    """
    if heard.value not in YES_NO:
        return False
    asked = any(heard.words in clause and QUESTION.search(clause) for clause in cut(text))
    own = any(one.key == heard.key and one.source != "inferred" for one in conversation.facts)
    return asked and own


def keep(
    conversation: Conversation, heard: Heard, *, source: Literal["said", "answered", "inferred"]
) -> Conversation:
    """The conversation with this fact; the later word replaces the earlier, an inference replaces
    no word.
    """
    others = tuple(fact for fact in conversation.facts if fact.key != heard.key)
    before = next((fact for fact in conversation.facts if fact.key == heard.key), None)
    if before is not None and before.source != "inferred" and source == "inferred":
        return conversation
    fact = HeardFact(
        key=heard.key, value=heard.value, words=heard.words, turn=conversation.turns, source=source
    )
    return conversation.model_copy(update={"facts": (*others, fact)})


def _follow(conversation: Conversation) -> Conversation:
    """A child's hukou is taken to be where the citizen's is, until said otherwise."""
    conversation = _here(conversation)
    values: dict[str, Any] = conversation.values()
    for name, roles in FOLLOWING.items():
        own = next((fact for fact in conversation.facts if fact.key == f"{SELF}.{name}"), None)
        children = {key.partition(".")[0] for key in values if key.startswith(roles)}
        for child in sorted(children) if own else ():
            heard = Heard(f"{child}.{name}", own.value, own.words) if own else None
            if (
                heard
                and heard.key not in conversation.refuted
                and (heard.key not in values or _inferred(conversation, heard.key))
            ):
                conversation = keep(conversation, heard, source="inferred")
    return conversation


def _here(conversation: Conversation) -> Conversation:
    """Whoever has been in 东莞 for so long lives there, until said otherwise."""
    known = conversation.values()
    for fact in conversation.facts:
        person, _, name = fact.key.rpartition(".")
        living = f"{person}.{LIVING}"
        if name == STAYED and living not in known and living not in conversation.refuted:
            conversation = keep(conversation, Heard(living, CITY, fact.words), source="inferred")
    return conversation


def _inferred(conversation: Conversation, key: str) -> bool:
    return any(fact.key == key and fact.source == "inferred" for fact in conversation.facts)
