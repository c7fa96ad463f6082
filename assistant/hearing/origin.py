"""Where the hukou is and where someone lives: 我是清远人, 户口跟她妈在湖南, 搬到长安.

A town of 东莞 is an origin only with 户口, 户籍, 本地 or 人; a place that is left, wished for or
past is not heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.hearing.claim import Claim, Scene, Source
from assistant.hearing.gazetteer import CITY, ELSEWHERE, HOMETOWN, Spot
from assistant.hearing.mentions import CHILD, SPOUSE
from assistant.hearing.segments import Who
from knowledge.model.household import SELF

_HUKOU = re.compile(
    r"(?:户口|户籍|籍贯|原籍|户籍地|户口本|户籍所在地)(?:[^,户迁转落入要想上能放登]{0,8}在|[还都也就仍是一直地在的为现话,]*)$"
)
_HOME = re.compile(r"(?:老家|来自|家乡|原籍)(?:[还都也就是一直在的]*)$")
_COPULA = re.compile(r"(?<!不)(?<!说)(?:都|也|就|原)?是$")
_PERSON = re.compile(
    r"^[省市县区镇州]?(?:本地|这边|那边|农村|[^\W\d在有来是的户要可能]{0,3})(?:人(?![民口才生士社医均家力])|妹|佬(?!板))"
)
_OF = re.compile(r"^[省市县区镇]?(?:这边|那边|农村|本地|乡下)?(?:的|嘅)[呀啊呢哦啦哈嘛吧]?$")
_REGISTERED = re.compile(r"^[省市县区镇]?(?:本地|的|农村|城镇|集体)?(?:户口|户籍|籍(?!贯)|农村户)")
_CAME = re.compile(r"^(?:过来|来的|来东莞|来这边|来打工|嫁过来|嫁来)")
_NOT = re.compile(r"(?:不是|不在|非|不算|没有|没|不)$")
_MOVED = re.compile(r"(?:迁|转|落|入|进|到|去|来|往|回|拿|办|换|变|想|要|成)$")
_THING = re.compile(
    r"社保|医保|养老|公司|单位|学校|医院|房|车|居住证|公积金|驾|厂|店|证|学籍|毕业|大学|合同|卡|手机|号|快递|公交|办公|铺|单"
)
_OUTSIDER = re.compile(
    r"(?:外地|外省|外市|非东莞|非莞|非本市|非本地|异地)(?:户口|户籍|籍|人|的$|农村户)"
)
_NOT_HERE = re.compile(r"(?:户口|户籍)(?:还|都|也)?(?:不在|没在)(?:东莞|莞|本市|本地|这边|这里)")
_NATIVE = re.compile(r"(?:本地|本市|东莞本地|莞)(?:户口|户籍|籍|人)|莞户")
_LIVES = re.compile(
    r"(?:住|租|搬|落脚|定居|安家|居住|待|呆)(?:在|到|去|来|进|了在|房在|着|到了)?(?:东莞市?的?|莞市)?$"
)
_AT = re.compile(r"在(?:东莞市?的?)?$")
_STAYS = re.compile(r"^镇?(?:街道)?(?:这边|那边|这里)?(?:租|住|居住|租房|租屋|生活|定居)")
_WORKS = re.compile(
    r"^镇?(?:街道)?(?:这边|这里|那边|的?(?:工业区|一个?(?:厂|公司)|一家(?:厂|公司)|厂里|厂|公司))?[里]?"
    r"(?:上班|打工|工作(?!日|人)|做工|做事|做生意|开店|开了|开(?:间|家|个)|打拼|干活|务工|做|这边$|$)"
)
_WISHED = re.compile(r"想|打算|准备|计划|考虑|将来|要去|要搬|能不能|可以|要不要|怎么|才能")


def read_origin(scene: Scene) -> Iterator[Claim]:
    """户籍所在地 of whom the segment is about."""
    text = scene.segment.text
    outsider = _OUTSIDER.search(text)
    mine = scene.segment.named or scene.segment.subjects[0].role == SELF
    if outsider and not scene.segment.asked and mine:
        if not _NOT.search(text[: outsider.start()]):
            source: Source = "said" if scene.segment.named else "inferred"
            yield from _hukou(scene, ELSEWHERE, source=source)
        return
    native = _NATIVE.search(text)
    if (
        native
        and not scene.spots
        and scene.segment.named
        and not _MOVED.search(text[: native.start()])
    ):
        away = _NOT.search(text[: native.start()])
        yield from _hukou(scene, ELSEWHERE if away else CITY, source="said")
        return
    if _NOT_HERE.search(text) and not scene.segment.asked and not _WISHED.search(text):
        yield from _hukou(scene, ELSEWHERE, source="said")
        return
    for spot in scene.spots:
        heard = _origin(text, spot, scene)
        if heard:
            yield from _hukou(scene, spot.name, source=heard)
        elif spot.name == CITY and _REGISTERED.match(text[spot.end :]) and scene.segment.named:
            denied = re.search(r"(?:不是|非)$", text[: spot.start])
            if denied and not scene.segment.asked:
                yield from _hukou(scene, ELSEWHERE, source="said")


def _origin(text: str, spot: Spot, scene: Scene) -> Source | None:
    """Whether someone is from this place; None when not."""
    before, after = text[: spot.start], text[spot.end :]
    if _NOT.search(before):
        return None
    town = spot.local and spot.kind == "town"
    if spot.name == HOMETOWN:
        return _left_behind(text, spot, scene)
    hukou = _HUKOU.search(before)
    if hukou and not re.match(r"^.{0,4}(?:办|迁|落|吗|上班|打工|工作)", after):
        owned = re.search(r"(?:外省|外地|外市|本地|农村)$", before[: hukou.start()])
        named = any(one.end == hukou.start() for one in scene.spots)
        return None if owned or named else "said"
    if _MOVED.search(before):
        return None
    if _REGISTERED.match(after):
        return "said" if scene.segment.named and not _WISHED.search(before) else None
    home = _HOME.search(before)
    if home and re.search(r"[回去返到从离在]$", before[: home.start()]):
        return _left_behind(text, spot, scene) if before[: home.start()].endswith("在") else None
    if home:
        return None if town else "said"
    if _THING.search(before) or (scene.segment.past and town):
        return None
    if _PERSON.match(after):
        return _from(scene, before)
    if not town and _OF.match(after):
        return _from(scene, before)
    if not town and _COPULA.search(before) and not after:
        return _from(scene, before)
    came = _CAME.match(after) and re.search(r"(?:从|由|是)$|^$", before)
    return "inferred" if came and not spot.local else None


def _from(scene: Scene, before: str) -> Source | None:
    """我是清远人 said; 清远人能不能… of nobody in particular only inferred."""
    if scene.segment.asked and not scene.segment.named:
        return None
    if (
        re.search(r"(?:很多|好多|都是|全是|有|找|请|在|一个|很多是)$", before)
        and not scene.segment.named
    ):
        return None
    return "said"


def _left_behind(text: str, spot: Spot, scene: Scene) -> Source | None:
    """老婆孩子在老家: their hukou is where the citizen's is, presumably."""
    before, after = text[: spot.start], text[spot.end :]
    others = [who for who in scene.segment.subjects if who.role in (CHILD, SPOUSE)]
    if scene.segment.past or _WISHED.search(before) or _MOVED.search(before):
        return None
    if re.search(r"(?:户口|户籍)[^,迁转落]{0,6}$", before):
        return "inferred"
    stays = re.search(r"在(?:老家)?$", before) and re.match(
        r"^(?:$|读|上学|带|没|的$|由|跟|生活|那边|呢|了)", after
    )
    return "inferred" if others and scene.segment.named and stays else None


