"""Cuts an utterance finely, with or without punctuation: one person and one topic a segment.

Says of each segment whom it is about, and whether it is stated at all: what is supposed (如果…),
told of strangers (我同事…) or only heard of (听说…) is not. Refuses to judge what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.hearing.mentions import CHILD, ELDER, STRANGER, YOUNGER, Mention, Mentions
from assistant.hearing.spelling import plain
from knowledge.model.household import SELF

_PIECE = re.compile(r"[^,，。;；!！?？、\n\s…~]+")
FAR = 8
LONG, SHORTEST = 20, 6
_ENDS = "。!！?？\n"
_TOPIC = r"户口|户籍|社保|养老保险|医保|居住证|居住登记|房产证|公积金|老家(?!的)|学籍"
_MARK = re.compile(
    r"(?<=了)想|然后|而且|但是|不过|现在|以前|之前|原来(?!的)|后来|另外|还有(?!没)|因为|所以|结果|目前|那么|就是说"
    r"|如果|要是|假如|假设|万一|听说|听讲|据说|九月(?=[要份读上])|明年|后年|下半年|去年|今年(?=.{0,3}[读上升])"
    r"|想问|请问|我想|不知道|刚才|不是(?=[^,]{2,4}是)|(?<=[^不])(?<!还)(?<!都)(?<!就)(?<!也)是(?=[清湖广])"
    rf"|(?:还没有?|没有?|冇|有|办了|办过|没办过?|东莞的?|老家的?|外地的?|买了|交了|交过|刚|一直)*(?:{_TOPIC})"
)
_SUPPOSED = re.compile(
    r"如果|要是|假如|假设|万一|的话|倘若|假使|假若|若果|若是|换成(?!了|新|公司的|我的了)|比如|譬如|例如"
)
_NAMED_TOPIC = re.compile(
    r"(?:我们?|孩子|小孩|儿子|女儿|老婆|老公|户口|社保|医保|房子|居住证|老大|老二)的话"
)
_RESUMED = re.compile(r"^(?:现在|其实|但|不过|目前|实际上|我现在|我们现在|说回)")
_RUMOUR = re.compile(r"听说|听讲|听人|据说|网上说|网上看|都说|人家说|有人说|别人说|有没有人")
_LED = re.compile(
    r"(?:、|和|跟|同|与|及|给|帮|让|叫|把|带着?|为|替|对|连|是|有|养|生|接|供|陪|照顾|想|办|说|到|等|来|去|个|两|加"
    r"|告诉|于|在|靠|随|投|比|像|被|由|归|管|送|的|当|做|还|了|过|要|将|请|问|连同|以及|老家|落|迁|查|领|拿|不|没|名下|都|跟着|随着|着|我|打|骂|改成|换成|接手|盘了|盘下|顶了)$"
)
_OBJECT = re.compile(
    r"(?:和|跟着?|同|与|给|帮|让|叫|把|带着?|为|替|对|接|供|陪|照顾|靠|随着?|投|送|想|生|养|领养|收养|揾|找|等|查|拿|问|接手|盘了|盘下|顶了)$"
)
_JOINED = re.compile(r"(?:和|跟|以及|把|转|办|的|交|买|是|还|在|想|要|查|断|停|从|有)$")
_ASKED_OUT = re.compile(
    r"(?:怎么|怎样|如何|怎|点样|点|咋)(?:样|么)?[转办交迁弄搞提取](?:过来|来|去)?"
)
_PRONOUN = re.compile(r"^(?:他|她)(?!们)")
_ASKED = re.compile(
    r"(?:吗|么|嘛|是吧|对吧|了没|了没有|过没有|没有呢)[呀啊呢的]?$|能不能|可不可以|可以不可以|是否|有没有|要不要|行不行"
    r"|会不会|是不是|算不算|需不需要|用不用|该不该|得不得|能否|可否|(\w)不\1|(?!房)(\w)没\2"
)
_PAST = re.compile(r"以前|此前|之前|原来|原先|过去|曾经|早年|那时|当时|前些年|前几年|小时候")


@dataclass(frozen=True)
class Who:
    """A role, and which one of several (大, 小, 儿子, 父; empty where it does not say)."""

    role: str
    label: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch about one person or group.

    `text` is in plain words, `words` as written. `named`: it names its persons itself; otherwise
    `subjects` go on from before. `latest` is the person last spoken of in any way; `piece` is
    the stretch between punctuation, `before` the one before it. `lead` and `lead_words` are the
    segment before in the same piece, where this one only goes on (房产证|去年就拿了).
    """

    text: str
    words: str
    subjects: tuple[Who, ...]
    named: bool
    latest: Who
    asked: bool
    past: bool
    piece: str
    before: str
    lead: str = ""
    lead_words: str = ""


@dataclass(frozen=True)
class _Going:
    """What carries on from segment to segment."""

    subjects: tuple[Who, ...] = (Who(SELF),)
    latest: Who = Who(SELF)
    supposed: bool = False
    rumour: bool = False


def is_past(text: str) -> bool:
    """Whether it tells of former times."""
    return bool(_PAST.search(text))


