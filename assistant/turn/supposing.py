"""The step that supposes: 如果我先买房呢? is planned with the supposed fact beside the route as it
is, and said as a difference. The conversation keeps nothing of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.turn.draft import Draft
from assistant.turn.requesting import request_of
from assistant.turn.spoken import WORDING, speaks
from assistant.turn.surroundings import Surroundings
from assistant.wording import sentences
from knowledge.routes.difference import differences
from knowledge.routes.planner import plan_route

MOST = 6
_ASKS = re.compile(r"(呢|的话|会不会|会怎|是不是|行不行|可以吗|能不能|有什么|结果|那|,|，).*$")


def suppose(draft: Draft, around: Surroundings) -> Draft:
    """What would change; where nothing supposed is heard, the words are left to the other steps."""
    goals = draft.conversation.goals
    if not goals or not (speaks(draft, "what_if") or draft.act == "what_if"):
        return draft
    supposed = _supposed(draft, around)
    if not supposed:
        return draft
    before = plan_route(request_of(draft.conversation, draft.today, around))
    after = plan_route(request_of(draft.conversation, draft.today, around, supposed=supposed))
    told = sentences.SPLIT.join(sentences.readable(key, value) for key, value in supposed.items())
    changed = differences(before, after)
    if not changed:
        said = sentences.SUPPOSED_SAME.format(facts=told)
    else:
        lines = "\n".join(f"· {one}" for one in changed[:MOST])
        said = f"{sentences.SUPPOSED.format(facts=told)}\n{lines}\n{sentences.SUPPOSED_KEPT}"
    return replace(draft, status="supposed", parts=(said,), lists=draft.conversation.lists)


def _supposed(draft: Draft, around: Surroundings) -> dict[str, object]:
    """What would be a fact, were it said outright, and is not so yet."""
    bare = WORDING["what_if"].sub("", draft.text)
    known = draft.conversation.values()
    for words in (bare, _ASKS.sub("", bare)):
        heard = around.listener.hear(words, today=draft.today)
        found = {one.key: one.value for one in heard if known.get(one.key) != one.value}
        if found:
            return found
    return {}
