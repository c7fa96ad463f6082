"""社保 and 医保: how long, going on or stopped, who pays, here or elsewhere.

社保交了快五年 is taken as paid in 东莞 and still going on (inferred). 断过, 会不会断 and
要交几年 say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.hearing.claim import Claim, Scene, Source
from assistant.hearing.gazetteer import HOMETOWN, away
from assistant.hearing.mentions import CHILD, SPOUSE
from assistant.hearing.numerals import is_vague, read_months
from assistant.hearing.segments import Who
from knowledge.model.household import SELF

_TOPIC = re.compile(r"社保|养老保险|社会保险|养老(?=[、和跟医]|$)")
_MEDICAL = re.compile(r"医保")
_RURAL = re.compile(r"农保|居民养老|新农合|城乡居民|合作医疗|社保卡|社保局|商业")
_PAID = re.compile(r"(?:交|买|缴|供|上|参|扣)(?:了|过|着|费|纳|满了|保|得|有|的|$)")
_DEMAND = re.compile(
    r"要交|需要交|交够|交满(?!了)|够不够|必须|至少|最低|还差|还要|才能|才可以|以上|多久|几年才|补缴|补交|一次性|能不能|怎么|退|每个?月|连续"
)
_WISHED = re.compile(
    r"想|打算|准备|要不要|如何|考虑|可以|能|需要|应该|给员工|帮员工|请的人|工人|愿意|为什么不"
)
_STOPPED = re.compile(
    r"(?:断|停)(?:缴|交|保|供)?了(?!怎|会|影|算|是|还|能|要|可|才|就|以后|之后|的话)|(?:断缴|停缴|停保)(?=$|[\d一二两三半])|现在(?:没有?|不)(?:再)?(?:交|买|供)"
    r"|没(?:有)?(?:再|继续|接着)(?:交|买|供)(?!会|怎)|(?:后来|就|一直)没(?:有)?(?:交|买)了?$"
)
_NEVER = re.compile(
    r"(?:社保|养老保险)\S{0,4}(?:没(?:有)?|未|从来没)(?:交过|买过|缴过|供过)|(?:没(?:有)?|未|从来没有?|从没)(?:给我?)?(?:交|买|缴|供)过(?:任何|一天|什么)?(?:社保|养老保险)"
    r"|(?:一直|从来)没(?:有)?(?:交|买|缴|供)(?:过)?社保|社保(?:一直|从来)没(?:有)?(?:交|买|缴|供)"
)
_EMPLOYER = re.compile(
    r"(?:是|由|都是|就是|在)?(?:厂里|工厂|公司|单位|老板|厂|企业)(?:一直|统一|现在|都|有)?(?:给|帮|替|跟)?(?:我|我们|咱)?(?:们)?(?:一直|在|都)?(?:交|买|缴|供|上)(?!不|税|完了)(?:的|着|了|社保|$)"
)
_UNPAID = re.compile(
    r"(?:公司|单位|厂里|工厂|老板|厂)(?:一直|都|现在)?(?:没有?|不|冇)(?:给|帮)?(?:我|我们)?(?:交|买|缴|供)(?!够|满|完)"
)
_SELF_PAID = re.compile(
    r"(?:是|都是|一直|现在|就)?(?:我)?自己(?:一个人|在|去|一直)?(?:交|买|缴|供)(?:的|着|了|社保|养老|$)|个人(?:交|缴|买)(?:的|着)|灵活就业(?:的?身份)?(?:在?交|在?缴|参保|的)"
)
_UNCOVERED = re.compile(
    r"(?<!有)(?:没有?|冇)(?:任何|东莞)?医保(?!卡|码|电|局|定点|结算|报|缴|联|记录|待遇|的)"
)
_AMOUNTS_TO = re.compile(
    r"(?:社保|养老保险)(?:只有|有|已经有|也有|才|快|都|将近|满|累计|加起来|一共|前后)"
    r"|(?:^|我|了)(?:社保|养老保险)(?=[\d一二两三四五六七八九十])|年(?:多)?(?:的)?(?:社保|养老保险)了"
)
_THERE = re.compile(r"社保(?:还|也|都|一直|是|原来|以前|之前|原先)*在|有社保|的社保")
_ASKS_HOW = re.compile(
    r"(?:不知道|不晓得|也)?(?:要|该|又)?(?:怎|如何|能不能|转过来|转来|转到|转移|转去)"
)
_BELONGS = re.compile(r"(?:的|交|买|缴|参加?|有|上)(?:的|过|了|着)?$|^$")


def read_insurance(scene: Scene) -> Iterator[Claim]:
    """Pension insurance of the citizen or spouse."""
    text = scene.segment.text
    about = _TOPIC.search(text) or _TOPIC.search(scene.segment.piece) or _goes_on(scene)
    who = _insured(scene)
    if not about or who is None or _RURAL.search(text) or _WISHED.search(_ASKS_HOW.split(text)[0]):
        return
    elsewhere = away(text, scene.spots) or re.search(r"外地|外省|别的(?:城市|地方)", text)
    if elsewhere:
        yield from _elsewhere(scene, who)
        return
    if _NEVER.search(text) and not scene.segment.asked:
        yield scene.claim(who, "正在参保", "否")
        yield scene.claim(who, "社保累计月数", 0)
        return
    if _STOPPED.search(text) and not re.search(r"中间|期间|曾|补|接上|那时", text):
        source: Source = "inferred" if scene.segment.asked else "said"
        if not re.search(r"外省|那边|原单位", text):
            yield scene.claim(who, "正在参保", "否", source=source)
        return
    if scene.segment.past and not re.search(r"现在", text):
        return
    if _UNPAID.search(text) and not scene.segment.asked:
        yield scene.claim(who, "单位参保", "否")
        return
    yield from _length(scene, who)
    yield from _payer(scene, who)


def _goes_on(scene: Scene) -> bool:
    """社保是单位给的,交了三年: the second part goes on about 社保."""
    begins = re.match(
        r"(?:已经|前后|一共|总共|现在|都|也)?(?:是|交|买|缴|断了|停了|厂|公司|单位|自己)",
        scene.segment.text,
    )
    return bool(begins and _TOPIC.search(scene.segment.before)) and not re.search(
        r"公积金|医保|房|车|税|首付|费", scene.segment.text
    )


def _insured(scene: Scene) -> Who | None:
    """Whose insurance: only the citizen or spouse; nobody's where it merely went on from others."""
    first = scene.segment.subjects[0]
    if first.role == SELF:
        return first
    if not scene.segment.named:
        child_too = any(one.role == CHILD for one in scene.segment.subjects)
        return Who(SELF) if child_too or first.role not in (SPOUSE, "父母", "配偶父母") else None
    return first if first.role == SPOUSE else None


