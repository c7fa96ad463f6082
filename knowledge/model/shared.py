"""Shapes of the shared files: whatever several lists speak about, said once.

One class per entry of inquiry_lists/shared/<name>.yml. Dates are calendar days in 东莞.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from knowledge.model.condition import Condition
from knowledge.model.shape import Article, Day, Id, MonthDay, Number, Several, Shape, Text, YesNo
from knowledge.model.table import Row

HOUSEHOLD = "家庭"


class Basis(Shape):
    """依据: a law's article, a dated document, or (not verified) who sets it and where."""

    law: Annotated[Id | None, Field(title="法律法规")] = None
    article: Annotated[Article | None, Field(title="条")] = None
    document: Annotated[Text | None, Field(title="文件名")] = None
    number: Annotated[Text | None, Field(title="文号")] = None
    date: Annotated[Day | None, Field(title="发文日期")] = None
    set_by: Annotated[Text | None, Field(title="由谁规定")] = None
    published_at: Annotated[Text | None, Field(title="在哪里公布")] = None
    verified: Annotated[Day | None, Field(title="核对日期")] = None
    whose: Annotated[tuple[Text, ...], Several, Field(alias="for", title="说明哪几栏")] = ()

    @property
    def kind(self) -> Literal["law", "document", "open"] | None:
        """Which of the three forms this is; None when it is none of them."""
        if self.law and self.article and not (self.document or self.set_by):
            return "law"
        if self.document and self.date and not (self.law or self.set_by):
            return "document"
        if self.set_by and self.published_at and not (self.law or self.document):
            return "open"
        return None


class Person(Shape):
    """A role in a household, or a business beside it."""

    id: Id
    name: Annotated[Text, Field(title="称呼")]
    several: Annotated[YesNo, Field(title="可以有几个")] = False
    youngest: Annotated[Number, Field(title="一般最小几岁")] = 0
    oldest: Annotated[Number, Field(title="一般最大几岁")] = 100
    spoken: Annotated[tuple[Text, ...], Field(title="口语叫法")] = ()


class Growth(Shape):
    """A number that grows with time: one per month (or year) while a yes/no fact holds.

    `starts` is its value where `while` is known not to hold; without it that value stays unknown.
    """

    per: Annotated[Literal["月", "年"], Field(title="每隔")] = "月"
    whilst: Annotated[Text | None, Field(alias="while", title="在什么情况下增长")] = None
    starts: Annotated[Number | None, Field(title="从几开始")] = None


class Age(Shape):
    """An age in whole years, and as many months more as a table by birthday says."""

    years: Annotated[Number, Field(title="几岁", gt=0)]
    plus: Annotated[Text | None, Field(title="再加几个月(type: table 的参数)")] = None


class Derivation(Shape):
    """A fact computed from another of the same person.

    Numbers from a birthday: 周岁 (whole years on the day), 入学年份 (the year school starts). A
    date from a birthday: 满龄日, the day on which one reaches the age that `ages` gives for the
    value of the choice fact `per`. A yes/no from a date: 已到, so from that day on; what was said
    counts while the date leaves it open.
    """

    by: Annotated[Literal["周岁", "入学年份", "满龄日", "已到"], Field(title="怎么推算")]
    of: Annotated[Text, Field(title="从哪个情形要素")]
    per: Annotated[Text | None, Field(title="按哪个选择题分")] = None
    ages: Annotated[dict[str, Age], Field(title="各是几岁(值: 年龄)")] = Field(default_factory=dict)


class Implication(Shape):
    """What is so of another fact, of the same person or of `of`, when a fact has a value.

    A number may be a span: 5-8. What somebody says of the other fact counts more.
    """

    when: Annotated[Text, Field(alias="is", title="这个要素是")]
    fact: Annotated[Text, Field(title="就能知道的要素")]
    of: Annotated[Text | None, Field(title="谁的")] = None
    value: Annotated[Text, Field(title="它的值")]


class Fact(Shape):
    """情形要素: something about a person or household that decides answers.

    `day_of` names a yes/no fact of the same person: this date is the day since which that is so.
    """

    id: Id
    name: Annotated[Text, Field(title="名称")]
    kind: Annotated[
        Literal["yes_no", "choice", "number", "date", "place"], Field(alias="type", title="类型")
    ]
    whose: Annotated[tuple[Text, ...], Several, Field(alias="for", title="谁可以有")]
    ask: Annotated[Text | None, Field(title="怎么问市民")] = None
    reason: Annotated[Text | None, Field(title="为什么问")] = None
    unit: Annotated[Text | None, Field(title="单位")] = None
    options: Annotated[tuple[Text, ...], Field(title="可选的值")] = ()
    grows: Annotated[Growth | None, Field(title="随时间增长")] = None
    derived: Annotated[Derivation | None, Field(title="由别的推算")] = None
    day_of: Annotated[Text | None, Field(title="是哪个情形要素成立的那一天")] = None
    implies: Annotated[tuple[Implication, ...], Field(title="由它就能知道")] = ()
    material: Annotated[Id | None, Field(title="等于持有哪份材料")] = None
    said: Annotated[dict[str, tuple[Text, ...]], Field(title="市民怎么说(值: [说法])")] = Field(
        default_factory=dict
    )
    near: Annotated[tuple[Text, ...], Field(title="数、日期和地方旁边的词")] = ()
    sensitive: Annotated[YesNo, Field(title="敏感")] = False
    prior: Annotated[dict[str, Number], Field(title="先验(百分比)")] = Field(default_factory=dict)


