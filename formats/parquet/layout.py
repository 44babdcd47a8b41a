"""How a table in Spark's types lies in a Parquet file: the file's schema, and the Arrow schema of the same pages.

Arrow encodes the pages; what the file says of them is made here, because Arrow cannot say some of it: the message name
``spark_schema``, wall-clock times as INT64 beside instants as INT96, the names and annotations of the legacy format.
INT96 goes through Arrow as twelve plain bytes, which are encoded alike: before 23 it wrote wrong ones before 1970.
Source: files of Spark 3.5.9, those with lists without nulls in the legacy format among them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from formats.parquet.columns import INT96
from formats.parquet.elements import Annotation, Converted, Element, Physical, Repetition
from formats.parquet.spark_schema import INSTANT, WALL_CLOCK
from formats.parquet.thrift import Struct, byte, flag, i32, struct

if TYPE_CHECKING:
    from formats.parquet import Parquet


def _annotation(converted: Converted, field: int, logical: Struct | None = None) -> Annotation:
    return Annotation(converted, {field: struct(logical or {})})


def _timestamp(converted: Converted, unit: int, *, instant: bool) -> Annotation:
    return _annotation(converted, 8, {1: flag(instant), 2: struct({unit: struct({})})})


_STRING = _annotation(Converted.UTF8, 1)
_MAP = _annotation(Converted.MAP, 2)
_PAIRS = Annotation(Converted.MAP_KEY_VALUE)
_LIST = _annotation(Converted.LIST, 3)

_LEAVES: dict[pa.DataType, tuple[Physical, Annotation | None]] = {
    pa.bool_(): (Physical.BOOLEAN, None),
    pa.int8(): (Physical.INT32, _annotation(Converted.INT_8, 10, {1: byte(8), 2: flag(True)})),
    pa.int16(): (Physical.INT32, _annotation(Converted.INT_16, 10, {1: byte(16), 2: flag(True)})),
    pa.int32(): (Physical.INT32, None),
    pa.int64(): (Physical.INT64, None),
    pa.float32(): (Physical.FLOAT, None),
    pa.float64(): (Physical.DOUBLE, None),
    pa.string(): (Physical.BYTE_ARRAY, _STRING),
    pa.binary(): (Physical.BYTE_ARRAY, None),
    pa.date32(): (Physical.INT32, _annotation(Converted.DATE, 6)),
    WALL_CLOCK: (Physical.INT64, _timestamp(Converted.TIMESTAMP_MICROS, 2, instant=False)),
}

_INSTANTS: dict[str, tuple[Physical, Annotation | None]] = {
    "INT96": (Physical.INT96, None),
    "TIMESTAMP_MICROS": (Physical.INT64, _timestamp(Converted.TIMESTAMP_MICROS, 2, instant=True)),
    "TIMESTAMP_MILLIS": (Physical.INT64, _timestamp(Converted.TIMESTAMP_MILLIS, 1, instant=True)),
}


def root(format: Parquet, schema: pa.Schema) -> Element:
    """The file's schema for a table in Spark's types."""
    return Element("spark_schema", None, children=tuple(_element(format, field) for field in schema))


def _element(format: Parquet, field: pa.Field, name: str | None = None) -> Element:
    kind = field.type
    name = field.name if name is None else name
    repetition = Repetition.OPTIONAL if field.nullable else Repetition.REQUIRED
    if pa.types.is_struct(kind):
        return Element(name, repetition, children=tuple(_element(format, child) for child in kind))
    if pa.types.is_list(kind):
        return Element(name, repetition, annotation=_LIST, children=(_repeated(format, kind.value_field),))
    if pa.types.is_map(kind):
        pair = (_element(format, kind.key_field), _element(format, kind.item_field))
        legacy = _PAIRS if format.legacy_layout else None
        pairs = Element("key_value", Repetition.REPEATED, annotation=legacy, children=pair)
        return Element(name, repetition, annotation=_MAP, children=(pairs,))
    if pa.types.is_decimal(kind):
        return _decimal(format, kind, name, repetition)
    physical, annotation = _INSTANTS[format.timestamp_type] if kind == INSTANT else _LEAVES[kind]
    return Element(name, repetition, physical, annotation)


def _repeated(format: Parquet, field: pa.Field) -> Element:
    """What repeats in a list: two levels where the legacy format has elements without nulls, else three."""
    if not format.legacy_layout:
        return Element("list", Repetition.REPEATED, children=(_element(format, field),))
    element = _element(format, field, "array")
    if field.nullable:
        return Element("bag", Repetition.REPEATED, children=(element,))
    return replace(element, repetition=Repetition.REPEATED)


def _decimal(format: Parquet, kind: pa.Decimal128Type, name: str, repetition: Repetition) -> Element:
    annotation = _annotation(Converted.DECIMAL, 5, {1: i32(kind.scale), 2: i32(kind.precision)})
    physical, length = Physical.FIXED_LEN_BYTE_ARRAY, None
    if kind.precision <= 18 and not format.legacy_layout:
        physical = Physical.INT32 if kind.precision <= 9 else Physical.INT64
    else:
        length = decimal_size(kind.precision)
    return Element(name, repetition, physical, annotation, length, kind.precision, kind.scale)


def decimal_size(precision: int) -> int:
    """The fewest bytes that hold every integer of so many digits, in two's complement."""
    largest: int = 10**precision - 1
    return largest.bit_length() // 8 + 1


def arrow_field(format: Parquet, field: pa.Field) -> pa.Field:
    """The column as Arrow's writer gets it, to lay out pages that the file's schema describes."""
    return pa.field(field.name, _arrow_type(format, field.type), field.nullable)


def _arrow_type(format: Parquet, kind: pa.DataType) -> pa.DataType:
    if pa.types.is_struct(kind):
        return pa.struct([arrow_field(format, field) for field in kind])
    if pa.types.is_list(kind):
        return pa.list_(arrow_field(format, kind.value_field))
    if pa.types.is_map(kind):
        return pa.map_(arrow_field(format, kind.key_field), arrow_field(format, kind.item_field))
    if kind == INSTANT:
        return INT96 if format.timestamp_type == "INT96" else pa.int64()
    return pa.int64() if kind == WALL_CLOCK else kind
