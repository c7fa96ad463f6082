"""Ages and days of birth: 孩子快六岁, 我妈六十多, 大女儿2019年5月出生.

An age that only sets a bound (六岁以上, 满60岁才能) is nobody's age.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from assistant.hearing.claim import Claim, Scene
from assistant.hearing.mentions import CHILD
from assistant.hearing.numerals import NUMERAL, read_count, read_months, read_numeral
from assistant.hearing.segments import Who
from knowledge.model.household import SELF

ADULT = 16
HALF = 6
OLDEST = 110
_NEARLY = (
    r"快到|快满|快|不到|未满|没满|马上满|马上|就要满|就要"
    r"|将近|差不多|还没到|还没满|没到|下个月满|下个月|月底满"
)
_AGE = re.compile(
    rf"(?P<nearly>{_NEARLY})?(?<![廿卅老])(?P<age>{NUMERAL})(?P<loose>多|几|来)?(?:周)?岁(?P<more>半|多|出头|左右)?(?P<nearly_after>不到)?"
)
_BARE = re.compile(
    r"(?:今年|都|已经|也|有|现在|(?P<nearly>快|将近|差不多))*(?P<age>[一二三四五六七八九]?十[一二三四五六七八九]?|[二三四五六七八九]十|\d\d)"
    r"(?P<loose>多|几|来)?(?P<more>出头|左右)?(?:了|(?=$|还|的人了|想|退|没|要|在))"
)
_BOUND = re.compile(
    r"^了?(?:的|岁)?(?:以上|以下|以内|之前|以前|以后|之后|前|才|就能|就可以|可以|能|就要|之内|起|到|至|的老人|的人|的小孩|的孩子|老人|儿童|有得|就有|有的|退|领|那年|的时候|时)"
)
_LIMIT = re.compile(
    r"(?:(?<!刚)满(?!了)|超过|超|要|须|达到|大了|小了|差|长了|早|大于|小于|必须|年满|不满|低于|少于|从|等到|等|到了?)$"
)
_BORN = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[零〇一二三四五六七八九]{{4}}|\d\d|去年|前年|今年|大前年)年?[-./的]?(?:农历)?"
    rf"(?:(?P<month>{NUMERAL})(?:月份?|[-./])(?:(?P<day>{NUMERAL})[日号]?)?)?(?:底|初|中旬|上旬|下旬)?\S{{0,2}}?"
    r"(?:出生|(?<!亲)生的|出世|生(?=$)|生人)"
)
_YEAR_OF = re.compile(rf"^(?:今年)?(?:是)?(?P<year>20\d\d|[01]\d)年?(?:(?P<month>{NUMERAL})月)?的$")
_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_INFANT = re.compile(
    r"刚出生|刚生|还没满月|刚满月|没满月|(?:几|\d|[一二两三四五六七八九十]|十一)个(?:多)?月(?:大|$)|半岁|没满百天"
)


def read_ages(scene: Scene) -> Iterator[Claim]:
    """年龄 and 出生日期 of whoever has them."""
    yield from _births(scene)
    segment = scene.segment
    text = segment.text
    matches = [one for one in _AGE.finditer(text) if _is_age(text, one)]
    unnamed = len(matches) > 1
    for number, match in enumerate(matches, 1):
        value = _value(match)
        if value is None:
            continue
        who = _whose(scene, value)
        if value[0] >= ADULT and re.match(r"的\S", text[match.end() :]):
            continue
        if who is None or (segment.asked and not segment.named):
            continue
        if unnamed and who.role == CHILD and not who.label:
            who = Who(CHILD, f"一个{number}")
        yield scene.claim(who, "年龄", value[0] if value[0] == value[1] else list(value))
    if not matches and _INFANT.search(text) and segment.named and segment.subjects[0].role == CHILD:
        yield scene.claim(segment.subjects[0], "年龄", 0)
        yield from _weeks(scene)
    elif not matches:
        yield from _bare(scene)


def _weeks(scene: Scene) -> Iterator[Claim]:
    """三个月大, 刚出生: within 180 days of birth or beyond; six months may be either."""
    months = read_months(scene.segment.text)
    born = re.search(r"刚出生|刚生|满月", scene.segment.text)
    if born or (months and (months[1] < HALF or months[0] > HALF)):
        young = born or (months and months[1] < HALF)
        yield scene.claim(scene.segment.subjects[0], "出生180天内", "是" if young else "否")


def _is_age(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    denied = re.search(r"(?:不是|没有|说错了是)$", before)
    return not (denied or _BOUND.match(after) or _LIMIT.search(before))


def _value(match: re.Match[str]) -> tuple[int, int] | None:
    """The whole years a spoken age may be: 快六岁 5, 六十多 60 to 69, 四十出头 40 to 43."""
    counted = read_count(match["age"], loose=bool(match["loose"]))
    if counted is None or counted[1] > OLDEST:
        return None
    low, high = counted
    groups = match.groupdict()
    if match["nearly"] or groups.get("nearly_after"):
        return (low - 1, low - 1) if low < 20 else (low - 3, low - 1)
    if match["more"] == "多" and low % 10 == 0 and low >= 20:
        return (low, low + 9)
    if match["more"] == "出头":
        return (low, low + 3)
    if match["more"] == "左右":
        return (max(low - 2, 0), high + 2)
    return (low, high)


def _whose(scene: Scene, value: tuple[int, int]) -> Who | None:
    """A young age is a child's; another one that of whom it is about, never a guess."""
    segment = scene.segment
    who = segment.subjects[0] if segment.named else segment.latest
    if value[1] < ADULT:
        if who.role not in (CHILD, SELF):
            return None
        return (
            who
            if who.role == CHILD
            else Who(CHILD)
            if not segment.named or scene.children
            else None
        )
    if segment.named:
        return who
    # An adult's age follows whoever the talk is of; after 帮我妈办 it may be of either.
    going = segment.subjects[0]
    return going if going == segment.latest and going.role != CHILD else None


