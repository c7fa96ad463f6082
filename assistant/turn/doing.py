"""Steps about what the citizen did with the route: a step done, or not accepted at the window.

Which step it was is told by its number, by words of its title, or asked. What is done is left out
of the route from then on; a paper that the window wants besides is added to it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.hearing.answer import read_answer
from assistant.turn.conversation import RefusedPaper, ToldStep
from assistant.turn.draft import Draft
from assistant.turn.spoken import QUESTION
from assistant.turn.surroundings import Surroundings
from assistant.turn.walking import spoken_step
from assistant.wording import sentences
from knowledge.model.shared import Material

SHORT = 40
_DONE = re.compile(
    r"(办|做|弄|搞|交|领|拿|登记|申请|签)(好|完|成|到|过|咗|掂|妥|下来)(了|啦|咗|喇)?[。!！,，]?$|办下来了?|(拿|领|攞)到(手|咗)?了?$|搞掂|(受理|通过|成功)了"
)
_REFUSED = re.compile(
    r"(窗口|人家|工作人员|柜台|他们|派出所|学校|系统).{0,8}(还要|要我(再|多)|不(给|收|认|让|肯|办)|说.{0,6}(不够|不行|不全|缺|差|不符))|(还|再)要(一|多一|我一)份|被?(退|打)回|没(办成|通过|受理)|(审核|申请)没过|材料不(够|全|齐)"
)
_FINISHED = re.compile(r"[好完]了|下来了|到手|搞掂")
_BARE = re.compile(r"^(\d{1,2})[.。、步]?$")
_NOT_DONE = re.compile(r"没|冇|未|不|如果|要是|等|之后|以后")


def note_step(draft: Draft, around: Surroundings) -> Draft:
    """A step done or refused, when a route was told; long messages tell a situation instead."""
    steps = draft.conversation.steps
    what = _what(draft)
    if what is None or not steps:
        return draft
    step = _step(draft)
    if step is None and _answers(draft, around):  # 办过 to 办过居住登记吗
        return draft
    if step is None:  # asked once: whoever answers something else says something new
        return draft if draft.before.awaits == what else _which(draft, what)
    return _done(draft, step) if what == "step_done" else _refused(draft, step, around)


def _answers(draft: Draft, around: Surroundings) -> bool:
    """Whether the words answer what was asked before; 办好了 tells of a step first."""
    pending = draft.conversation.pending
    if pending is None or _FINISHED.search(draft.text) or draft.interrupted or draft.before.awaits:
        return False
    shared = around.knowledge.shared
    fact = shared.facts_by_name[pending.rpartition(".")[2]]
    return read_answer(fact, draft.text, shared=shared, today=draft.today) is not None


def _step(draft: Draft) -> ToldStep | None:
    """The step that is meant: named, the only one, or the one shown last."""
    conversation = draft.conversation
    steps = conversation.steps
    if draft.before.awaits and (number := _BARE.match(draft.text.strip())):
        at = int(number[1])
        return steps[at - 1] if 1 <= at <= len(steps) else None
    step = spoken_step(draft.text, conversation)
    if step is None and len(steps) == 1:
        return steps[0]
    if step is None and conversation.at_step:
        return steps[conversation.at_step - 1]
    return step


def _what(draft: Draft) -> str | None:
    """step_done, step_refused or neither."""
    if draft.before.awaits in ("step_done", "step_refused") and (
        draft.decision.way != "interruption" and not QUESTION.search(draft.text)
    ):
        return draft.before.awaits
    if draft.before.awaits == "paper" and draft.decision.way != "interruption":
        return "step_refused"
    if len(draft.text) > SHORT:
        return None
    return draft.act if draft.act in ("step_done", "step_refused") else _worded(draft.text)


def _worded(text: str) -> str | None:
    if QUESTION.search(text):
        return None
    if _REFUSED.search(text):
        return "step_refused"
    return "step_done" if _DONE.search(text) and not _NOT_DONE.search(text) else None


def _which(draft: Draft, what: str) -> Draft:
    titles = tuple(step.title for step in draft.conversation.steps)
    numbered = "".join(f"\n{number}. {title}" for number, title in enumerate(titles, 1))
    conversation = draft.conversation.model_copy(update={"awaits": what, "about": draft.text})
    said = sentences.WHICH_STEP[what].format(steps=numbered)
    return replace(
        draft, conversation=conversation, status="which_step", parts=(said,), quick=titles
    )


def _done(draft: Draft, step: ToldStep) -> Draft:
    done = dict.fromkeys((*draft.conversation.done, f"{step.item}@{step.person}"))
    conversation = draft.conversation.model_copy(update={"done": tuple(done), "at_step": 0})
    said = sentences.STEP_DONE.format(title=step.title)
    return replace(draft, conversation=conversation, answered_ask=True, parts=(said,))


def _refused(draft: Draft, step: ToldStep, around: Surroundings) -> Draft:
    """A paper that is named, now or before we asked for the step, is added to the step; else the
    step counts as failed.
    """
    text = draft.text
    if draft.before.awaits == "step_refused":
        text = f"{draft.before.about},{text}"
    material = _named(text, around)
    conversation = draft.conversation
    if material is not None:
        paper = RefusedPaper(item=step.item, person=step.person, material=material.id)
        refused = tuple(dict.fromkeys((*conversation.refused, paper)))
        conversation = conversation.model_copy(update={"refused": refused})
        said = sentences.PAPER_ADDED.format(title=step.title, paper=material.title)
        return replace(draft, conversation=conversation, answered_ask=True, parts=(said,))
    if draft.before.awaits == "paper":
        said = sentences.PAPER_UNKNOWN.format(title=step.title)
        return replace(draft, status="paper_unknown", parts=(said,))
    if re.search(r"还要|要我(再|多)|再要|缺|差|不够|不全|不齐", text):
        at = conversation.steps.index(step) + 1
        conversation = conversation.model_copy(update={"awaits": "paper", "at_step": at})
        said = sentences.WHICH_PAPER.format(title=step.title)
        return replace(draft, conversation=conversation, status="which_paper", parts=(said,))
    failed = dict.fromkeys((*conversation.failed, f"{step.item}@{step.person}"))
    conversation = conversation.model_copy(update={"failed": tuple(failed)})
    said = sentences.STEP_FAILED.format(title=step.title)
    return replace(draft, conversation=conversation, answered_ask=True, parts=(said,))


def _named(text: str, around: Surroundings) -> Material | None:
    """The material named in the words, the longest name first."""
    named = [
        (len(name), one.id)
        for one in around.knowledge.shared.materials.values()
        for name in _names(one.title)
        if name in text
    ]
    return around.knowledge.shared.materials[max(named)[1]] if named else None


def _names(title: str) -> tuple[str, ...]:
    """A title and its short forms: 居民户口簿 is 户口簿 and 户口本."""
    bare = re.sub(r"[（(《].*?[）)》]|居民|复印件|原件", "", title)
    names = {title, bare, bare.replace("户口簿", "户口本"), bare.replace("证明材料", "证明")}
    return tuple(name for name in names if len(name) > 1)
