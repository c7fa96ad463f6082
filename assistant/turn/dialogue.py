"""Steps about the conversation itself: start again, why do you ask, a person please, what is not
ours.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.turn.conversation import Conversation
from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences

_RESTART = re.compile(r"^(重新开始|从头来|重来|清空|重新来)")
_WHY = re.compile(r"^(为什么|为啥|点解|干嘛|问这个)")
_HUMAN = re.compile(r"转人工|人工(客服|服务|坐席)|找(个)?真人|找人工")


def restart(draft: Draft, around: Surroundings) -> Draft:
    """重新开始 forgets what was heard."""
    if draft.act != "restart" and not _RESTART.search(draft.text):
        return draft
    blank = Conversation(id=draft.conversation.id, turns=draft.conversation.turns)
    return replace(draft, conversation=blank, status="restarted", parts=(sentences.RESTARTED,))


def explain_ask(draft: Draft, around: Surroundings) -> Draft:
    """为什么要问这个? is answered with the reason that stands beside the fact."""
    pending = draft.conversation.pending
    if not _WHY.search(draft.text) or len(draft.text) > 12 or pending is None:
        return draft
    fact = around.knowledge.shared.facts_by_name[pending.rpartition(".")[2]]
    why = sentences.WHY.format(why=fact.reason or "它决定您走哪条路线。")
    return replace(draft, status="explained", parts=(why, fact.ask or ""))


def request_human(draft: Draft, around: Surroundings) -> Draft:
    """A person is asked for: say where, and what to tell them."""
    if draft.act != "request_human" and not _HUMAN.search(draft.text):
        return draft
    facts = [sentences.readable(key, value) for key, value in draft.conversation.values().items()]
    said = sentences.HUMAN.format(facts=sentences.SPLIT.join(facts) or "您想办的事")
    return replace(draft, status="handover", parts=(said,))


def refuse(draft: Draft, around: Surroundings) -> Draft:
    """Greetings and what is no business of ours end here, with where to go instead."""
    if draft.found is None or draft.answered_ask or draft.found.kind == "consult":
        return draft
    kind = draft.found.kind
    status = sentences.STATUS_BY_KIND.get(kind, f"refused_{kind}")
    return replace(draft, kind=kind, status=status, parts=(sentences.BY_KIND[kind],))
