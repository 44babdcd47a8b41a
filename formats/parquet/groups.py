"""Row groups: each is encoded on its own, in any thread, and strung into one file afterwards.

Field ids are those of ``parquet.thrift``: a ``RowGroup`` has columns (1), sizes (2, 6), an offset (5) and an ordinal
(7); a ``ColumnChunk`` an offset (2) and metadata (3); those the type (1), the path (3), sizes (6, 7), offsets of pages
(9, 11) and statistics (12).
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from formats.parquet.elements import Leaf, Physical
from formats.parquet.pages import pack_chunk
from formats.parquet.thrift import Struct, Value, Wire, array, i32, i64, load, struct, text

MAGIC = b"PAR1"

_ARROWS_NAMES = {"lz4": "none", "lz4_raw": "lz4"}
"""Codecs that Arrow's writer calls otherwise; Hadoop's LZ4 it lacks, so its pages are packed here."""


class RowGroup(NamedTuple):
    """A row group in bytes, not yet at its place in a file."""

    pages: bytes | memoryview
    columns: list[Struct]
    """For each leaf its ``ColumnMetaData``, offsets counted from the begin of ``pages``."""

    rows: int


def encode(batch: pa.RecordBatch, codec: str, *, integer_decimals: bool) -> RowGroup:
    """One row group of a batch in the types of ``layout.arrow_field``; ``codec`` is one of ``CodecName``."""
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink,
        batch.schema,
        version="1.0",
        data_page_version="1.0",
        compression=_ARROWS_NAMES.get(codec, codec),
        store_decimal_as_integer=integer_decimals,
        store_schema=False,
    ) as writer:
        writer.write_batch(batch, row_group_size=batch.num_rows)
    data = memoryview(sink.getvalue()).cast("B")
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    (only,) = load(data, footer)[0][4].content
    columns = [_moved(_like_sparks(chunk.content[3].content), -len(MAGIC)) for chunk in only.content[1].content]
    pages = data[len(MAGIC) : footer]
    group = RowGroup(pages, columns, batch.num_rows)
    return _packed(group) if codec == "lz4" else group


def placed(group: RowGroup, position: int, ordinal: int, leaves: list[Leaf]) -> Value:
    """The ``RowGroup`` structure of a group whose pages begin at ``position`` in the file."""
    columns = [_named(_moved(column, position), leaf) for column, leaf in zip(group.columns, leaves, strict=True)]
    chunks = [struct({2: i64(_begin(column)), 3: struct(column)}) for column in columns]
    plain, packed = (sum(column[field].content for column in columns) for field in (6, 7))
    sizes = {2: i64(plain), 3: i64(group.rows), 5: i64(position), 6: i64(packed), 7: Value(Wire.I16, ordinal)}
    return struct({1: array(chunks)} | sizes)


def _like_sparks(column: Struct) -> Struct:
    """The metadata that Spark's writer knows too: up to the encodings' statistics (13), no size statistics (16)."""
    return {field: value for field, value in column.items() if field <= 13}


def _named(column: Struct, leaf: Leaf) -> Struct:
    """The metadata under the name and the type that the file's schema has for the leaf."""
    column = column | {1: i32(leaf.physical), 3: array([text(name) for name in leaf.path])}
    if leaf.physical is Physical.INT96 and 12 in column:
        # The least and greatest of twelve bytes are no moments; only the number of nulls holds.
        column[12] = struct({field: value for field, value in column[12].content.items() if field == 3})
    return column


def _begin(column: Struct) -> int:
    """Where a chunk begins: with its dictionary, if it has one."""
    return int(column[11 if 11 in column else 9].content)


def _moved(column: Struct, by: int) -> Struct:
    return column | {field: i64(column[field].content + by) for field in (9, 11) if field in column}


def _packed(group: RowGroup) -> RowGroup:
    whole, columns = bytearray(), []
    pages = memoryview(group.pages)
    for column in group.columns:
        begin = _begin(column)
        chunk, packed = pack_chunk(pages[begin : begin + column[7].content], _moved(column, -begin))
        columns.append(_moved(packed, len(whole)))
        whole += chunk
    return RowGroup(bytes(whole), columns, group.rows)