class Opens(Shape):
    """One opening in a year, both days included; it begins in the year before where `opens` is
    later in the year than `closes`. With `when` it is for those only of whom that may be so.
    """

    opens: Annotated[MonthDay, Field(title="窗口开始")]
    closes: Annotated[MonthDay, Field(title="窗口结束")]
    when: Annotated[Condition | None, Field(title="给什么情形的人")] = None

    def in_year(self, year: int) -> tuple[date, date]:
        """First and last day of the opening that serves this year."""
        begins = year - 1 if self.opens > self.closes else year
        first, last = f"{begins:04}-{self.opens}", f"{year:04}-{self.closes}"
        return date.fromisoformat(first), date.fromisoformat(last)


class ParameterValue(Shape):
    """One dated value. All null: the rule exists, its current figure could not be verified.

    Of a window: `opens` and `closes`, or several openings a year as `spans`. Of a table: `rows`, of
    which the first that fits counts.
    """

    since: Annotated[Day | None, Field(alias="from", title="从哪天起")] = None
    until: Annotated[Day | None, Field(title="到哪天止")] = None
    value: Annotated[str | None, Field(title="值")] = None
    opens: Annotated[MonthDay | None, Field(title="窗口开始")] = None
    closes: Annotated[MonthDay | None, Field(title="窗口结束")] = None
    spans: Annotated[tuple[Opens, ...], Field(title="一年几个窗口")] = ()
    rows: Annotated[tuple[Row, ...], Field(title="表的各行")] = ()
    basis: Annotated[tuple[Basis, ...], Field(title="依据")] = ()

    @property
    def openings(self) -> tuple[Opens, ...]:
        """Every opening in a year; none where they could not be verified."""
        if self.opens and self.closes:
            return (Opens(opens=self.opens, closes=self.closes), *self.spans)
        return self.spans


class Parameter(Shape):
    """参数: a dated figure that a rule needs; a table gives numbers `by` a fact of a person."""

    id: Id
    name: Annotated[Text, Field(title="名称")]
    kind: Annotated[Literal["number", "date", "window", "table"], Field(alias="type", title="类型")]
    unit: Annotated[Text | None, Field(title="单位")] = None
    set_by: Annotated[Text, Field(title="由谁规定")]
    published_at: Annotated[Text, Field(title="在哪里公布")]
    by: Annotated[Text | None, Field(title="表按哪个情形要素查")] = None
    values: Annotated[tuple[ParameterValue, ...], Field(title="各期的值", min_length=1)]

    @property
    def figures(self) -> tuple[str, ...]:
        """Every verified value, of all periods and rows."""
        rows = (row for value in self.values for row in value.rows)
        plain = (value.value for value in self.values if value.value is not None)
        return (*plain, *(str(figure) for row in rows for figure in row.figures()))

    def look_up(self, position: date | int, on: date) -> int | None:
        """What the table in force on that day says there; None where it says nothing."""
        current = self.at(on)
        found = (row.at(position) for row in current.rows) if current else ()
        return next((one for one in found if one is not None), None)

    def at(self, day: date) -> ParameterValue | None:
        """The value in force on that day, or None outside all periods."""
        for value in self.values:
            if (value.since is None or value.since <= day) and (
                value.until is None or day <= value.until
            ):
                return value
        return None


class Material(Shape):
    """材料: a paper. `usual` papers are taken to be at hand unless the citizen says otherwise."""

    id: Id
    title: Annotated[Text, Field(title="名称")]
    issuer: Annotated[Text | None, Field(title="出具单位")] = None
    usual: Annotated[YesNo, Field(title="一般人手里都有")] = False
    waived_by: Annotated[Text | None, Field(title="免交方式(电子证照、数据共享)")] = None
    validity: Annotated[Text | None, Field(title="有效期")] = None
    valid_days: Annotated[Text | None, Field(title="办出后几天内有效(自然日;数或 参数.名称)")] = (
        None
    )
    how: Annotated[Text | None, Field(title="怎么取得")] = None


class Place(Shape):
    """A place that contains others, or an office where things are done.

    Places outside 东莞 exist. An office that is `always_open` (a hospital, a funeral home) can be
    gone to on any day; the others on working days.
    """

    id: Id
    name: Annotated[Text, Field(title="名称")]
    within: Annotated[Text | None, Field(title="属于")] = None
    kind: Annotated[
        Literal["country", "province", "city", "town", "office", "online"], Field(title="类别")
    ]
    spoken: Annotated[tuple[Text, ...], Field(title="别的叫法")] = ()
    departments: Annotated[tuple[Text, ...], Field(title="部门")] = ()
    always_open: Annotated[YesNo, Field(title="天天开门")] = False
    open_days: Annotated[Text | None, Field(title="开放日说明")] = None


class Department(Shape):
    """A department as the catalog names it, with its full name."""

    id: Id
    name: Annotated[Text, Field(title="简称")]
    title: Annotated[Text, Field(title="全称")]
    former: Annotated[tuple[Text, ...], Field(title="从前的叫法")] = ()


class Law(Shape):
    """A law as registered: how many articles it has, and when it is in force."""

    id: Id
    title: Annotated[Text, Field(title="名称")]
    effective: Annotated[Day, Field(title="施行日期")]
    until: Annotated[Day | None, Field(title="失效日期")] = None
    articles: Annotated[Number, Field(title="条数", gt=0)]
    adopted: Annotated[Day | None, Field(title="公布或最近修改日期")] = None


class Situation(Shape):
    """情形: a life event that brings goals and lists in; may be entered from any of its items."""

    id: Id
    title: Annotated[Text, Field(title="名称")]
    goals: Annotated[tuple[Id, ...], Field(title="办事目标", min_length=1)]
    lists: Annotated[tuple[Id, ...], Field(title="清单", min_length=1)]
