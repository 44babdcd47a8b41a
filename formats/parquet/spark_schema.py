"""Arrow schemas as Apache Spark has them: its types only, each in one Arrow form, and the JSON Spark keeps of them.

The forms: ``bool``, ``int8`` to ``int64``, ``float``, ``double``, ``string``, ``binary``, ``decimal128``, ``date32``,
``timestamp[us]`` with the zone UTC for instants and without one for wall-clock times, ``struct``, ``list`` with the
child ``element``, ``map`` with ``key`` and ``value``. Unsigned integers take the next larger type, as they do when
Spark reads them from a Parquet file.
"""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from formats.base import FormatError
from formats.kinds import is_list
from formats.text.typenames import spark_name

INSTANT = pa.timestamp("us", "UTC")
WALL_CLOCK = pa.timestamp("us")
MAX_PRECISION = 38
"""Digits of Spark's widest decimal."""

_FORMS = {
    pa.bool_(): pa.bool_(),
    pa.int8(): pa.int8(),
    pa.int16(): pa.int16(),
    pa.int32(): pa.int32(),
    pa.int64(): pa.int64(),
    pa.uint8(): pa.int16(),
    pa.uint16(): pa.int32(),
    pa.uint32(): pa.int64(),
    pa.uint64(): pa.decimal128(20, 0),
    pa.float32(): pa.float32(),
    pa.float64(): pa.float64(),
    pa.string(): pa.string(),
    pa.large_string(): pa.string(),
    pa.string_view(): pa.string(),
    pa.binary(): pa.binary(),
    pa.large_binary(): pa.binary(),
    pa.binary_view(): pa.binary(),
    pa.date32(): pa.date32(),
    pa.date64(): pa.date32(),
}

_NAMES = {
    pa.bool_(): "boolean",
    pa.int8(): "byte",
    pa.int16(): "short",
    pa.int32(): "integer",
    pa.int64(): "long",
    pa.float32(): "float",
    pa.float64(): "double",
    pa.string(): "string",
    pa.binary(): "binary",
    pa.date32(): "date",
    INSTANT: "timestamp",
    WALL_CLOCK: "timestamp_ntz",
}


def spark_schema(schema: pa.Schema) -> pa.Schema:
    """The schema in Spark's types; ``FormatError`` for what Spark refuses to write, with the column's path.

    Refused are a table or a struct without fields, names that are alike but for letter case, and types Spark lacks.
    """
    return pa.schema(_fields(list(schema), "the table"))


def schema_json(schema: pa.Schema) -> str:
    """Spark's own JSON of a schema that ``spark_schema`` gave."""
    return json.dumps(_struct_json(list(schema)), ensure_ascii=False, separators=(",", ":"))


def _fields(fields: list[pa.Field], where: str) -> list[pa.Field]:
    if not fields:
        raise FormatError(f"{where} has no fields")
    spellings: dict[str, str] = {}
    for field in fields:
        folded = field.name.lower()
        if folded in spellings:
            both = f"{spellings[folded]!r} and {field.name!r}"
            raise FormatError(f"{where} has the fields {both}, the same name but for letter case")
        spellings[folded] = field.name
    prefix = "" if where == "the table" else f"{where}."
    return [_field(field, field.name, prefix + field.name) for field in fields]


def _field(field: pa.Field, name: str, path: str) -> pa.Field:
    return pa.field(name, _form(field.type, path), field.nullable)


def _form(kind: pa.DataType, path: str) -> pa.DataType:
    types = pa.types
    if types.is_dictionary(kind):
        return _form(kind.value_type, path)
    if kind in _FORMS:
        return _FORMS[kind]
    if types.is_fixed_size_binary(kind):
        return pa.binary()
    if types.is_timestamp(kind):
        return WALL_CLOCK if kind.tz is None else INSTANT
    if types.is_decimal(kind) and 0 <= kind.scale <= kind.precision <= MAX_PRECISION:
        return pa.decimal128(kind.precision, kind.scale)
    if types.is_struct(kind):
        return pa.struct(_fields(list(kind), path))
    if types.is_map(kind):
        key = pa.field("key", _form(kind.key_type, f"{path}.key"), nullable=False)
        return pa.map_(key, _field(kind.item_field, "value", f"{path}.value"))
    if is_list(kind):
        return pa.list_(_field(kind.value_field, "element", f"{path}.element"))
    raise FormatError(
        f'the column `{path}` has the type "{spark_name(kind)}", which Spark cannot write',
        allowed="boolean, integers, float, double, decimal up to 38 digits, string, binary, dates, timestamps, "
        "and structs, lists and maps of these",
    )


def _struct_json(fields: list[pa.Field]) -> dict[str, Any]:
    return {
        "type": "struct",
        "fields": [
            {"name": field.name, "type": _type_json(field.type), "nullable": field.nullable, "metadata": {}}
            for field in fields
        ],
    }


def _type_json(kind: pa.DataType) -> str | dict[str, Any]:
    if pa.types.is_struct(kind):
        return _struct_json(list(kind))
    if pa.types.is_map(kind):
        return {
            "type": "map",
            "keyType": _type_json(kind.key_type),
            "valueType": _type_json(kind.item_type),
            "valueContainsNull": kind.item_field.nullable,
        }
    if pa.types.is_list(kind):
        return {
            "type": "array",
            "elementType": _type_json(kind.value_type),
            "containsNull": kind.value_field.nullable,
        }
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    return _NAMES[kind]
