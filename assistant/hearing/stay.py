"""How long someone has been in 东莞, whether there is work, how long the registration is.

来了十几年, 去年三月来的, 打拼好多年. A length of time that belongs to 社保 or a certificate is
not a stay; nor is one spent elsewhere.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from assistant.hearing.claim import Claim, Scene, Source
from assistant.hearing.gazetteer import away
from assistant.hearing.mentions import CHILD
from assistant.hearing.numerals import NUMERAL, is_vague, read_months, read_numeral
from assistant.hearing.segments import Who
from knowledge.model.household import SELF, months_between

_HERE = re.compile(r"(?<![起出看说回拿下上进])来了|来这|来东莞|在这边|在这里|这边|来莞|在莞|过来")
_STAY = re.compile(
    r"住|(?<![起出看说回拿下上进])来了|来这|来东莞|来莞|来到|过来|待|呆|打拼|打工|上班|做|生活|开店|做生意|工作|开了"
)
_SINCE = re.compile(
    r"(?:^|我|人|们)(?:已经)?在(?:东莞|莞|这边)(?:都|已经|也|有|快|将近|差不多|待了|呆了)*(?=[\d一二两三四五六七八九十好多几快半大])"
)
_OTHER = re.compile(
    r"社保|养老|医保|居住证|登记|公积金|结婚|离婚|证|保险|缴|房龄|装修|合同|买|毕业|这个厂|公司|单位|坐|等|拖|生病|住院|还有|再过|再住|差"
)
_DEMAND = re.compile(
    r"住满|满(?=\S+(?:才|就|可以|能))|要住|需要|必须|至少|多久|才能|以上|住够|够不够|连续居住"
)
_REGISTERED = re.compile(r"居住登记|(?<!结婚)(?<!就业)(?<!失业)(?<!户口)登记(?!失业)")
_WORK = re.compile(
    r"打拼|打工|务工|上班(?!时间|族|受|路|的时候|的地方|地点)|开(?:了)?(?:个|间|家)?(?:小)?(?:店|厂|档口|餐馆|饭馆|饭店)(?!要|需)"
    r"|做生意|做工(?!程)|干活(?!受)|上了\S{1,4}年班|(?:在|有份|有个|找到)\S{0,8}工作(?!日|人员|证|单位)"
)
_NO_WORK = re.compile(
    r"(?:没有?|不|未|不用|没去|没在|不想|想|找|准备|打算|去不了|不能|没法|要|怎么|可以|能|会|再|等|去|先|不再|想要|回老家|请人|招)(?:再)?(?:在|去|来)?\S{0,4}$"
)
_ARRIVED = re.compile(
    rf"(?P<year>去年|前年|今年|大前年|(?:20)?\d\d年|{NUMERAL}年)(?P<month>{NUMERAL})?(?:月份?)?"
    r"(?:\d+号|年?初|年?底|年中|春节后|过完年)?(?:就|才|从\S{1,4})?(?:过来|来|搬来|到(?=东莞|这|莞))(?:这|东莞|的(?!$.)|了|莞|$)"
)
_JUST = re.compile(r"(?:刚|才|啱啱|刚刚)(?:来|到)(?:东莞|这边|这里|莞|了?$)(?!\S{0,2}年)")
_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}


def read_stay(scene: Scene) -> Iterator[Claim]:
    """在莞居住月数 and 居住登记月数."""
    segment = scene.segment
    text = segment.text
    if _DEMAND.search(text) or away(text, scene.spots) or (segment.past and "来" not in text):
        return
    who = _adult(scene)
    span = read_months(text)
    if span == (0, 0) or (who.role == CHILD and not _here(scene)):
        return
    if (
        span
        and _is_registered(scene)
        and _REGISTERED.search(text)
        and not re.search(r"没|不到|还差|等", text)
    ):
        yield scene.claim(who, "居住登记月数", list(span))
        return
    if _OTHER.search(text):
        return
    arrived = _arrival(text, scene.today)
    if arrived:
        yield scene.claim(who, "在莞居住月数", list(arrived))
    elif _JUST.search(text) and (_here(scene) or len(text) < 8):
        yield scene.claim(who, "在莞居住月数", [0, 2], source="inferred")
    elif span and _SINCE.search(text):
        yield scene.claim(who, "在莞居住月数", list(span))
    elif span and _STAY.search(text) and (_here(scene) or _home(scene)):
        if span[1] < 12 and not re.search(r"了|多|快|已经|有", text):
            return
        source: Source = "inferred" if is_vague(text) else "said"
        yield scene.claim(who, "在莞居住月数", list(span), source=source)


def _is_registered(scene: Scene) -> bool:
    """居住登记 is spoken of, or nothing but 登记了 so long is said."""
    segment = scene.segment
    spoken = "居住登记" in segment.piece + segment.before or "居住证" in segment.before
    return spoken or bool(re.match(r"(?:我|已经|都|也)*登记(?:了|有|满)", segment.text))


def _here(scene: Scene) -> bool:
    return bool(_HERE.search(scene.segment.text)) or any(spot.local for spot in scene.spots)


def _home(scene: Scene) -> bool:
    """住了快十年, with no house or hospital for it."""
    near = scene.segment.before + scene.segment.piece
    lived = re.search(r"住(?:了|有)|居住了", scene.segment.text)
    other = re.search(r"在\S{2,6}住了", scene.segment.text)
    return bool(lived) and not other and not re.search(r"房|楼|屋|宿舍|院|小区|套|次", near)


def _adult(scene: Scene) -> Who:
    """Whoever the segment is about; the citizen where a child only went on from before."""
    first = scene.segment.subjects[0]
    return first if scene.segment.named or first.role != CHILD else Who(SELF)


def _arrival(text: str, today: date) -> tuple[int, int] | None:
    """Months since a named day of arrival: 去年三月来的, 2015年来的."""
    match = _ARRIVED.search(text)
    if match is None:
        return None
    if match["year"] in _BACK:
        year: int | None = today.year - _BACK[match["year"]]
    else:
        year = read_numeral(match["year"][:-1])
        year = year if year is None or year > 999 else None
    month = read_numeral(match["month"]) if match["month"] else None
    if year is None or not 1980 <= year <= today.year or (month and not 1 <= month <= 12):
        return None
    first = date(year, month or 1, 1)
    last = min(date(year, month or 12, monthrange(year, month or 12)[1]), today)
    return (months_between(last, today), months_between(first, today)) if first <= today else None


def read_work(scene: Scene) -> Iterator[Claim]:
    """打拼, 上班, 开店 in 东莞: a job, inferred."""
    segment = scene.segment
    match = _WORK.search(segment.text)
    first = segment.subjects[0]
    if match is None or segment.past or segment.asked or away(segment.text, scene.spots):
        return
    if re.search(r"想|打算|准备", segment.text[: match.start()]):
        return
    if _NO_WORK.search(segment.text[: match.start()]) and not re.search(
        r"来东莞\S{0,2}$|来这边$|出来$|来$", segment.text[: match.start()]
    ):
        return
    if re.match(r"的?(?:时候|朋友|人|要|可以|需要|受伤|期间)", segment.text[match.end() :]):
        return
    if first.role == SELF or segment.named:
        yield scene.claim(first, "有合法稳定就业", "是", source="inferred")
