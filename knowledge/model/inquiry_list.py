"""Shapes of the catalog and of a list file (inquiry_lists/<theme>/<list>.yml)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from knowledge.model.condition import Condition
from knowledge.model.shape import Day, Id, Number, Several, Shape, Text, YesNo
from knowledge.model.shared import Basis

Mode = Literal["online", "window", "self-service", "village", "post", "home"]
MODE_NAMES: dict[str, str] = {
    "online": "网上办",
    "window": "窗口",
    "self-service": "自助机",
    "village": "村(社区)",
    "post": "邮寄",
    "home": "上门",
}


class Theme(Shape):
    title: Text
    count: Number


class CatalogRow(Shape):
    """One of the 118 rows; the id is for ever."""

    id: Id
    title: Annotated[Text, Field(title="标题")]
    theme: Annotated[Id, Field(title="主题")]
    lead: Annotated[Text, Field(title="牵头部门")]
    departments: Annotated[tuple[Text, ...], Field(alias="with", title="配合部门")] = ()
    audience: Annotated[Literal["person", "business", "both"], Field(title="服务对象")]
    scope: Annotated[tuple[Text, ...], Field(title="范围", min_length=1)]


class Catalog(Shape):
    themes: dict[str, Theme]
    lists: tuple[CatalogRow, ...]


class Case(Shape):
    """One way a question is answered, for those whose situation meets `when`."""

    when: Annotated[Condition, Field(title="什么情形")]
    answer: Annotated[Text, Field(title="统一口径")]
    basis: Annotated[tuple[Basis, ...], Field(title="依据")] = ()


class Periodic(Shape):
    """What has a period: (id, effective) is unique, `until` is inclusive."""

    id: Id
    effective: Annotated[Day | None, Field(title="生效日")] = None
    until: Annotated[Day | None, Field(title="止于(含当日)")] = None

    def in_force(self, day: date, default: date) -> bool:
        """Whether this period covers the day; `default` is the list's own effective day."""
        return (self.effective or default) <= day and (self.until is None or day <= self.until)


class Question(Periodic):
    """知识点: a thing citizens ask, with its approved answer, by case."""

    ask: Annotated[Text, Field(title="问题")]
    topics: Annotated[tuple[Text, ...], Several, Field(title="属于范围里的哪些话题")]
    whose: Annotated[Text, Field(alias="for", title="问的是谁")] = "本人"
    cases: Annotated[tuple[Case, ...], Field(title="分情形的答复")] = ()
    otherwise: Annotated[Text | None, Field(title="其余情形的答复")] = None
    items: Annotated[tuple[str, ...], Field(title="相关事项")] = ()
    basis: Annotated[tuple[Basis, ...], Field(title="依据")] = ()


class Later(Shape):
    """容缺: the paper may follow within so many working days."""

    days: Annotated[str, Field(title="几个工作日内补交(数或 参数.名称)")]


class MaterialUse(Shape):
    """A paper an item needs: one paper (`use`) or any of several (`any_of`)."""

    use: Annotated[Id | None, Field(title="材料")] = None
    any_of: Annotated[tuple[Id, ...], Field(title="任选其一")] = ()
    of: Annotated[Text | None, Field(title="谁的")] = None
    form: Annotated[Literal["原件", "复印件", "原件和复印件", "电子件"], Field(title="形式")] = (
        "原件"
    )
    copies: Annotated[Number, Field(title="份数", gt=0)] = 1
    when: Annotated[Condition | None, Field(title="什么情形要")] = None
    later: Annotated[Later | None, Field(title="容缺")] = None


class YieldedMaterial(Shape):
    material: Annotated[Id, Field(title="材料")]
    of: Annotated[Text, Field(title="谁的")]


class YieldedFact(Shape):
    fact: Annotated[Text, Field(title="情形要素")]
    of: Annotated[Text, Field(title="谁的")]
    value: Annotated[str, Field(alias="is", title="变成")]


def _which_yield(value: object) -> str:
    has_fact = "fact" in value if isinstance(value, dict) else isinstance(value, YieldedFact)
    return "fact" if has_fact else "material"


Yield = Annotated[
    Annotated[YieldedMaterial, Tag("material")] | Annotated[YieldedFact, Tag("fact")],
    Discriminator(_which_yield),
]


