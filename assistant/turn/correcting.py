"""The step that corrects: 不是七岁,是五岁 names no fact; it is the one whose value was the first.

Corrections that name their fact (说错了,我是湖北的) are simply heard; this step serves only those
that do not, and asks which fact is meant where nothing at all can be heard.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.hearing.answer import read_answer
from assistant.hearing.hearing import Heard
from assistant.hearing.spelling import plain
from assistant.turn.conversation import Conversation, HeardFact
from assistant.turn.draft import Draft
from assistant.turn.hearing import keep
from assistant.turn.spoken import speaks
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences

SHORT = 30
_INSTEAD = re.compile(
    r"(?:不是|唔系|不对是|并非)(?P<old>[^,，。;；]{1,10})[,，、\s]*(?:而是|是|系|应该是)(?P<new>[^,，。;；]{1,12})"
)
_SHOULD = re.compile(
    r"(?:应该|其实|准确|更正|改成|改为|改做)(?:是|系|为)?(?P<new>[^,，。;；是]{1,12})"
)


def correct(draft: Draft, around: Surroundings) -> Draft:
    """The fact corrected, or the question which one."""
    if len(draft.text) > SHORT or not (speaks(draft, "correct") or _INSTEAD.search(draft.text)):
        return draft
    instead = _INSTEAD.search(draft.text) or _SHOULD.search(draft.text)
    old = instead.groupdict().get("old") if instead else None
    fact = _meant(draft, around, old) if instead else None
    if _heard_else(draft, around, fact if old else None):
        return draft
    if instead and fact is not None:
        value = _read(fact, instead["new"], draft, around)
        if value is not None and value != fact.value:
            heard = Heard(fact.key, value, draft.text)
            conversation = keep(draft.conversation, heard, source="said")
            said = sentences.NOTED.format(facts=sentences.readable(fact.key, value))
            parts = (sentences.CORRECTED, said)
            corrected = replace(draft, answered_ask=True, corrected=True)
            return replace(corrected, conversation=conversation, parts=parts)
    return _which(draft) if speaks(draft, "correct") else draft


def _heard_else(draft: Draft, around: Surroundings, corrected: HeardFact | None) -> bool:
    """Whether the words say something by themselves, and not just that of another person: after
    老婆是湖南人, 不是湖南,是湖北 alone would be the citizen's own.
    """
    heard = around.listener.hear(draft.text, today=draft.today)
    if corrected is None or around.listener.mentions.find(plain(draft.text)):
        return bool(heard)
    name = corrected.key.rpartition(".")[2]
    return any(one.key.rpartition(".")[2] != name for one in heard)


def _meant(draft: Draft, around: Surroundings, old: str | None) -> HeardFact | None:
    """The fact last said whose value these words are; without words, the last one said."""
    said = [one for one in reversed(draft.conversation.facts) if one.source != "inferred"]
    if old is None:
        return said[0] if said else None
    return next((one for one in said if _read(one, old, draft, around) == one.value), None)


def _read(fact: HeardFact, words: str, draft: Draft, around: Surroundings) -> object:
    shared = around.knowledge.shared
    register = shared.facts_by_name.get(fact.key.rpartition(".")[2])
    if register is None:
        return None
    return read_answer(register, words, shared=shared, today=draft.today)


def _which(draft: Draft) -> Draft:
    """Nothing was heard: which of the things noted is wrong?"""
    facts = _noted(draft.conversation)
    said = sentences.WHICH_FACT.format(facts=facts) if facts else sentences.NOTHING_TO_CORRECT
    return replace(draft, status="which_fact", parts=(said,))


def _noted(conversation: Conversation) -> str:
    values = conversation.values().items()
    return sentences.SPLIT.join(sentences.readable(key, value) for key, value in values)
