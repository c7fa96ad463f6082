"""Steps for what may be one of two lists: ask which is meant, and go on with what was chosen.

The first message is kept (masked) until the next turn, so that nobody has to say it again. Asked
once only: whoever answers with something else is read as saying something new.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.turn.answering import ASKING, SURE, TWICE
from assistant.turn.conversation import Choice
from assistant.turn.draft import Draft
from assistant.turn.surroundings import Surroundings
from assistant.turn.understanding import spoken_goals
from assistant.wording import sentences

ANSWER_LENGTH = 30
_FIRST = re.compile(r"^\W*(?:a|1|一|第一|前面|前者|前一|上面)(?![\d月年岁])")
_SECOND = re.compile(r"^\W*(?:b|2|二|第二|后面|后者|后一|下面)(?![\d月年岁])")
_BOTH = re.compile(r"都要|都想|都办|都问|两个都|两样都|两件都|都是|一起")


def hear_choice(draft: Draft, around: Surroundings) -> Draft:
    """What was chosen between the two we named: the first message is taken up again with it."""
    choice = draft.before.choice
    if choice is None or draft.answered_ask:
        return draft
    conversation = draft.conversation.model_copy(update={"choice": None})
    draft = replace(draft, conversation=conversation)
    chosen = _chosen(choice, draft.text, around)
    if not chosen:
        return draft
    found = around.finder.find(choice.text, within=chosen)
    return replace(draft, text=choice.text, found=found)


def _chosen(choice: Choice, text: str, around: Surroundings) -> tuple[str, ...]:
    if len(text) > ANSWER_LENGTH:
        return ()
    plain = text.strip().lower()
    rows = around.knowledge.rows
    named = tuple(name for name in choice.lists if rows[name].title in plain)
    if named or _BOTH.search(plain):
        return named or choice.lists
    if _FIRST.match(plain):
        return choice.lists[:1]
    if _SECOND.match(plain):
        return choice.lists[1:]
    best = around.finder.find(plain).lists[:1]
    return tuple(one.id for one in best if one.id in choice.lists)


def _plain(draft: Draft, between: tuple[str, str]) -> bool:
    """Whether it can be answered, whichever list is meant: one question is far ahead, or each list
    has one that is sure.
    """
    best = draft.found.questions[:2] if draft.found else ()
    if not best or best[0].score < SURE:
        return False
    both = {one.id.partition("/")[0] for one in best if one.score >= SURE} == set(between)
    return both or len(best) < 2 or best[0].score >= TWICE * best[1].score


def _wished(draft: Draft, between: tuple[str, str], around: Surroundings) -> bool:
    """Whether what they say they want is a matter of one of the two alone: 想办居住证."""
    wished = [set(between) & around.reached_by[one] for one in spoken_goals(draft, around)]
    return len(frozenset().union(*wished)) == 1


def ask_which(draft: Draft, around: Surroundings) -> Draft:
    """「您是想问 A,还是 B?」 where the finder is torn between two; the turn ends with it."""
    between = draft.found.between if draft.found else None
    telling = draft.before.goals and not ASKING.search(draft.text)
    if (
        between is None
        or draft.answered_ask
        or draft.before.choice
        or telling
        or _plain(draft, between)
    ):
        return draft
    if _wished(draft, between, around):
        return draft
    titles = tuple(around.knowledge.rows[name].title for name in between)
    choice = Choice(text=draft.text, lists=between)
    return replace(
        draft,
        conversation=draft.conversation.model_copy(update={"choice": choice}),
        status="unsure_between",
        lists=between,
        parts=(*draft.parts, sentences.WHICH.format(first=titles[0], second=titles[1])),
        quick=titles,
    )
