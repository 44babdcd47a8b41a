"""Avro schemas as spark-avro makes them of Spark's types, and Arrow types of such schemas.

Source: the type mapping of the Apache Spark 3.5 Avro guide, and the names its ``SchemaConverters`` gives nested
types; not compared with files of Spark, whose Python distribution has no Avro module.
"""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa

from formats.base import FormatError
from formats.parquet.layout import decimal_size
from formats.parquet.spark_schema import INSTANT, WALL_CLOCK

RECORD = "topLevelRecord"

_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]*")

_SCALARS: dict[pa.DataType, str | dict[str, str]] = {
    pa.bool_(): "boolean",
    pa.int8(): "int",
    pa.int16(): "int",
    pa.int32(): "int",
    pa.int64(): "long",
    pa.float32(): "float",
    pa.float64(): "double",
    pa.string(): "string",
    pa.binary(): "bytes",
    pa.date32(): {"type": "int", "logicalType": "date"},
    INSTANT: {"type": "long", "logicalType": "timestamp-micros"},
    WALL_CLOCK: {"type": "long", "logicalType": "local-timestamp-micros"},
}


def avro_schema(schema: pa.Schema) -> dict[str, Any]:
    """The Avro schema of a table in Spark's types; ``FormatError`` for a name or a map key that Avro lacks."""
    return _record(list(schema), RECORD, "", "")


def _record(fields: list[pa.Field], name: str, namespace: str, path: str) -> dict[str, Any]:
    inner = f"{namespace}.{name}" if namespace else name
    record: dict[str, Any] = {"type": "record", "name": name}
    if namespace:
        record["namespace"] = namespace
    record["fields"] = [
        {"name": _checked(field.name, path), "type": _nullable(field, field.name, inner, f"{path}{field.name}.")}
        for field in fields
    ]
    return record


def _checked(name: str, path: str) -> str:
    if not _NAME.fullmatch(name):
        allowed = "letters of ASCII, digits and underscores, no digit in front"
        raise FormatError(f"the column `{path}{name}` has a name that Avro does not allow", allowed=allowed)
    return name


def _nullable(field: pa.Field, name: str, namespace: str, path: str) -> Any:
    """A field's type, a union with null behind it where it may be null; ``name`` is for what must have one."""
    kind = _type(field.type, name, namespace, path)
    return [kind, "null"] if field.nullable else kind


def _type(kind: pa.DataType, name: str, namespace: str, path: str) -> Any:
    if pa.types.is_struct(kind):
        return _record(list(kind), name, namespace, path)
    if pa.types.is_list(kind):
        return {"type": "array", "items": _nullable(kind.value_field, name, namespace, path)}
    if pa.types.is_map(kind):
        if kind.key_type != pa.string():
            what = f"the column `{path.rstrip('.')}` is a map with keys that are not strings, which Avro does not have"
            raise FormatError(what, allowed="map keys of type string")
        return {"type": "map", "values": _nullable(kind.item_field, name, namespace, path)}
    if pa.types.is_decimal(kind):
        return {
            "type": "fixed",
            "name": "fixed",
            "namespace": f"{namespace}.{name}",
            "size": decimal_size(kind.precision),
            "logicalType": "decimal",
            "precision": kind.precision,
            "scale": kind.scale,
        }
    return _SCALARS[kind]


_ARROW = {
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "long": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "string": pa.string(),
    "bytes": pa.binary(),
    "date": pa.date32(),
    "timestamp-micros": INSTANT,
    "local-timestamp-micros": WALL_CLOCK,
}


def arrow_schema(schema: Any) -> pa.Schema:
    """The Arrow schema of a file whose Avro schema is one of those that ``avro_schema`` gives."""
    if not isinstance(schema, dict) or schema.get("type") != "record":
        raise FormatError("the file holds something other than records")
    return pa.schema([_arrow_field(field["name"], field["type"]) for field in schema["fields"]])


def _arrow_field(name: str, kind: Any) -> pa.Field:
    match kind:
        case [inner, "null"] | ["null", inner]:
            return pa.field(name, _arrow_type(inner))
        case _:
            return pa.field(name, _arrow_type(kind), nullable=False)


def _arrow_type(kind: Any) -> pa.DataType:
    match kind:
        case {"type": "record", "fields": fields}:
            return pa.struct([_arrow_field(field["name"], field["type"]) for field in fields])
        case {"type": "array", "items": items}:
            return pa.list_(_arrow_field("element", items))
        case {"type": "map", "values": values}:
            return pa.map_(pa.string(), _arrow_field("value", values))
        case {"type": "fixed", "logicalType": "decimal", "precision": precision, "scale": scale}:
            return pa.decimal128(precision, scale)
        case {"logicalType": str(name)} | {"type": str(name)} | str(name) if name in _ARROW:
            return _ARROW[name]
        case _:
            raise FormatError(f"the file has the Avro type {kind!r}, which Spark does not write")
