"""Avro files back to record batches, one block after the other."""

from __future__ import annotations

import io
import json
import lzma
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import fastavro
import numpy as np
import pyarrow as pa

from formats.avro.container import CODECS, number, read_blocks, read_header
from formats.avro.schema import arrow_schema
from formats.base import FormatError
from formats.parquet.conform import conform_batch
from formats.parquet.layout import decimal_size
from formats.parquet.spark_schema import INSTANT, WALL_CLOCK

DAMAGE = (zlib.error, lzma.LZMAError, OSError, EOFError, IndexError, ValueError, OverflowError, pa.ArrowException)
"""What the codecs and the decoder say of bytes that make no sense."""


def read(source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
    """A batch for each block, in the types of ``schema`` or in those that Spark reads.

    ``FormatError`` when the source is not a file as Spark writes it, or has other columns than the schema.
    """
    head = read_header(source)
    codec = head.metadata.get("avro.codec", b"null").decode()
    if codec not in CODECS:
        raise FormatError(f"the file is packed with {codec!r}", allowed=", ".join(CODECS))
    unpack = CODECS[codec].unpack
    try:
        avro = json.loads(head.metadata.get("avro.schema", b"null"))
    except ValueError as error:
        raise FormatError(f"the file's schema is not JSON: {error}") from None
    found = arrow_schema(avro)
    schema = schema or found
    if schema.names != found.names:
        raise FormatError(f"the file has the columns {found.names} where {schema.names} were expected")
    rows = fastavro.parse_schema({"type": "array", "items": _without_logical_types(avro)})
    raw = pa.struct([_raw_field(field) for field in found])
    for block in read_blocks(source, head.sync):
        try:
            # The encoding of an array is that of its items between their number and a zero.
            data = io.BytesIO(number(block.rows) + bytes(unpack(block.data)) + number(0))
            records = pa.array(cast(list[Any], fastavro.schemaless_reader(data, rows, None)), raw)
        except DAMAGE as error:
            raise FormatError(f"a block of the file is damaged: {error}") from None
        batch = conform_batch(pa.RecordBatch.from_struct_array(records), found, _leaf)
        yield conform_batch(batch, schema, _cast)


def _without_logical_types(schema: Any) -> Any:
    """The schema that gives integers and bytes, which have no limits where dates of Python do."""
    if isinstance(schema, dict):
        return {key: _without_logical_types(value) for key, value in schema.items() if key != "logicalType"}
    return [_without_logical_types(branch) for branch in schema] if isinstance(schema, list) else schema


def _raw_field(field: pa.Field) -> pa.Field:
    return pa.field(field.name, _raw_type(field.type), field.nullable)


def _raw_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_struct(kind):
        return pa.struct([_raw_field(field) for field in kind])
    if pa.types.is_list(kind):
        return pa.list_(_raw_field(kind.value_field))
    if pa.types.is_map(kind):
        return pa.map_(kind.key_field, _raw_field(kind.item_field))
    if pa.types.is_decimal(kind):
        return pa.binary(decimal_size(kind.precision))
    if kind == pa.date32():
        return pa.int32()
    return pa.int64() if kind in (INSTANT, WALL_CLOCK) else kind


def _leaf(array: pa.Array, kind: pa.DataType, _path: str) -> pa.Array:
    return _decimals(array, kind) if pa.types.is_decimal(kind) else array.view(kind)


def _cast(array: pa.Array, kind: pa.DataType, _path: str) -> pa.Array:
    return array.cast(kind)


def _decimals(array: pa.FixedSizeBinaryArray, kind: pa.Decimal128Type) -> pa.Array:
    """Integers in two's complement, big-endian, as Arrow's of sixteen bytes, little-endian."""
    size = array.type.byte_width
    big = np.frombuffer(array.buffers()[1] or b"", np.uint8)[array.offset * size :][: len(array) * size]
    big = big.reshape(-1, size)
    wide = np.where(big[:, :1] & 0x80, np.uint8(0xFF), np.uint8(0)).repeat(16, axis=1)
    wide[:, :size] = big[:, ::-1]
    plain = pa.Array.from_buffers(kind, len(array), [None, pa.py_buffer(wide)])
    return pa.compute.if_else(array.is_null(), None, plain)