def _bare(scene: Scene) -> Iterator[Claim]:
    """我妈六十多, 我今年五十八: a person, then a number that counts nothing else."""
    segment = scene.segment
    going = segment.named or re.match(r"今年|已经|都", segment.text)
    if not going or segment.asked or segment.subjects[0].role == CHILD:
        return
    for match in _BARE.finditer(segment.text):
        before = segment.text[: match.start()]
        led = not before or re.search(
            r"(?:我|妈|爸|老豆|老母|母亲|父亲|老婆|老公|公|婆|他|她|爹|娘|太太|先生|媳妇|丈夫|妻子|爱人|都)$",
            before,
        )
        value = _value(match)
        if led and value and value[0] >= ADULT:
            yield scene.claim(
                segment.subjects[0], "年龄", list(value) if value[0] != value[1] else value[0]
            )
            return


def _births(scene: Scene) -> Iterator[Claim]:
    """2019年5月出生 as the days of that month; 去年生的 as those of that year."""
    segment = scene.segment
    match = _BORN.search(segment.text) or (
        _YEAR_OF.search(re.sub(r"^.*?(?:孩子|小孩|儿子|女儿|大的|小的|娃|宝|仔)", "", segment.text))
        if segment.named and segment.subjects[0].role == CHILD
        else None
    )
    who = segment.subjects[0] if segment.named else segment.latest
    if match is None or (who.role == SELF and not segment.named):
        return
    span = _days(match["year"], match["month"], match.groupdict().get("day"), scene.today)
    if who.role == SELF and match["year"] in _BACK:
        who = Who(CHILD)
    if span is None:
        return
    if who.role == SELF and scene.today.year - span[1].year < ADULT:
        return
    whole = [str(day) for day in span]
    yield scene.claim(who, "出生日期", whole[0] if whole[0] == whole[1] else whole)


def _days(year: str, month: str | None, day: str | None, today: date) -> tuple[date, date] | None:
    number = today.year - _BACK[year] if year in _BACK else read_numeral(year)
    if number is not None and number < 100:
        number += 2000 if number <= today.year % 100 else 1900
    nth = read_numeral(month) if month else None
    dated = read_numeral(day) if day else None
    if (
        number is None
        or not 1900 < number <= today.year
        or (nth is not None and not 1 <= nth <= 12)
    ):
        return None
    last = monthrange(number, nth or 12)[1]
    if dated is not None and not 1 <= dated <= last:
        return None
    low, high = date(number, nth or 1, dated or 1), date(number, nth or 12, dated or last)
    return (low, min(high, today)) if low <= today else None