def segments(text: str, mentions: Mentions) -> Iterator[Segment]:
    """The stated segments of an utterance, in order."""
    written = plain(text)
    found = mentions.find(written)
    going, before = _Going(), ""
    for piece in _pieces(written, found):
        begins, ends = piece
        whole = written[begins:ends]
        close = written[ends : ends + 1]
        supposed = bool(_SUPPOSED.search(_NAMED_TOPIC.sub("", whole)))
        asked = close in ("?", "？") and not re.search(
            r"怎么|什么|哪|几|多少|点[办算样]|咋|如何", whole
        )
        cuts = _cuts(whole, [one for one in found if begins <= one.start < ends], begins)
        named = False
        begun = begins
        for low, high in zip(cuts, [*cuts[1:], ends], strict=True):
            inside = [one for one in found if low <= one.start < high]
            going, own = _go_on(going, written[low:high], inside, low, supposed, whole)
            named = named or own
            lead, begun = (begun if not own else low), low
            if going.supposed or going.rumour or going.subjects[0].role == STRANGER:
                continue
            yield Segment(
                text=written[low:high],
                words=text[low:high],
                subjects=going.subjects,
                named=named,
                latest=going.latest,
                asked=(asked and high == ends) or bool(_ASKED.search(written[low:high])),
                past=is_past(written[low:high]),
                piece=whole,
                before=before,
                lead=written[lead:low],
                lead_words=text[lead:low],
            )
        before = whole
        if close and close in _ENDS:
            going = _Going(going.subjects, going.latest)


def punctuated(text: str, mentions: Mentions) -> str:
    """The text with commas where speech without punctuation goes on to another person or topic."""
    written = plain(text)
    found = mentions.find(written)
    places: set[int] = set()
    for begins, ends in _pieces(written, found):
        whole = written[begins:ends]
        if len(whole) < LONG:
            continue
        cuts = _cuts(whole, [one for one in found if begins <= one.start < ends], begins)
        asked = (begins + match.end() for match in _ASKED_OUT.finditer(whole))
        last = begins
        for place in sorted({*cuts[1:], *asked}):
            if place - last >= SHORTEST and ends - place >= SHORTEST:
                places.add(place)
                last = place
    return "".join(f",{sign}" if at in places else sign for at, sign in enumerate(text))


def _pieces(text: str, found: tuple[Mention, ...]) -> Iterator[tuple[int, int]]:
    """Stretches between punctuation; 老婆、孩子 stays together."""
    starts = {one.start for one in found}
    ends = {one.end for one in found}
    open_at: int | None = None
    for match in _PIECE.finditer(text):
        begin, end = match.span()
        if open_at is None:
            open_at = begin
        if end in ends and text[end : end + 1] == "、" and end + 1 in starts:
            continue
        yield open_at, end
        open_at = None
    if open_at is not None:
        yield open_at, len(text)


def _cuts(whole: str, found: list[Mention], offset: int) -> list[int]:
    """Where the segments of a piece begin: at its start, at persons and at discourse marks."""
    places = {0}
    for before, one in zip((None, *found), found, strict=False):
        at = one.start - offset
        told_apart = one.role == CHILD and one.label[:1] in ("一", ELDER, YOUNGER)
        follows = before is not None and before.end >= one.start and not told_apart
        if at and not follows and (told_apart or _begins(whole[:at], whole[at:])):
            places.add(at)
    taken = [(one.start - offset, one.end - offset) for one in found]
    topics = 0
    for match in _MARK.finditer(whole):
        topic = re.search(_TOPIC, match[0])
        topics += bool(topic)
        if topic and (topics < 2 or _JOINED.search(whole[: match.start()])):
            continue
        if not any(start < match.start() < end for start, end in taken):
            places.add(match.start())
    return sorted(place + offset for place in places)


def _begins(before: str, after: str) -> bool:
    """Whether a person named after these words begins a new segment."""
    if before.endswith("的"):
        return after.startswith("我") or bool(re.search(r"是\S{2,5}的$", before))
    return not _LED.search(before)


def _go_on(
    going: _Going, text: str, inside: list[Mention], start: int, supposed: bool, piece: str
) -> tuple[_Going, bool]:
    """What holds from this segment on, and whether the segment names its persons."""
    subjects = _subjects(text, inside, start)
    latest = Who(inside[-1].role, inside[-1].label) if inside else going.latest
    own = bool(subjects)
    if not subjects and _PRONOUN.match(text) and going.latest.role != SELF:
        subjects, own = (going.latest,), True
    resumed = own or bool(_RESUMED.match(text))
    rumour = bool(_RUMOUR.search(piece)) or (going.rumour and not resumed)
    still = supposed or (going.supposed and not resumed)
    if subjects:
        others = [one for one in subjects if one.role != SELF]
        latest = others[-1] if others else subjects[-1]
    return _Going(subjects or going.subjects, latest, still, rumour), own


def _subjects(text: str, inside: list[Mention], start: int) -> tuple[Who, ...]:
    """The first person or group that is not led in by a preposition."""
    group: list[Who] = []
    end = 0
    for one in inside:
        at = one.start - start
        between = text[end:at] if group else text[:at]
        if group:
            if not (
                at <= end
                or re.fullmatch(
                    r"(?:和|跟|同|与|及|、|加|还有|以及|带着?)?(?:[一两二三]个|个|我的)?|都",
                    between,
                )
            ):
                break
            group.append(Who(one.role, one.label))
        elif len(between) <= FAR and not _OBJECT.search(between):
            group.append(Who(one.role, one.label))
        end = one.end - start
    if len(group) > 1 and group[0].role == SELF and any(one.role == STRANGER for one in group):
        return (Who(SELF),)
    return tuple(dict.fromkeys(group))
