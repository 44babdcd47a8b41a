"""Record batches as a Parquet file: row groups encoded by threads of their own, one footer in Spark's words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from formats.batches import rechunk
from formats.parallel import in_order
from formats.parquet.columns import leaf
from formats.parquet.conform import conform_batch
from formats.parquet.groups import MAGIC, RowGroup, encode, placed
from formats.parquet.layout import arrow_field, root
from formats.parquet.spark_schema import schema_json, spark_schema
from formats.parquet.thrift import Value, array, dump, i32, i64, struct, text

if TYPE_CHECKING:
    from formats.parquet import Parquet

ROWS = 131_072
"""Rows of one row group. Spark closes a group by its bytes, so that its number of rows is a matter of luck."""

SPARK_VERSION = "3.5.9"
"""Whose file this agrees with; its readers take dates and INT96 of a file without it for Julian ones."""


def write(format: Parquet, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
    """One whole file, whose bytes depend on the rows, the format and the installed pyarrow."""
    spark = spark_schema(schema)
    layout = root(format, spark)
    leaves = list(layout.leaves())
    arrow = pa.schema([arrow_field(format, field) for field in spark])

    def encoded(batch: pa.RecordBatch) -> RowGroup:
        return encode(
            conform_batch(batch, arrow, partial(leaf, format)),
            format.codec,
            integer_decimals=not format.legacy_layout,
        )

    sink.write(MAGIC)
    position, rows = len(MAGIC), 0
    groups: list[Value] = []
    for group in in_order(encoded, rechunk(batches, ROWS)):
        sink.write(group.pages)
        groups.append(placed(group, position, len(groups), leaves))
        position += len(group.pages)
        rows += group.rows
    keys = {"org.apache.spark.version": SPARK_VERSION, "org.apache.spark.sql.parquet.row.metadata": schema_json(spark)}
    footer = dump(
        {
            1: i32(1),
            2: array(list(layout.lines())),
            3: i64(rows),
            4: array(groups),
            5: array([struct({1: text(key), 2: text(value)}) for key, value in keys.items()]),
            6: text(f"parquet-cpp-arrow version {pa.cpp_version}"),
            7: array([struct({1: struct({})})] * len(leaves)),
        }
    )
    sink.write(footer + len(footer).to_bytes(4, "little") + MAGIC)
