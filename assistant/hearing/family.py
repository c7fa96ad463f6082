"""Marriage, from how the spouse is called: 我老婆 implies it, 女朋友 does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.hearing.claim import Claim, Scene
from assistant.hearing.mentions import SPOUSE
from assistant.hearing.segments import Who
from knowledge.model.household import SELF

_SPOUSE = re.compile(r"老婆|老公|妻子|丈夫|爱人|媳妇|太太|妻儿|我先生")
_ELDERS = (SPOUSE, "父母", "配偶父母")
_GONE = re.compile(
    r"去世|过世|病逝|猝死|工亡|丧葬|抚恤|病死|遗属|(?:老公|老婆|爸|妈|他|她|公公|婆婆|先生)\S{0,8}走了|走的那"
)
_LEFT = re.compile(r"被裁|辞职|离职|辞工|失业|破产|倒闭|散了|炒了")
_ENDED = re.compile(r"离婚|离了|去世|过世|走了|领证|结婚|登记|前妻|前夫|彩礼|分居|再婚")


def living(text: str, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims but those of a spouse or parent in a text that speaks of a death, and but an
    insurance presumed to go on where a job was lost.
    """
    gone, left = _GONE.search(text), _LEFT.search(text)
    for one in claims:
        mourned = gone and (one.who.role in _ELDERS or one.name == "已领结婚证")
        lapsed = left and one.name == "正在参保" and one.source == "inferred"
        if not (mourned or lapsed):
            yield one


def read_marriage(scene: Scene) -> Iterator[Claim]:
    """已领结婚证 of the citizen, inferred; nothing where a marriage is being made or ended."""
    segment = scene.segment
    spoken = {who.role for who in (*segment.subjects, segment.latest)} if segment.named else set()
    spoken |= {segment.latest.role}
    if SPOUSE in spoken and _SPOUSE.search(segment.text) and not _ENDED.search(segment.piece):
        yield scene.claim(Who(SELF), "已领结婚证", "是", source="inferred")
