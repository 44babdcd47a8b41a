"""Parquet files that agree with those of Apache Spark 3.5 in schema, rows and the schema Spark keeps of its own types.

The pages are Arrow's, so the bytes are not Spark's: encodings, sizes of pages and row groups, the encoder's name and
statistics differ, and there are no page indexes. Spark's own files differ from one run to the next as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa

from formats.base import Lookalikes
from formats.json import Json
from formats.parquet import reader, writer
from formats.parquet.options import OPTIONS, CodecName, RebaseMode, TimestampType, parquet_fields
from formats.parquet.spark_schema import spark_schema

_SUFFIXES: dict[CodecName, str] = {
    "none": "",
    "snappy": ".snappy",
    "gzip": ".gz",
    "zstd": ".zstd",
    "lz4": ".lz4hadoop",
    "lz4_raw": ".lz4raw",
}

AS_TEXT = Json(ignore_null_fields=False)
"""How values of typed files are told as text."""


@dataclass(frozen=True)
class Parquet:
    """A way to write Parquet as a value. Defaults are those of Spark 3.5."""

    codec: CodecName = "snappy"
    """Compression of the pages; ``lz4`` is Hadoop's framing of it, which newer readers call deprecated."""

    timestamp_type: TimestampType = "INT96"
    """How instants are stored; wall-clock times are microseconds in INT64 whatever it says."""

    legacy_layout: bool = False
    """As Spark 1.4 and Hive did: decimals in fixed-length bytes, lists of ``bag`` and ``array``."""

    rebase_mode: RebaseMode = "EXCEPTION"
    """What becomes of dates before 1582-10-15 and, unless they are INT96, instants before 1900: refused, or as is."""

    int96_rebase_mode: RebaseMode = "EXCEPTION"
    """What becomes of INT96 instants before 1900."""

    @classmethod
    def from_options(cls, options: Mapping[str, str], *, legacy_nulls: bool = False) -> Parquet:
        """The format that Spark's options mean; ``legacy_nulls``, which is about text, changes nothing here."""
        return cls(**parquet_fields(options))

    @property
    def file_type(self) -> str:
        return "parquet"

    @property
    def extension(self) -> str:
        return _SUFFIXES[self.codec] + ".parquet"

    def options(self) -> dict[str, str]:
        """Every option under Spark's name: ``from_options`` gives the same format back."""
        return {option.name: option.show(getattr(self, option.field)) for option in OPTIONS}

    @property
    def instant_rebase_mode(self) -> RebaseMode:
        """What becomes of instants before 1900."""
        return self.int96_rebase_mode if self.timestamp_type == "INT96" else self.rebase_mode

    @property
    def lookalikes(self) -> Lookalikes:
        return Lookalikes(null=None, empty=None)

    def check(self, schema: pa.Schema) -> None:
        spark_schema(schema)

    def write(self, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
        writer.write(self, batches, sink, schema)

    def read(self, source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
        return reader.read(source, schema)

    def content(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Every column as ``string``, as an exact reader finds it.

        Scalars are as Spark writes them into text, bytes in base64, nested values compact JSON that keeps the nulls.
        """
        return AS_TEXT.content(batch)


__all__ = ["Parquet"]
