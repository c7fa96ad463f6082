"""Conditions: parsed once from the editor's words, then only evaluated.

The grammar is closed on purpose (STYLE section 2): a yes/no fact, or `fact op constant`, grouped
`all` / `any` / `none`; each clause may carry `else` (what to tell whoever fails it) and `on` (the
day of the year it is judged on). No arithmetic, no functions, no brackets.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, cast

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from knowledge.model.shape import MonthDay, Shape, Text

PARAMETER_PREFIX = "参数."
_COMPARISON = re.compile(
    r"(?P<fact>[^\s><=!]+)\s*(?P<op>>=|<=|!=|>|<|=|属于)\s*(?P<constant>[^\s><=!]+)"
)
_BARE = re.compile(r"[^\s><=!≥≤≠＞＜＝！()（）+*/&|,，、。；]+")
Words = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^\s*{_BARE.pattern}(\s*(>=|<=|!=|>|<|=|属于)\s*[^\s><=!]+)?\s*$",
        }
    ),
]
Operator = Literal[">=", "<=", ">", "<", "=", "!=", "属于"]


class Clause(Shape):
    """One comparison.

    `person` is "" for the person the item or question is about; 任一子女 and 每个子女 quantify.
    """

    text: str
    person: str
    fact: str
    op: Operator
    constant: str
    otherwise: str | None = None
    on: str | None = None

    @property
    def parameter(self) -> str | None:
        """Name of the parameter the constant stands for, if it names one."""
        if not self.constant.startswith(PARAMETER_PREFIX):
            return None
        return self.constant.removeprefix(PARAMETER_PREFIX)


class Need(Shape):
    """A clause with what to say to whoever fails it (`else`) and the day it is judged on (`on`)."""

    need: Annotated[Words, Field(title="条件")]
    otherwise: Annotated[Text | None, Field(alias="else", title="不符合时怎么说")] = None
    on: Annotated[MonthDay | None, Field(title="按当年哪一天算")] = None


class Group(Shape):
    """Exactly one of `all`, `any`, `none`."""

    all: Annotated[tuple[Condition, ...] | None, Field(title="全部满足", min_length=1)] = None
    any: Annotated[tuple[Condition, ...] | None, Field(title="满足其一", min_length=1)] = None
    none: Annotated[tuple[Condition, ...] | None, Field(title="全不满足", min_length=1)] = None
    otherwise: Annotated[Text | None, Field(alias="else", title="不符合时怎么说")] = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Group:
        if sum(members is not None for members in (self.all, self.any, self.none)) != 1:
            raise PydanticCustomError("one_of_group", "group")
        return self

    @property
    def kind(self) -> Literal["all", "any", "none"]:
        if self.all is not None:
            return "all"
        return "any" if self.any is not None else "none"

    @property
    def members(self) -> tuple[Condition, ...]:
        return self.all or self.any or self.none or ()


def parse_clause(text: str, *, otherwise: str | None = None, on: str | None = None) -> Clause:
    """Read one clause, e.g. `本人.社保累计月数 >= 参数.积分入学最低社保月数`.

    Raises PydanticCustomError("clause") when the text is not one clause.
    """
    words = text.strip()
    match = _COMPARISON.fullmatch(words)
    subject, op, constant = match.groups() if match else (words, "=", "是")
    person, _, fact = subject.rpartition(".")
    if not _BARE.fullmatch(subject) or not fact or "属于" in constant:
        raise PydanticCustomError("clause", "clause")
    return Clause(
        text=words,
        person=person,
        fact=fact,
        op=cast(Operator, op),
        constant=constant,
        otherwise=otherwise,
        on=on,
    )


def _clause_of(value: Any) -> Any:
    return parse_clause(value) if isinstance(value, str) else value


def _clause_of_need(value: Any) -> Any:
    if isinstance(value, (Need, Clause)):
        return value
    need = Need.model_validate(value)
    return parse_clause(need.need, otherwise=need.otherwise, on=need.on)


def _which(value: Any) -> str:
    if isinstance(value, dict):
        if "text" in value:
            return "stored"
        return "need" if "need" in value else "group"
    if isinstance(value, Clause):
        return "stored"
    return "group" if isinstance(value, Group) else "clause"


Condition = Annotated[
    Annotated[
        Annotated[Clause, BeforeValidator(_clause_of, json_schema_input_type=Words)], Tag("clause")
    ]
    | Annotated[
        Annotated[Clause, BeforeValidator(_clause_of_need, json_schema_input_type=Need)],
        Tag("need"),
    ]
    | Annotated[Group, Tag("group")]
    | Annotated[Clause, Tag("stored")],
    Discriminator(_which),
]
Group.model_rebuild()


def clauses(condition: Clause | Group | None) -> tuple[Clause, ...]:
    """Every clause below a condition, in reading order."""
    if condition is None:
        return ()
    if isinstance(condition, Clause):
        return (condition,)
    return tuple(clause for member in condition.members for clause in clauses(member))
