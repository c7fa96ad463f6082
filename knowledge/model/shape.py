"""The one way a YAML mapping becomes a typed value.

Every shape of the list format derives from `Shape`. The loader, the error texts, the JSON Schema
and the editor's forms all read the same declarations; `title` is the Chinese label an editor sees.
It refuses unknown keys and never changes after it is built.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_DIGIT = "[一二三四五六七八九]"
_TENS = f"(?:{_DIGIT}?十{_DIGIT}?|{_DIGIT})"
_HUNDREDS = f"{_DIGIT}百(?:零{_DIGIT}|{_DIGIT}十{_DIGIT}?)?"
_NUMERAL = f"(?:{_DIGIT}千(?:零{_TENS}|{_HUNDREDS})?|{_HUNDREDS}|{_TENS})"
ARTICLE = re.compile(f"第{_NUMERAL}条(之{_NUMERAL})?(第{_NUMERAL}款)?(第{_NUMERAL}项)?")


class Shape(BaseModel):
    """A mapping of the list format: closed keys, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _kebab(value: str) -> str:
    if not ID.fullmatch(value):
        raise PydanticCustomError("kebab", "id")
    return value


def read_whole_number(text: str) -> int:
    """Refuse 010 and 1_000: what an editor meant by them cannot be known. Raises ValueError."""
    if not WHOLE_NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def read_day(text: str) -> date:
    """A day written 2026-09-01 and in no other way. Raises ValueError."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _whole_number(value: Any) -> Any:
    if isinstance(value, str) and not WHOLE_NUMBER.fullmatch(value):
        raise PydanticCustomError("whole_number", "number")
    return value


def _yes_no(value: Any) -> Any:
    if isinstance(value, str):
        known = {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False}
        if value not in known:
            raise PydanticCustomError("yes_no", "yes_no")
        return known[value]
    return value


def _iso_date(value: Any) -> Any:
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise PydanticCustomError("iso_date", "date")
    return value


def _month_day(value: str) -> str:
    """A day that every year has, so never 02-29."""
    try:
        read_day(f"2023-{value}")
    except ValueError:
        raise PydanticCustomError("month_day", "month_day") from None
    return value


def _article(value: str) -> str:
    if not ARTICLE.fullmatch(value):
        raise PydanticCustomError("article", "article")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "blank")
    return value.strip()


def _as_tuple(value: Any) -> Any:
    """One value where several may stand: `mode: online` reads as `mode: [online]`."""
    return value if value is None or isinstance(value, (list, tuple)) else [value]


def _written(pattern: str, *types: str, **more: Any) -> WithJsonSchema:
    """What an editor may write, for forms and editing tools: scalars as text or as YAML types them.

    `pattern` holds for what is text.
    """
    return WithJsonSchema({"type": list(types) or "string", "pattern": pattern, **more})


Id = Annotated[str, AfterValidator(_kebab), _written(f"^{ID.pattern}$")]
Text = Annotated[str, AfterValidator(_not_blank), _written(r"\S", "string", "number")]
Number = Annotated[int, BeforeValidator(_whole_number)]
YesNo = Annotated[
    bool,
    BeforeValidator(_yes_no),
    WithJsonSchema({"enum": ["是", "否", "yes", "no", "true", "false", True, False]}),
]
Day = Annotated[date, BeforeValidator(_iso_date), _written(f"^{DAY.pattern}$", format="date")]
MonthDay = Annotated[str, AfterValidator(_month_day), _written("^[0-9]{2}-[0-9]{2}$")]
Article = Annotated[str, AfterValidator(_article), _written(f"^{ARTICLE.pattern}$")]
Several = BeforeValidator(_as_tuple)
