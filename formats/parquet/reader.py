"""Parquet files back to record batches, one row group after the other.

The inverse of the writer but for two corners that Arrow cannot read, whoever wrote the file: it takes the day of an
INT96 timestamp for a number without sign, so that instants before the year -4712 come back as others; and it refuses
the legacy layout of a list without nulls whose elements are lists or maps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from formats.base import FormatError
from formats.kinds import is_list
from formats.parquet.conform import conform_batch
from formats.parquet.spark_schema import INSTANT

ROWS = 16_384
"""Rows of one batch."""


def read(source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
    """Batches of the file's rows, in the types of ``schema`` or in those that Spark reads.

    ``source`` must be seekable: what is in a Parquet file stands at its end. ``FormatError`` when it is not such a
    file, or has other columns than the schema.
    """
    try:
        # Arrow's default is to read the chunks of all row groups ahead, which is the whole file in memory.
        file = pq.ParquetFile(source, coerce_int96_timestamp_unit="us", pre_buffer=False)
        found = _with_instants(file)
        if schema is None:
            schema = found
        elif schema.names != found.names:
            raise FormatError(f"the file has the columns {found.names} where {schema.names} were expected")
        for batch in file.iter_batches(ROWS):
            yield conform_batch(batch, schema, _leaf)
    except (pa.ArrowException, OSError) as error:
        raise FormatError(f"not a readable Parquet file: {error}") from None


def _leaf(array: pa.Array, kind: pa.DataType, _path: str) -> pa.Array:
    return array.cast(kind)


def _with_instants(file: pq.ParquetFile) -> pa.Schema:
    """Arrow's schema of the file, INT96 columns, which only Spark's instants are, with the zone UTC."""
    leaves = iter(range(file.metadata.num_columns))

    def typed(field: pa.Field) -> pa.Field:
        kind = field.type
        if pa.types.is_struct(kind):
            return field.with_type(pa.struct([typed(child) for child in kind]))
        if pa.types.is_map(kind):
            return field.with_type(pa.map_(typed(kind.key_field), typed(kind.item_field)))
        if is_list(kind):
            return field.with_type(pa.list_(typed(kind.value_field)))
        column = file.schema.column(next(leaves))
        return field.with_type(INSTANT) if column.physical_type == "INT96" else field

    return pa.schema([typed(field) for field in file.schema_arrow])