class Span(Shape):
    """A length of time: so many `days`, or so many `months`.

    A whole number, or 参数.名称 (which may be null: not known). The first day is not counted, and a
    month ends on the same day of a later month, or on its last (民法典第二百零一条、第二百零二条).
    """

    days: Annotated[str | None, Field(title="天数(数或 参数.名称)")] = None
    months: Annotated[str | None, Field(title="几个月(数或 参数.名称)")] = None
    kind: Annotated[Literal["工作日", "自然日"] | None, Field(title="天怎么算")] = None

    @model_validator(mode="after")
    def _days_or_months(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise PydanticCustomError("span", "span")
        if self.months is not None and self.kind is not None:
            raise PydanticCustomError("span", "span")
        return self

    @property
    def count(self) -> str:
        """How many, as written: a whole number or 参数.名称."""
        return str(self.months if self.days is None else self.days)

    @property
    def unit(self) -> Literal["工作日", "自然日", "月"]:
        """What is counted."""
        return "月" if self.days is None else self.kind or "自然日"


class Duration(Span):
    """How long something takes: `{days: 15, kind: 工作日}`, `{months: 3}`. Days say their kind."""

    @model_validator(mode="after")
    def _kind_of_days(self) -> Self:
        if self.days is not None and self.kind is None:
            raise PydanticCustomError("span", "span")
        return self


class TimeLimit(Shape):
    """How long the office takes.

    `statutory` and `promised` are upper limits; the promised one counts, unless its figure is not
    known. `at_least` is a minimum (公示不少于 5 个工作日): with no known upper limit, the end is
    open from there on.
    """

    statutory: Annotated[Duration | None, Field(title="法定")] = None
    promised: Annotated[Duration | None, Field(title="承诺")] = None
    at_least: Annotated[Duration | None, Field(title="最少")] = None


class Channel(Shape):
    """How and where an item is done. `at` says whose place; `visits` is how often one must come.

    Of `home` (上门) the office comes: nobody makes a trip, and no place is needed.
    """

    mode: Annotated[Mode, Field(title="方式")]
    via: Annotated[Text | None, Field(title="网上入口")] = None
    place: Annotated[Id | None, Field(title="办理地点")] = None
    at: Annotated[
        Literal[
            "居住地", "房产地", "户籍地", "参保地", "经营地", "任一镇街", "市民服务中心", "外地"
        ]
        | None,
        Field(title="在哪里的"),
    ] = None
    visits: Annotated[Number, Field(title="跑几次", ge=0)] = 0
    present: Annotated[tuple[Text, ...], Several, Field(title="谁要到场")] = ()
    agent: Annotated[YesNo, Field(title="可以代办")] = False
    time_limit: Annotated[TimeLimit | None, Field(title="这个渠道的时限")] = None
    materials: Annotated[tuple[MaterialUse, ...] | None, Field(title="这个渠道的材料")] = None


class Window(Shape):
    """Yearly opening: a parameter of type window, in the year that a fact names (or any year)."""

    parameter: Annotated[Text, Field(title="窗口参数")]
    year: Annotated[Text | None, Field(title="哪一年(情形要素)")] = None


class NotBefore(Span):
    """Not sooner than so many days or months after a day that a fact names.

    While that day is not known, it is the day on which a step of the route brings about what the
    fact is the day of (`day_of` in facts.yml).
    """

    after: Annotated[Text, Field(title="从哪个日期起算(情形要素)")]


class Deadline(NotBefore):
    """By when, counted like `not_before`: not later than that many days or months after. What is
    begun later is planned all the same, and `late` is said.
    """

    late: Annotated[Text, Field(title="过期怎么办")]


class Item(Periodic):
    """政务服务事项: a thing one can get done.

    `decision` marks a choice of life or money: never the planner's, only the citizen's.
    """

    title: Annotated[Text, Field(title="事项名称")]
    whose: Annotated[Text, Field(alias="for", title="给谁办")]
    department: Annotated[Text | None, Field(title="办理部门(不同于牵头部门时)")] = None
    provider: Annotated[Text | None, Field(title="办理单位(不是部门时,如供电企业)")] = None
    decision: Annotated[YesNo, Field(title="由市民自己决定")] = False
    when: Annotated[Condition | None, Field(title="谁可以办")] = None
    materials: Annotated[tuple[MaterialUse, ...], Field(title="材料")] = ()
    yields: Annotated[tuple[Yield, ...], Field(title="办成后有什么")] = ()
    channels: Annotated[tuple[Channel, ...], Field(title="办理渠道", min_length=1)]
    time_limit: Annotated[TimeLimit, Field(title="时限")]
    window: Annotated[Window | None, Field(title="只在什么时候办")] = None
    not_before: Annotated[NotBefore | None, Field(title="最早")] = None
    deadline: Annotated[Deadline | None, Field(title="最迟")] = None
    fee: Annotated[str, Field(title="费用(元,或 参数.名称)")] = "0"
    note: Annotated[Text | None, Field(title="提醒")] = None
    basis: Annotated[tuple[Basis, ...], Field(title="依据")]


class Review(Shape):
    """部门核对: the department has read the list and stands by it."""

    on: Annotated[Day, Field(title="核对日期")]
    by: Annotated[Text, Field(title="核对人")]


class InquiryList(Shape):
    """A list file. Title, theme and lead department stand only in the catalog."""

    id: Id
    effective: Annotated[Day, Field(title="默认生效日")]
    reviewed: Annotated[Review | None, Field(title="部门核对")]
    questions: Annotated[tuple[Question, ...], Field(title="知识点")]
    items: Annotated[tuple[Item, ...], Field(title="事项")] = ()


class Goal(Shape):
    """办事目标: what the citizen wants to have reached: a paper, or a condition.

    Who names it has taken the decisions that `decided` lists: for it these items (list/item) count
    as chosen, though they are marked `decision`. A clause's `else` says why it is out of reach.
    """

    id: Id
    title: Annotated[Text, Field(title="名称")]
    whose: Annotated[Text, Field(alias="for", title="给谁")]
    reach: Annotated[Condition, Field(title="达到什么算成")]
    decided: Annotated[tuple[str, ...], Field(title="说了就等于决定要办的事项")] = ()
    spoken: Annotated[tuple[Text, ...], Field(title="市民怎么说")] = ()
