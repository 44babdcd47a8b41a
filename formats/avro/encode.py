"""Record batches as Avro's binary encoding, whole columns at a time: each value's bytes, joined row by row.

Source: the Apache Avro 1.11 specification, binary encoding.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from formats.parquet.conform import entries, parts
from formats.parquet.layout import decimal_size

NULL, PRESENT, END = b"\x02", b"\x00", b"\x00"
"""The union's second branch, its first, and the empty block behind the last of an array or a map."""


def encode(batch: pa.RecordBatch) -> memoryview:
    """The rows of a batch in Spark's types, one behind the other."""
    rows = _joined(*[_field(column, field) for column, field in zip(batch, batch.schema, strict=True)])
    offsets = np.frombuffer(rows.buffers()[1], np.int32)
    first, last = offsets[rows.offset], offsets[rows.offset + len(rows)]
    return memoryview(rows.buffers()[2] or b"").cast("B")[first:last]


def _joined(*columns: pa.Array | bytes) -> pa.Array:
    return pc.binary_join_element_wise(*columns, b"")


def _field(array: pa.Array, field: pa.Field) -> pa.Array:
    """Each value's bytes, never null: a union with null is the number of its branch and the value."""
    value = _value(array)
    return pc.if_else(array.is_null(), NULL, _joined(PRESENT, value)) if field.nullable else value


def _value(array: pa.Array) -> pa.Array:
    """Each value's bytes; under a null there may be any, or null."""
    kind = array.type
    types = pa.types
    if types.is_struct(kind):
        return _joined(*[_field(child, field) for child, field in zip(array.flatten(), kind, strict=True)])
    if types.is_list(kind):
        offsets, values = parts(array)
        return _blocks(offsets, _field(values, kind.value_field))
    if types.is_map(kind):
        offsets, pairs = parts(entries(array))
        return _blocks(offsets, _joined(_value(pairs.field(0)), _field(pairs.field(1), kind.item_field)))
    if types.is_string(kind) or types.is_binary(kind):
        return _joined(_numbers(pc.binary_length(array)), array.cast(pa.binary()))
    if types.is_boolean(kind):
        return pc.if_else(array, b"\x01", b"\x00")
    if types.is_floating(kind):
        return array.view(pa.binary(kind.bit_width // 8)).cast(pa.binary())
    if types.is_decimal(kind):
        return _decimals(array)
    if types.is_date(kind):
        return _numbers(array.view(pa.int32()))
    if types.is_timestamp(kind):
        return _numbers(array.view(pa.int64()))
    return _numbers(array)


def _blocks(offsets: pa.Array, items: pa.Array) -> pa.Array:
    """Arrays and maps alike: the count and the items as one block, if there are any, then the end."""
    lists = pa.ListArray.from_arrays(offsets, items)
    counts = pc.list_value_length(lists)
    return pc.if_else(pc.equal(counts, 0), END, _joined(_numbers(counts), pc.binary_join(lists, b""), END))


def _numbers(array: pa.Array) -> pa.Array:
    """Integers as zig-zag variable-length ones, seven bits a byte, the lowest first."""
    numbers = array.cast(pa.int64()).fill_null(0).to_numpy()
    zigzag = ((numbers << 1) ^ (numbers >> 63)).view(np.uint64)
    lengths = np.ones(len(zigzag), np.int32)
    for bits in range(7, 64, 7):
        lengths += zigzag >= np.uint64(1 << bits)
    offsets = np.zeros(len(zigzag) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    out = np.empty(offsets[-1], np.uint8)
    rows: npt.NDArray[np.intp] = np.arange(len(zigzag))
    for place in range(lengths.max(initial=0)):
        rows = rows[lengths[rows] > place]
        bits = (zigzag[rows] >> np.uint64(7 * place)).astype(np.uint8) & 0x7F
        out[offsets[rows] + place] = np.where(lengths[rows] > place + 1, bits | 0x80, bits)
    return pa.Array.from_buffers(pa.binary(), len(zigzag), [None, pa.py_buffer(offsets), pa.py_buffer(out)])


def _decimals(array: pa.Decimal128Array) -> pa.Array:
    """Unscaled integers in two's complement, big-endian, in as few bytes as the precision needs."""
    size = decimal_size(array.type.precision)
    stored = np.frombuffer(array.buffers()[1] or b"", np.uint8)[16 * array.offset :][: 16 * len(array)]
    big = np.ascontiguousarray(stored.reshape(-1, 16)[:, :size][:, ::-1])
    return pa.Array.from_buffers(pa.binary(size), len(array), [None, pa.py_buffer(big)]).cast(pa.binary())
