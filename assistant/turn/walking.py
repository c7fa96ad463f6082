"""Steps that walk through the route as it was told: one step on, one back, the papers, in short.
Nothing is planned here; where no route was told yet, the words are left to the other steps.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.hearing.numerals import read_numeral
from assistant.turn import listing
from assistant.turn.conversation import Conversation, ToldStep
from assistant.turn.draft import Draft
from assistant.turn.fitting import items_answered
from assistant.turn.spoken import speaks
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences, walk_text
from knowledge.model.inquiry_list import InquiryList

_NUMBER = re.compile(r"第\s*(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(步|件|个)")
_ONLY_NUMBER = re.compile(r"(?:看看?)?第\s*(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*步[呢?？。]?")
_LAST = re.compile(r"最后(一)?(步|件)")
ALIKE = 2
MOST_ITEMS = 4
MOST_ASKED = 2


def walk(draft: Draft, around: Surroundings) -> Draft:
    """下一步, 上一步, 第六步: one step of the route, whole."""
    conversation = draft.conversation
    onward, back = speaks(draft, "next"), speaks(draft, "previous")
    named = _named(draft)
    if not conversation.steps or not (onward or back or named):
        return draft
    wanted = named or conversation.at_step + (1 if onward else -1)
    if wanted < 1:
        return _walked(draft, sentences.FIRST_STEP, max(1, conversation.at_step))
    if wanted > len(conversation.steps):
        return _walked(draft, sentences.LAST_STEP, conversation.at_step)
    step = conversation.steps[wanted - 1]
    said = walk_text.one_step(step.told, number=wanted, of=len(conversation.steps))
    return _walked(draft, said, wanted)


def _named(draft: Draft) -> int:
    """Which step the words ask for, where they name nothing else: 第六步; 0 where they do not."""
    if draft.before.awaits:
        return 0
    number = _ONLY_NUMBER.fullmatch(draft.text.strip())
    return read_numeral(number[1]) or 0 if number else 0


def _walked(draft: Draft, said: str, at: int) -> Draft:
    conversation = draft.conversation.model_copy(update={"at_step": at})
    back = [sentences.PREVIOUS_PLEASE] if at > 1 else []
    onward = [sentences.NEXT_PLEASE] if at < len(conversation.steps) else []
    quick = (*back, *onward)
    return replace(draft, conversation=conversation, status="walked", parts=(said,), quick=quick)


def papers(draft: Draft, around: Surroundings) -> Draft:
    """要带什么? is answered with the papers of the items that the last answer was about; else with
    all papers of the route; without one, of the items of the list spoken of.
    """
    if not speaks(draft, "ask_papers"):
        return draft
    conversation = draft.conversation
    items = items_answered(draft, around)
    if 0 < len(items) <= MOST_ASKED:
        said = "\n\n".join(listing.papers_of(item, draft, around) for item in items)
        return replace(draft, status="papers_listed", parts=(said,), lists=conversation.lists)
    if conversation.papers:
        said = walk_text.papers_of_route(conversation.papers)
        return replace(draft, status="papers_listed", parts=(said,), lists=conversation.lists)
    written = [one for one in conversation.lists if one in around.knowledge.lists]
    if not written:
        return draft
    said = papers_of_list(written[0], around)
    return replace(draft, status="papers_listed", parts=(said,), lists=(written[0],))


def papers_of_list(name: str, around: Surroundings) -> str:
    """The papers of a written list's first items."""
    title = around.knowledge.rows[name].title
    return walk_text.papers_of_items(title, _papers(around.knowledge.lists[name], around))


def _papers(inquiry_list: InquiryList, around: Surroundings) -> dict[str, tuple[str, ...]]:
    """Title of each item -> titles of its papers, the ways to choose from joined by 或."""
    materials = around.knowledge.shared.materials
    found: dict[str, tuple[str, ...]] = {}
    for item in inquiry_list.items[:MOST_ITEMS]:
        named = (
            "或".join(materials[one].title for one in (paper.any_of or (paper.use,)) if one)
            for paper in item.materials
        )
        found[item.title] = tuple(dict.fromkeys(named))
    return found


def simplify(draft: Draft, around: Surroundings) -> Draft:
    """The route in one line and only its next step; without a route, what the last reply came
    to.
    """
    conversation = draft.conversation
    if not conversation.said or not speaks(draft, "simpler"):
        return draft
    if conversation.steps:
        titles = [step.title for step in conversation.steps]
        current = conversation.steps[max(0, conversation.at_step - 1)]
        said = walk_text.in_short(titles, current.told)
    else:
        said = walk_text.gist(conversation.said)
    return replace(draft, status="walked", parts=(said,))


def spoken_step(text: str, conversation: Conversation) -> ToldStep | None:
    """The step these words speak of: by its number, 这一步, or words of its title."""
    steps = conversation.steps
    number = _NUMBER.search(text)
    if number is not None and steps:
        at = read_numeral(number[1])
        return steps[at - 1] if at is not None and 1 <= at <= len(steps) else None
    if _LAST.search(text) and steps:
        return steps[-1]
    if re.search(r"这一?步|这步|呢步", text) and conversation.at_step:
        return steps[conversation.at_step - 1]
    scored = [(shared_words(text, step.title), -place) for place, step in enumerate(steps)]
    best, place = max(scored, default=(0, 0))
    return steps[-place] if best >= ALIKE else None


def shared_words(text: str, title: str) -> int:
    """The length of the longest run of characters that both have, common endings left out."""
    bare = re.sub(r"办理|首次|申领|东莞|领取|办好", "", title) or title
    return max(
        (
            length
            for length in range(len(bare), 1, -1)
            for start in range(len(bare) - length + 1)
            if bare[start : start + length] in text
        ),
        default=0,
    )
