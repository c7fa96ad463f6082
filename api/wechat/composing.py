"""A reply as messages: its text cut to size with numbered quick answers, the notice as a link, the
route as a card. Refuses to send more messages than WeChat lets through for one word of a citizen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.store.record import Handover
from api.wechat import wording
from api.wechat.schemas import Card, Part
from api.wechat.splitting import BYTES, size, split
from assistant.turn.conversation import Conversation, Reply
from knowledge.model.route import Ask, Route

MOST = 5  # one passive reply and five more may follow a message; one is kept back for an agent
NUMBER = re.compile(r"(?:回复?)?\s*第?([1-9][0-9]?)[个.、。))]?")
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
CHINESE = "一二三四五六七八九"


@dataclass(frozen=True)
class Pages:
    """Our pages for one conversation, as citizens reach them."""

    route: str
    notice: str


def parts_of(reply: Reply, pages: Pages | None, *, most: int = MOST) -> tuple[Part, ...]:
    """At most `most` messages. Without pages nothing is linked."""
    told = reply.reply + _numbered(reply)
    if reply.route is None or not reply.route.steps or pages is None:
        return tuple(Part(text=text) for text in _limited(told, pages, most))
    noted = f"{told}\n\n{wording.NOTICE.format(url=pages.notice)}"
    if most == 1:
        return tuple(Part(text=text) for text in _limited(noted, pages, most))
    texts = tuple(Part(text=text) for text in _limited(noted, pages, most - 1))
    return (*texts, Part(card=card_of(reply.route, pages)))


def card_of(route: Route, pages: Pages) -> Card:
    measures = route.measures
    said = wording.MEASURES.format(
        trips=measures.trips, items=measures.items, materials=measures.materials
    )
    return Card(title=wording.CARD, description=said, url=pages.route)


def choices_of(quick: tuple[str, ...], asks: Ask | None) -> tuple[str, ...]:
    """What numbers stand for; nothing where we ask for a number, which 1 would then be."""
    return () if asks is not None and not asks.options else quick


def _numbered(reply: Reply) -> str:
    """The choices by number, except those that the text numbers itself."""
    lines = [f"{n}. {one}" for n, one in enumerate(choices_of(reply.quick, reply.asks), 1)]
    new = [line for line in lines if line not in reply.reply]
    return "\n".join(("\n\n" + wording.QUICK, *new)) if new else ""


def _limited(text: str, pages: Pages | None, most: int) -> tuple[str, ...]:
    """As many pieces as may be sent: the beginning, and the end, where we ask."""
    pieces = split(text)
    if len(pieces) <= most:
        return pieces
    whole = wording.WHOLE.format(url=pages.route) if pages else wording.LEFT_OUT
    if most == 1:
        return (f"{split(text, BYTES - size(whole) - 2)[0]}\n\n{whole}",)
    return (*pieces[: most - 2], f"{wording.LEFT_OUT}\n{whole}", pieces[-1])


def may_pick(words: str) -> bool:
    """Whether these words are a number and nothing else."""
    plain = words.translate(WIDE).strip()
    return bool(NUMBER.fullmatch(plain)) or (len(plain) == 1 and plain in CHINESE)


def picked(words: str, quick: tuple[str, ...]) -> str:
    """The choice that a number picks; anything else stays as it was said."""
    plain = words.translate(WIDE).strip()
    if plain in quick or not may_pick(words):
        return words
    found = NUMBER.fullmatch(plain)
    number = int(found[1]) if found else CHINESE.index(plain) + 1
    return quick[number - 1] if 0 < number <= len(quick) else words


def progress_of(
    conversation: Conversation, handover: Handover | None, pages: Pages | None
) -> tuple[Part, ...]:
    """How far the citizen is, and whether an agent comes."""
    route = conversation.route
    lines = [_waiting(handover)] if handover else []
    if route is None or not route.steps:
        return (Part(text="\n".join(lines or [wording.PROGRESS_NONE])),)
    first = min(route.steps, key=lambda step: step.start)
    if conversation.done:
        lines.append(wording.DONE.format(done=len(conversation.done)))
    lines.append(wording.PROGRESS.format(all=len(route.steps)))
    lines.append(wording.NEXT.format(title=first.title, place=first.place or first.channel))
    card = (Part(card=card_of(route, pages)),) if pages else ()
    return (Part(text="\n".join(lines)), *card)


def _waiting(handover: Handover) -> str:
    if handover.agent is not None:
        return wording.WITH_AGENT
    return wording.QUEUE.format(ahead=(handover.place or 1) - 1)


def merged(parts: tuple[Part, ...]) -> tuple[Part, int]:
    """The first of these with as many texts after it as fit into one message, and how many."""
    first, taken = parts[0], 1
    if first.card is not None:
        return first, 1
    text = first.text
    for part in parts[1:]:
        joined = f"{text}\n\n{part.text}"
        if part.card is not None or size(joined) > BYTES:
            break
        text, taken = joined, taken + 1
    return Part(text=text), taken
