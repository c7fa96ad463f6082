"""Types a node by one of our shapes and finds where in the file each misfit stands.

The shapes (pydantic) are the only schema: allowed keys and labels for the messages are read from
the JSON Schema that the editor's forms use as well.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from knowledge.compiler.document import Node
from knowledge.compiler.misfits import Misfit, describe
from knowledge.compiler.problem import Problem

Path = tuple[str | int, ...]
T = TypeVar("T")


def read_shape(path: str, node: Node, shape: type[T]) -> tuple[T | None, list[Problem]]:
    """The node as an instance of shape, or None and all its misfits."""
    schema: Any = shape
    adapter: TypeAdapter[T] = _adapter(schema)
    try:
        return adapter.validate_python(node.plain()), []
    except ValidationError as error:
        misfits = {
            _problem(path, node, shape, details)
            for details in error.errors(include_url=False)
            if not _only_broken_below(details)
        }
        return None, sorted(misfits)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@cache
def json_schema(shape: Any) -> dict[str, Any]:
    """JSON Schema of a shape, keys as editors write them."""
    return _adapter(shape).json_schema(by_alias=True)


def _only_broken_below(details: ErrorDetails) -> bool:
    """Whether "too few" is said of a sequence that only lost its broken members."""
    return details["type"] == "too_short" and bool(details["input"])


def _problem(path: str, node: Node, shape: Any, details: ErrorDetails) -> Problem:
    where = _existing(node, details["loc"])
    named = details["loc"] if details["type"] in ("missing", "extra_forbidden") else where
    misfit = Misfit(
        key=next((step for step in reversed(named) if isinstance(step, str)), ""),
        given=details["input"],
        kind=details["type"],
        limits=details.get("ctx") or {},
        beside=_fields(shape, where[:-1]) if where else {},
        below=_fields(shape, where),
    )
    return Problem(path, node.line_at(where), *describe(misfit))


def _existing(node: Node, loc: Path) -> Path:
    """The part of pydantic's location that stands in the file, without names of union members.

    Such a name may also be a key (a yield `fact` has the key `fact`): the longest reading counts.
    """
    for place, step in enumerate(loc):
        below = node.below(step)
        if below is not None:
            taken = (step, *_existing(below, loc[place + 1 :]))
            return max(taken, _existing(node, loc[place + 1 :]), key=len)
    return ()


def _fields(shape: Any, path: Path) -> dict[str, str]:
    """Keys allowed at this place with their Chinese labels."""
    schema = json_schema(shape)
    found = _resolve(schema, schema)
    for step in path:
        steps = [_step(option, step) for option in found]
        found = [option for item in steps if item for option in _resolve(schema, item)]
    return {
        key: _label(key, str(value.get("title", "")))
        for option in found
        if not _is_stored(option)
        for key, value in option.get("properties", {}).items()
    }


def _step(option: dict[str, Any], step: str | int) -> dict[str, Any] | None:
    """The schema behind one key or for the members of a sequence; None where there is none."""
    if isinstance(step, int):
        found = option.get("items")
    else:
        found = option.get("properties", {}).get(step) or option.get("additionalProperties")
    return found if isinstance(found, dict) else None


def _label(key: str, title: str) -> str:
    """The Chinese label; nothing where pydantic only repeats the key."""
    return "" if title.lower() == key.replace("_", " ") else title


def _is_stored(option: dict[str, Any]) -> bool:
    """A clause as releases store it, not as editors write it."""
    return "constant" in option.get("properties", {})


def _resolve(root: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """All alternatives a schema node stands for."""
    if "$ref" in schema:
        return _resolve(root, root["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    options = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if options:
        return [option for item in options for option in _resolve(root, item)]
    return [schema]
