"""Steps about the conversation itself: interruption and return, start again, say again, why, a
person please.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.hearing.answer import UNSURE, read_answer
from assistant.turn.conversation import Conversation
from assistant.turn.draft import Draft
from assistant.turn.planning import addressed
from assistant.turn.spoken import QUESTION, speaks
from assistant.turn.surroundings import Surroundings
from assistant.turn.walking import spoken_step
from assistant.wording import sentences
from knowledge.model.route import Ask

_WHY = re.compile(r"^(为什么|为啥|为何|点解|干嘛|凭什么|问这个)")
_PLAIN_WHY = 12
_PLAINLY_ASKS = re.compile(r"怎么|如何|点办|点算|能不能|可不可以|吗[?？]?$|[?？]$")
NEVER_ANSWERS = frozenset(
    {"correct", "what_if", "ask_why", "request_human", "restart", "thanks", "bye", "repeat"}
    | {"simpler", "next", "previous", "ask_papers", "ask_route", "abuse", "injection", "greet"}
)  # fmt: skip
# After these the open ask comes back; after danger, farewells and a hand-over it rests.
COMES_BACK = frozenset(
    {"explained", "walked", "papers_listed", "supposed", "answered", "unsure", "unclear", "stuck"}
    | {"not_found", "not_written", "numbers_hidden", "greeted", "which_fact", "refused_chitchat"}
    | {"refused_off_domain", "refused_elsewhere"}
)  # fmt: skip

FIGURES = ("number", "date")


def interrupt(draft: Draft, around: Surroundings) -> Draft:
    """The message is no answer to the open ask: it plainly asks something itself, or Rasa says so.
    Rasa is believed where the words ask, or the act can be no answer; else they are read as one.
    """
    if draft.conversation.pending is None:
        return draft
    plainly = _PLAINLY_ASKS.search(draft.text) and not UNSURE.search(draft.text)
    if plainly or speaks(draft, "thanks"):  # 没有证怎么办 is no 没有, 好的谢谢 no 好
        return replace(draft, interrupted=True)
    if draft.decision.way != "interruption":
        return draft
    asks = bool(QUESTION.search(draft.text))
    never = draft.act in NEVER_ANSWERS and not _a_figure(draft, around)
    return replace(draft, interrupted=asks or never)


def _a_figure(draft: Draft, around: Surroundings) -> bool:
    """Whether a number or a day was asked for, and the message is one: 2021-03-01 has no words."""
    shared = around.knowledge.shared
    fact = shared.facts_by_name[(draft.conversation.pending or "").rpartition(".")[2]]
    if fact.kind not in FIGURES:
        return False
    return read_answer(fact, draft.text, shared=shared, today=draft.today) is not None


def come_back(draft: Draft, around: Surroundings) -> Draft:
    """What was asked and is still open is asked again, after whatever came between."""
    pending = draft.before.pending
    known = draft.conversation.values()
    if pending is None or pending in draft.conversation.unsure or draft.answered_ask:
        return draft
    inferred = any(f.key == pending and f.source == "inferred" for f in draft.conversation.facts)
    if pending in known and not inferred:
        return draft
    if draft.ask is not None:
        same = draft.interrupted and draft.ask.fact == pending
        return _again(draft, draft.ask, parts=draft.parts[:-1]) if same else draft
    planned = draft.route is not None  # then it was asked because of what is no longer so
    ended = draft.status is not None and draft.status not in COMES_BACK
    if planned or ended or draft.conversation.awaits:
        return draft
    return _again(draft, _ask(pending, draft.conversation, around), parts=draft.parts)


def _again(draft: Draft, ask: Ask, *, parts: tuple[str, ...]) -> Draft:
    conversation = draft.conversation.model_copy(update={"pending": ask.fact})
    said = sentences.BACK_TO_ASK.format(ask=ask.ask)
    quick = (*ask.options, sentences.UNKNOWN)
    return replace(draft, conversation=conversation, ask=ask, parts=(*parts, said), quick=quick)


def _ask(key: str, conversation: Conversation, around: Surroundings) -> Ask:
    """The ask for this fact, as it was first put."""
    fact = around.knowledge.shared.facts_by_name[key.rpartition(".")[2]]
    options = ("是", "否") if fact.kind == "yes_no" else fact.options
    ask = Ask(fact=key, ask=fact.ask or "", why=fact.reason or "", options=options)
    return addressed(ask, conversation)


def restart(draft: Draft, around: Surroundings) -> Draft:
    """重新开始 forgets what was heard."""
    if not speaks(draft, "restart"):
        return draft
    blank = Conversation(id=draft.conversation.id, turns=draft.conversation.turns)
    return replace(draft, conversation=blank, status="restarted", parts=(sentences.RESTARTED,))


def repeat(draft: Draft, around: Surroundings) -> Draft:
    """The last reply again, word for word, and what it asked."""
    said, pending = draft.conversation.said, draft.conversation.pending
    if not said or not speaks(draft, "repeat"):
        return draft
    kept = draft.conversation.model_copy(update={"awaits": draft.before.awaits})
    ask = _ask(pending, kept, around) if pending else None
    quick = (*ask.options, sentences.UNKNOWN) if ask else ()
    return replace(draft, conversation=kept, status="repeated", parts=(said,), ask=ask, quick=quick)


def explain(draft: Draft, around: Surroundings) -> Draft:
    """为什么要问这个? is answered with the reason that stands beside the fact; 为什么先办这步? with
    those of the step.
    """
    if not (_WHY.search(draft.text) or (draft.act == "ask_why" and len(draft.text) <= _PLAIN_WHY)):
        return draft
    step = spoken_step(draft.text, draft.conversation)
    if step is not None:
        step_why = sentences.SPLIT_WHY.join((*step.why, *step.basis))
        said = sentences.WHY_STEP.format(title=step.title, why=step_why)
        return replace(draft, status="explained", parts=(said,))
    pending = draft.conversation.pending
    if pending is None or len(draft.text) > _PLAIN_WHY:
        return draft
    fact = around.knowledge.shared.facts_by_name[pending.rpartition(".")[2]]
    why = sentences.WHY.format(why=fact.reason or sentences.DECIDES_ROUTE)
    return replace(draft, status="explained", parts=(why,))


def request_human(draft: Draft, around: Surroundings) -> Draft:
    """A person is asked for: say where, and what to tell them."""
    if not speaks(draft, "request_human"):
        return draft
    return replace(
        draft, status="handover", parts=(sentences.handover(draft.conversation.values()),)
    )
