"""School: the grade a child is to enter or is in, the year of it, and whether it is a transfer.

A child in 四年级 enters 其他年级 only where a transfer is wanted. School years begin in September.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.hearing.claim import Claim, Scene
from assistant.hearing.mentions import CHILD
from assistant.hearing.numerals import read_numeral
from assistant.hearing.segments import Who

FIRST, JUNIOR, OTHER = "小学一年级", "初中一年级", "其他年级"
_ENTERS = re.compile(
    r"(?:(?<!就)读|上|入|进|念|升|返|报名|报读)(?:读|学)?(?:东莞|这边|这里)?(?:的)?(?:公办|民办|公立|私立)?(?:的)?"
    r"(?P<grade>小学|小一|一年级|1年级|初中|初一|七年级|7年级)(?!\S{0,2}[二三四五六]年级|毕业|生|的老师|老师|同学|学历|文化|没毕业|就)"
)
_RISING = re.compile(r"小升初|幼升小")
_GRADE = re.compile(
    r"(?P<number>[二三四五六2-6])年级(?!以上|以下|的老师)|(?P<high>初[二三]|高[一二三]|[八九]年级)|(?P<nursery>大班|中班|小班|学前班)"
)
_GRADUATES = re.compile(r"(?:小学(?:就|才|刚|要|快)?毕业|六年级毕业)(?!证|学校|后|以后|之后)")
_YEAR = re.compile(r"今年|明年|后年|大后年|去年|下半年|(?P<year>20\d\d)年?")
_MONTH = re.compile(r"(?:九|9)月(?:份)?|秋季|秋天|开学")
_TRANSFER = re.compile(
    r"插班|转学|转(?:到|来|过来|回来|入)(?:东莞|这边|这里|莞|虎门|长安)?\S{0,6}(?:读|上学|学校|$)"
)
_PAST = re.compile(r"(?:在|正在|已经|刚|刚刚)(?:\S{0,4})?(?:读|上)(?:着)?$|(?:读|上)(?:了|过|完)")
_RELATIVE = {"今年": 0, "明年": 1, "后年": 2, "大后年": 3}
_NURSERY = {"大班": 1, "学前班": 1, "中班": 2, "小班": 3}
_BOUND = re.compile(r"才能|什么时候|多大|几岁|几号|哪天|条件|要求|政策|以上")


def read_school(scene: Scene) -> Iterator[Claim]:
    """入读年级, 入学年份, 小学毕业年份 of the child."""
    segment = scene.segment
    text = segment.text
    who = _pupil(scene)
    if who is None or (segment.past and not _GRADUATES.search(text)):
        return
    transfer = _TRANSFER.search(text)
    if transfer and not _is_transfer(scene, transfer[0]):
        transfer = None
    if transfer and not re.search(r"不|没|怎么没", text[: transfer.start()]):
        yield scene.claim(who, "入读年级", OTHER)
    graduates, enters = _GRADUATES.search(text), _ENTERS.search(text)
    if graduates:
        yield from _graduation(scene, who)
    elif enters and not transfer and not _denied(text, enters.start()):
        yield from _entry(scene, who, enters["grade"])
    elif not enters:
        yield from _attending(scene, who)


def _is_transfer(scene: Scene, words: str) -> bool:
    """转学 and 插班 tell; 转过来读 only of a child, and never of papers."""
    if re.search(r"档案|社保|医保|户口|党|保险|基金|关系|学籍", scene.segment.text):
        return False
    return words in ("转学", "插班") or (scene.children and bool(re.search(r"读|上学|学校", words)))


def _pupil(scene: Scene) -> Who | None:
    """The child it is about; an unnamed one where nobody else is."""
    segment = scene.segment
    for who in (*segment.subjects, segment.latest):
        if who.role == CHILD:
            return who
    if (
        segment.named
        and re.search(r"我.{0,3}(?:读|上|初|小学)", segment.text)
        and not scene.children
    ):
        return None
    return Who(CHILD)


def _denied(text: str, start: int) -> bool:
    return bool(re.search(r"(?:不|没|没有|未|不是|还没|不用|不想|不能|去)$", text[:start]))


def _entry(scene: Scene, who: Who, grade: str) -> Iterator[Claim]:
    """明年九月读小学; in 初一 or 一年级 already where it says 在读."""
    text, today = scene.segment.text, scene.today
    primary = grade in ("小学", "小一", "一年级", "1年级")
    if re.search(r"在读|正在读|已经(?:在)?[读上]|现在[读上]|着小学|着一年级", text):
        return
    year = _entry_year(text, today)
    if _BOUND.search(text) and scene.segment.asked and year is None:
        return
    if re.search(r"去年", text):
        return
    if year is None and scene.segment.asked and not scene.segment.named:
        yield scene.claim(who, "入读年级", FIRST if primary else JUNIOR, source="inferred")
        return
    yield scene.claim(who, "入读年级", FIRST if primary else JUNIOR)
    if year is not None and not _BOUND.search(text):
        yield scene.claim(who, "入学年份" if primary else "小学毕业年份", year)


def _graduation(scene: Scene, who: Who) -> Iterator[Claim]:
    """今年六月小学毕业: the year, and 初一 next (inferred)."""
    match = _YEAR.search(scene.segment.text)
    if match is None or match[0] in ("去年", "下半年"):
        return
    year = int(match["year"]) if match["year"] else scene.today.year + _RELATIVE[match[0]]
    yield scene.claim(who, "小学毕业年份", year)
    if year >= scene.today.year:
        yield scene.claim(who, "入读年级", JUNIOR, source="inferred")


def _attending(scene: Scene, who: Who) -> Iterator[Claim]:
    """A child in 大班 starts school next September; one in 六年级 goes on to 初一 (inferred)."""
    text = scene.segment.text
    match = _GRADE.search(text)
    rising = _RISING.search(text)
    if match is None:
        if rising and scene.segment.named:
            grade = JUNIOR if rising[0] == "小升初" else FIRST
            yield scene.claim(who, "入读年级", grade, source="inferred")
        return
    named = scene.segment.named or scene.segment.latest.role == CHILD
    if not named or re.search(r"明年|后年|下半年|下学期|以前|没|不", text[: match.start()]):
        return
    if re.search(r"(?:要|想|准备|该|来|能)(?:读|上|插)?$", text[: match.start()]):
        if match["number"] and scene.segment.named and not scene.segment.asked:
            yield scene.claim(who, "入读年级", OTHER)
        return
    if re.search(r"(?:升|返|插班|直接去|收|回|第)$", text[: match.start()]):
        return
    year = _started(scene.today)
    if match["nursery"]:
        away = _NURSERY[match["nursery"]]
        yield scene.claim(who, "入学年份", year + away, source="inferred")
        if away == 1:
            yield scene.claim(who, "入读年级", FIRST, source="inferred")
    elif match["number"]:
        number = read_numeral(match["number"]) or 0
        yield scene.claim(who, "小学毕业年份", year + 7 - number, source="inferred")


def _started(today: date) -> int:
    """The year in which the present school year began."""
    return today.year if today.month >= 9 else today.year - 1


def _entry_year(text: str, today: date) -> int | None:
    """明年 -> next year; 九月 alone -> the next September to come."""
    match = _YEAR.search(text)
    if match and match["year"]:
        return int(match["year"])
    if match and match[0] in _RELATIVE:
        return today.year + _RELATIVE[match[0]]
    if _MONTH.search(text) or (match and match[0] == "下半年"):
        return today.year if (today.month, today.day) < (9, 1) else today.year + 1
    return None


def born_about(name: str, value: object) -> int | None:
    """A sign of how old a child is, larger for the older; None where the fact gives none."""
    first = value[0] if isinstance(value, list) else value
    if name == "年龄" and isinstance(first, int):
        return 10_000 + first
    year = int(str(first)[:4]) if str(first)[:4].isdecimal() else None
    if year is None:
        return None
    return {"出生日期": -year, "入学年份": 6 - year, "小学毕业年份": 12 - year}.get(name)
