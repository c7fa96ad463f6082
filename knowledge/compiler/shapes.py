"""Types a node by one of our shapes and says every misfit in Chinese.

The shapes (pydantic) are the only schema: allowed keys and labels for the messages are read from the
JSON Schema that the editor's forms use as well.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from knowledge.compiler.document import Node
from knowledge.compiler.problem import Problem, perhaps

Path = tuple[str | int, ...]
T = TypeVar("T")


def read_shape(path: str, node: Node, shape: type[T]) -> tuple[T | None, list[Problem]]:
    """The node as an instance of shape, or None and all its misfits."""
    try:
        return _adapter(shape).validate_python(node.plain()), []
    except ValidationError as error:
        misfits = [
            _problem(path, node, shape, details)
            for details in error.errors(include_url=False)
            if not _only_broken_below(node, details)
        ]
        return None, sorted(set(misfits))


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@cache
def json_schema(shape: Any) -> dict[str, Any]:
    """JSON Schema of a shape, keys as editors write them."""
    return _adapter(shape).json_schema(by_alias=True)


def _only_broken_below(node: Node, details: ErrorDetails) -> bool:
    """Whether "too few" is said of a sequence that only lost its broken members."""
    return details["type"] == "too_short" and bool(details["input"])


def _problem(path: str, node: Node, shape: Any, details: ErrorDetails) -> Problem:
    where = _existing(node, details["loc"])
    key = next((step for step in reversed(details["loc"]) if isinstance(step, str)), "")
    code, message, mend = _say(
        details, key, _fields(shape, where[:-1] if where else ()), _fields(shape, where)
    )
    return Problem(path, node.line_at(where), code, message, mend)


def _existing(node: Node, loc: tuple[int | str, ...]) -> Path:
    """The part of pydantic's location that really stands in the file (union tags are dropped)."""
    path: list[str | int] = []
    for step in loc:
        if (isinstance(node.value, dict) and isinstance(step, str) and step in node.value) or (
            isinstance(node.value, list) and isinstance(step, int) and step < len(node.value)
        ):
            node = node.value[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def _fields(shape: Any, path: Path) -> dict[str, str]:
    """Keys allowed at this place with their Chinese labels."""
    schema = json_schema(shape)
    found = _resolve(schema, schema)
    for step in path:
        below = [
            option["items"]
            if isinstance(step, int)
            else option["properties"].get(step) or option.get("additionalProperties")
            for option in found
            if ("items" in option if isinstance(step, int) else "properties" in option)
        ]
        found = [
            option for item in below if isinstance(item, dict) for option in _resolve(schema, item)
        ]
    return {
        key: str(value.get("title", ""))
        if value.get("title", "").lower() != key.replace("_", " ")
        else ""
        for option in found
        if "constant"
        not in option.get(
            "properties", {}
        )  # a clause as releases store it, not as editors write it
        for key, value in option.get("properties", {}).items()
    }


def _resolve(root: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """All alternatives a schema node stands for."""
    if "$ref" in schema:
        return _resolve(root, root["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    options = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if options:
        return [option for item in options for option in _resolve(root, item)]
    return [schema]


def _say(
    details: ErrorDetails, key: str, beside: dict[str, str], below: dict[str, str]
) -> tuple[str, str, str]:
    """Code, message and mend for one misfit."""
    given, kind, context = details["input"], details["type"], details.get("ctx") or {}
    if kind == "extra_forbidden":
        allowed = below or beside
        return (
            "E120",
            f"不认识的栏目「{key}」",
            f"{perhaps(key, allowed)}这里可以写:{_list(allowed)}。",
        )
    if kind == "missing":
        label = (below | beside).get(key, "")
        return "E121", f"缺少「{key}」{f'({label})' if label else ''}", f"补上一行「{key}: …」。"
    if kind in ("clause", "union_tag_not_found", "union_tag_invalid"):
        return (
            "E127",
            f"条件「{given}」读不懂",
            "写成「事实」或「事实 >= 数」,比较符只有 >= <= > < = != 属于,两边各空一格;要并列就用 all / any / none。",
        )
    simple = {
        "kebab": (
            "E126",
            f"编号「{given}」不合规矩",
            "用小写英文、数字和短横线,字母开头,比如「first-permit」。",
        ),
        "whole_number": (
            "E124",
            f"「{given}」不是一个清楚的整数",
            "写成不带前导 0、不带单位的整数,比如「8」。",
        ),
        "iso_date": ("E125", f"「{given}」不是日期", "写成 年-月-日,比如「2026-09-01」。"),
        "month_day": ("E125", f"「{given}」不是几月几日", "写成 月-日,比如「08-31」。"),
        "yes_no": ("E131", f"「{given}」不是 yes 或 no", "写 yes 或 no。"),
        "article": ("E129", f"「{given}」不是条文序号", "写成「第十二条」或「第十二条第二款」。"),
        "blank": ("E130", f"「{key}」是空的", "写上内容,或删去这一行。"),
        "one_of_group": (
            "E128",
            "一组条件要恰好写 all、any、none 其中一个",
            "只留一个;要嵌套就在里面另起一组。",
        ),
    }
    if kind in simple:
        return simple[kind]
    if kind.startswith("date"):
        return "E125", f"「{given}」不是日历上有的日期", "核对年月日,比如「2026-02-28」。"
    if kind == "literal_error":
        options = (
            str(context.get("expected", ""))
            .replace("'", "")
            .replace(" or ", "、")
            .replace(", ", "、")
        )
        return (
            "E123",
            f"「{key}」不能是「{given}」",
            f"{perhaps(str(given), options.split('、'))}只能是:{options}。",
        )
    if kind in ("too_short", "string_too_short", "greater_than", "greater_than_equal"):
        return (
            "E130",
            f"「{key}」太少",
            "至少写一个。" if kind == "too_short" else "写一个更大的数。",
        )
    return "E122", _wrong_type(key, given, kind), _mend_type(given, kind, below)


def _wrong_type(key: str, given: Any, kind: str) -> str:
    if given is None:
        return f"「{key}」后面没有内容"
    shown = given if isinstance(given, str) else "一组内容"
    return f"「{key}」这里不能写「{shown}」" if key else f"这里不能写「{shown}」"


def _mend_type(given: Any, kind: str, below: dict[str, str]) -> str:
    if isinstance(given, str) and any(colon in given for colon in (":", ":")):
        return "冒号要用英文冒号,后面空一格:「ask: 有吗」。"
    if kind in ("tuple_type", "list_type"):
        return "写成一列,每项一行、前面加「- 」;或写在 [ ] 里。"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"这里要写成栏目,每行「栏目: 内容」{f',可以有:{_list(below)}' if below else ''}。"
    return "这里只写一句文字,不要再分栏目或列项。"


def _list(fields: dict[str, str]) -> str:
    return (
        "、".join(f"{key}({label})" if label else key for key, label in fields.items()) or "(没有)"
    )
