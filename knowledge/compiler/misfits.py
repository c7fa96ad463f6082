"""Says in Chinese what does not fit a shape, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from knowledge.compiler.problem import finished, perhaps, shown
from knowledge.compiler.syntax import wrong_colon

Words = tuple[str, str, str]
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "＞": ">", "＜": "<", "＝": "="}
_SIMPLE: dict[str, Words] = {
    "kebab": (
        "E126",
        "编号「{given}」不合规矩",
        "用小写英文、数字和短横线,字母开头,比如「first-permit」;几个编号之间用英文逗号隔开。",
    ),
    "whole_number": (
        "E124",
        "「{given}」不是一个清楚的整数",
        "写成整数,前面不加 0,后面不带单位,最多九位,比如「8」。",
    ),
    "iso_date": ("E125", "「{given}」不是日期", "写成 年-月-日,比如「2026-09-01」。"),
    "month_day": (
        "E125",
        "「{given}」不是每年都有的几月几日",
        "写成 月-日,各两位数,比如「08-31」。",
    ),
    "yes_no": ("E131", "「{given}」不是「是」或「否」", "写「是」或「否」。"),
    "article": ("E129", "「{given}」不是条文序号", "写成「第十二条」或「第十二条第二款」。"),
    "blank": ("E130", "「{key}」是空的", "写上内容,或删去这一行。"),
    "one_of_group": (
        "E128",
        "一组条件要恰好写 all、any、none 其中一个",
        "只留一个:全部满足写 all,满足一个就行写 any,一个都不能有写 none;要嵌套,就在里面另起一组。",
    ),
    "span": (
        "E132",
        "「{key}」多久没有写对",
        "写成「{days: 15, kind: 工作日}」「{days: 30, kind: 自然日}」或「{months: 1}」:"
        "days 和 months 只写一个,写 months 就不写 kind。",
    ),
    "too_short": ("E130", "「{key}」一个都没有写", "至少写一个。"),
}


@dataclass(frozen=True)
class Misfit:
    """Something that does not fit: `beside` and `below` are the keys allowed there, with labels."""

    key: str
    given: Any
    kind: str
    limits: dict[str, Any]
    beside: dict[str, str]
    below: dict[str, str]


def describe(misfit: Misfit) -> Words:
    """Code, message and mend."""
    key, given = shown(misfit.key), shown(misfit.given)
    if misfit.kind == "clause":
        return _not_a_clause(misfit)
    if misfit.kind in _SIMPLE:
        code, message, mend = _SIMPLE[misfit.kind]
        return code, message.format(key=key, given=given), mend
    if misfit.kind == "extra_forbidden":
        allowed = misfit.below or misfit.beside
        mend = f"{perhaps(misfit.key, allowed)}这里可以写:{_list(allowed)}。"
        return "E120", f"不认识的栏目「{key}」", mend
    if misfit.kind == "missing":
        label = (misfit.below | misfit.beside).get(misfit.key, "")
        return "E121", f"缺少「{key}」{f':{label}' if label else ''}", f"补上「{key}: …」。"
    if misfit.kind.startswith("date"):
        return "E125", f"「{given}」不是日历上有的日期", "核对年月日,比如「2026-02-28」。"
    if misfit.kind == "literal_error":
        return _not_an_option(misfit)
    if misfit.kind in ("greater_than", "greater_than_equal"):
        least = misfit.limits.get("ge", misfit.limits.get("gt", 0) + 1)
        return "E130", f"「{key}」不能是 {given}", f"写 {least} 或更大的整数。"
    return "E122", _wrong_kind(misfit), _right_kind(misfit)


def _not_a_clause(misfit: Misfit) -> Words:
    given = misfit.given.get("need") if isinstance(misfit.given, dict) else misfit.given
    ascii_signs = str(given)
    for sign, right in _SIGNS.items():
        ascii_signs = ascii_signs.replace(sign, f" {right} ")
    message = f"条件「{shown(given)}」读不懂"
    if ascii_signs != given:
        return "E127", message, f"比较符用英文符号:「{finished(ascii_signs)}」。"
    return (
        "E127",
        message,
        "写成「情形要素」或「情形要素 >= 数」,一条只比一次,数后面不带单位,"
        "比较符只用 >= <= > < = != 属于;几条并列,就分开写在 all、any 或 none 下面。",
    )


def _not_an_option(misfit: Misfit) -> Words:
    expected = str(misfit.limits.get("expected", "")).replace("'", "")
    options = expected.replace(" or ", ", ").split(", ")
    given = shown(misfit.given)
    mend = f"{perhaps(given, options)}只能是:{'、'.join(options)}。"
    return "E123", f"「{misfit.key}」不能是「{given}」", mend


def _wrong_kind(misfit: Misfit) -> str:
    if misfit.given is None:
        return f"「{misfit.key}」没有内容" if misfit.key else "这里没有内容"
    given = f"「{shown(misfit.given)}」" if isinstance(misfit.given, str) else "一组内容"
    return f"「{misfit.key}」这里不能写{given}" if misfit.key else f"这里不能写{given}"


def _right_kind(misfit: Misfit) -> str:
    if misfit.given is None:
        return "写上内容。"
    colon = wrong_colon(misfit.given) if isinstance(misfit.given, str) else None
    if colon:
        return colon[2]
    if isinstance(misfit.given, list) and "any" in misfit.below:
        return "几个条件要写明怎么算:全部满足写「all: […]」,满足一个就行写「any: […]」。"
    if misfit.kind in ("tuple_type", "list_type"):
        example = (
            f"「[{finished(misfit.given)}]」" if isinstance(misfit.given, str) else "「[甲, 乙]」"
        )
        return f"写成一列:每项一行、前面加「- 」,或写在 [ ] 里,比如{example}。"
    if misfit.kind in ("model_type", "dict_type"):
        fields = f",可以有:{_list(misfit.below)}" if misfit.below else ""
        return f"这里要分栏目写,每行「栏目: 内容」{fields}。"
    return "这里只写一句文字;不要分栏目,也不要列成几项。"


def _list(fields: dict[str, str]) -> str:
    named = (f"{key} {label}".strip() for key, label in fields.items())
    return "、".join(named) or "(没有)"
