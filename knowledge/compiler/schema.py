"""JSON Schema of every file an editor writes, made from the types of the model.

For the editor's forms and for tools (an editor that completes keys while one types). One source of
truth: nothing of it is written down a second time. It accepts scalars as text, as our reader takes
them, and as other YAML readers type them. It refuses what can be seen in one place; what needs
other files (is this fact registered?) only `wenzheng check` sees.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from knowledge.compiler.load import REGISTERS
from knowledge.model.inquiry_list import Catalog, InquiryList
from knowledge.model.knowledge_base import Message
from knowledge.model.shape import WHOLE_NUMBER, Several

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LIST = "list"
SHAPES: dict[str, Any] = {
    LIST: InquiryList,
    "catalog": Catalog,
    **{name: tuple.__class_getitem__((shape, ...)) for name, shape in REGISTERS.items()},
    "phrasings": dict[str, tuple[str, ...]],
    "messages": tuple[Message, ...],
}
_BOUNDS = {"gt": "exclusiveMinimum", "ge": "minimum"}
_STORED = {"$ref": "#/$defs/Clause"}  # a clause as releases keep it; editors write text


def written_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a list file, or of the file `name` stands for in SHAPES.

    Titles are the Chinese labels. Raises KeyError for another name.
    """
    schema = TypeAdapter(SHAPES[name]).json_schema(by_alias=True, schema_generator=_Written)
    definitions = schema.get("$defs", {})
    definitions.pop("Clause", None)
    if "Group" in definitions:
        definitions["Group"]["oneOf"] = [{"required": [key]} for key in ("all", "any", "none")]
    return {"$schema": DIALECT, **_for_editors(schema)}


class _Written(GenerateJsonSchema):
    """What may stand in the file, where pydantic says what comes out of it."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Text without a rule of its own: our reader takes 15 and 是 as they are written."""
        return {"type": ["string", "number", "boolean"]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """15, and its text; never 010."""
        return {"type": ["integer", "string"], "pattern": f"^{WHOLE_NUMBER.pattern}$"}

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """`for: 子女` where `for: [子女]` is meant."""
        written = super().function_before_schema(schema)
        if schema["function"]["function"] is Several.func and "items" in written:
            return {"anyOf": [written["items"], written]}
        return written


def _for_editors(schema: Any) -> Any:
    """Without English titles and remarks of ours, with bounds as the standard calls them."""
    if isinstance(schema, list):
        return [_for_editors(member) for member in schema if member != _STORED]
    if not isinstance(schema, dict):
        return schema
    return {
        _BOUNDS.get(key, key): _for_fields(value) if key == "properties" else _for_editors(value)
        for key, value in schema.items()
        if key != "description" and not (key == "title" and str(value).isascii())
    }


def _for_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a shape: their names are the editor's keys, whatever they are called."""
    return {key: _for_editors(value) for key, value in fields.items()}
