"""Record batches as an Avro file: blocks encoded and packed by threads of their own, written in order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from formats.avro.container import CODECS, SYNC, Block, header, number
from formats.avro.encode import encode
from formats.avro.schema import avro_schema
from formats.batches import rechunk
from formats.parallel import in_order
from formats.parquet.columns import in_unit
from formats.parquet.conform import conform_batch
from formats.parquet.spark_schema import spark_schema

if TYPE_CHECKING:
    from formats.avro import Avro

ROWS = 4_096
"""Rows of one block."""


def write(format: Avro, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
    """One whole file, whose bytes depend on the rows and the format: the sync marker is a hash of the schema."""
    spark = spark_schema(schema)
    text = json.dumps(avro_schema(spark), separators=(",", ":")).encode()
    sync = hashlib.sha256(text).digest()[:SYNC]
    pack = CODECS[format.codec].pack

    def packed(batch: pa.RecordBatch) -> Block:
        return Block(batch.num_rows, pack(encode(conform_batch(batch, spark, _leaf))))

    sink.write(header({"avro.codec": format.codec.encode(), "avro.schema": text}, sync))
    for block in in_order(packed, rechunk(batches, ROWS)):
        sink.write(number(block.rows) + number(len(block.data)))
        sink.write(block.data)
        sink.write(sync)


def _leaf(array: pa.Array, kind: pa.DataType, _path: str) -> pa.Array:
    return in_unit(array, "us").view(kind) if pa.types.is_timestamp(array.type) else array.cast(kind)