def _hukou(scene: Scene, place: str, *, source: Source) -> Iterator[Claim]:
    """Of the persons named, else of the one last spoken of."""
    segment = scene.segment
    who = segment.subjects if segment.named else (segment.latest,)
    for one in who:
        yield scene.claim(one, "户籍所在地", place, source=source)


def read_living(scene: Scene) -> Iterator[Claim]:
    """现居住地 and 租房居住: a town of 东莞 where someone lives, or (inferred) works."""
    segment = scene.segment
    if segment.past or _WISHED.search(segment.text):
        return
    who = segment.subjects[0] if segment.named or segment.subjects[0].role != CHILD else Who(SELF)
    for spot in scene.spots:
        if not spot.local:
            continue
        before, after = segment.text[: spot.start], segment.text[spot.end :]
        if re.search(r"(?:不|没|不是|没有)[住在搬租]*(?:在|到)?$", before):
            continue
        lives = _LIVES.search(before) or (_AT.search(before) and _STAYS.match(after))
        works = (_AT.search(before) or not before) and _WORKS.match(after)
        near = segment.before + segment.piece
        if lives and "搬" in lives[0] and re.search(r"公司|厂|店|铺|单位", near):
            continue
        if not lives and (_THING.search(before) or (who.role == CHILD and not after)):
            continue
        known = lives or (works and (segment.named or who.role in (SELF, SPOUSE)))
        if spot.kind == "town" and known and (before or after):
            source: Source = "said" if lives else "inferred"
            yield scene.claim(who, "现居住地", spot.name, source=source)
        rents = re.search(r"租在$", before) or re.match(
            r"^镇?(?:这边|里)?租(?:了|着)?(?:个|间|套|一间|一套)?(?:房|屋|了|住|$)", after
        )
        if rents and who.role == SELF:
            yield scene.claim(who, "租房居住", "是")