def _length(scene: Scene, who: Who) -> Iterator[Claim]:
    """交了快五年: so many months, and still paying where nothing says otherwise."""
    text = scene.segment.text
    span = read_months(text)
    if span is None or _DEMAND.search(text) or re.search(r"没|断|停|差|前", text):
        return
    if not _PAID.search(text) and not _AMOUNTS_TO.search(text):
        return
    source: Source = "inferred" if is_vague(text) else "said"
    yield scene.claim(who, "社保累计月数", list(span), source=source)
    if not re.search(r"[交买缴供]过", text):
        yield scene.claim(who, "正在参保", "是", source="inferred")


def _payer(scene: Scene, who: Who) -> Iterator[Claim]:
    text = scene.segment.text
    if scene.segment.asked or re.search(
        r"怎么|如何|没|不(?!是自己|是公司|是单位)|要|多少|比|划算|哪", text
    ):
        return
    denied = re.search(r"不是(?:我)?(?P<who>自己|公司|单位|厂)", text)
    employer, own = _EMPLOYER.search(text), _SELF_PAID.search(text)
    if denied:
        own = None if denied["who"] == "自己" else own
        employer = employer if denied["who"] == "自己" else None
    if bool(employer) == bool(own):
        return
    yield scene.claim(who, "单位参保", "是" if employer else "否")
    if not re.search(r"[交买缴供]过", text):
        yield scene.claim(who, "正在参保", "是", source="inferred")


def _elsewhere(scene: Scene, who: Who) -> Iterator[Claim]:
    """以前在深圳交过几年社保: pension elsewhere, and where."""
    text = _ASKS_HOW.split(scene.segment.text)[0]
    spot = away(text, scene.spots)
    if text != scene.segment.text and not _PAID.search(text):
        return
    if (
        re.search(r"没|不|未|怎么|要交|能交|哪里|还是|转到外|转回|转去|转走|往|回", text)
        or scene.segment.asked
    ):
        return
    if not _PAID.search(text) and not _THERE.search(text):
        return
    yield scene.claim(who, "外地有养老保险", "是")
    if scene.segment.past:
        yield scene.claim(who, "外地社保已停缴", "是", source="inferred")
    if spot and spot.name != HOMETOWN:
        yield scene.claim(who, "外地社保参保地", spot.name)
    elif spot:
        yield scene.claim(who, "外地社保参保地", HOMETOWN, source="inferred")


def read_medical(scene: Scene) -> Iterator[Claim]:
    """医保 paid in another place: 在湖南交的医保, 医保在老家."""
    segment = scene.segment
    text = segment.text
    if not _MEDICAL.search(text) or segment.asked or segment.past:
        return
    if _UNCOVERED.search(text) and (segment.named or segment.subjects[0].role == SELF):
        for who in segment.subjects:
            yield scene.claim(who, "医保参保", "没有医保")
        return
    spot = away(text, scene.spots)
    if spot is None or re.search(r"没|停|转|怎么|不|报销|异地|备案|住院|看病", text):
        return
    topic = text.index("医保")
    after = text[topic + 2 :]
    before = text[spot.end : topic] if spot.end <= topic else ""
    there = spot.start >= topic + 2 and re.match(r"(?:还|都|也|是|一直|买|交|参|缴)*在", after)
    here = spot.end <= topic and _BELONGS.search(before) and not _WISHED.search(text)
    if (there or here) and (segment.named or segment.subjects[0].role == SELF):
        for who in segment.subjects:
            yield scene.claim(who, "医保参保", "外地医保")
