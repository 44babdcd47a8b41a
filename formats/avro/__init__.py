"""Avro files with the schema that spark-avro gives to Spark's types.

The mapping follows Spark's documents and sources; it was not compared with files of Spark, whose Python distribution
has no Avro module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa

from formats.avro import reader, writer
from formats.avro.container import CODECS, CodecName
from formats.avro.schema import avro_schema
from formats.base import FormatError, Lookalikes
from formats.options import Option, fields_from
from formats.parquet import AS_TEXT
from formats.parquet.spark_schema import spark_schema

_ALIASES: dict[str, CodecName] = {"uncompressed": "null", "none": "null"}


def _codec(name: str, value: str) -> CodecName:
    word = value.lower()
    codec = _ALIASES.get(word) or next((known for known in CODECS if known == word), None)
    if codec is None:
        allowed = ", ".join([*CODECS, *_ALIASES])
        raise FormatError("not a codec of Avro files", option=name, value=value, allowed=allowed)
    return codec


OPTIONS = (
    Option("spark.sql.avro.compression.codec", "codec", _codec),
    Option("compression", "codec", _codec, alias="codec"),
)
"""Spark's names of the one option there is; the later wins."""


@dataclass(frozen=True)
class Avro:
    """A way to write Avro as a value."""

    codec: CodecName = "snappy"
    """Compression of the blocks, under Avro's names; ``null`` is none. The default is Spark's."""

    @classmethod
    def from_options(cls, options: Mapping[str, str], *, legacy_nulls: bool = False) -> Avro:
        """The format that Spark's options mean; ``legacy_nulls``, which is about text, changes nothing here."""
        return cls(**fields_from(options, OPTIONS))

    @property
    def file_type(self) -> str:
        return "avro"

    @property
    def extension(self) -> str:
        return ".avro"

    def options(self) -> dict[str, str]:
        """Every option under Spark's name: ``from_options`` gives the same format back."""
        return {"compression": "uncompressed" if self.codec == "null" else self.codec}

    @property
    def lookalikes(self) -> Lookalikes:
        return Lookalikes(null=None, empty=None)

    def check(self, schema: pa.Schema) -> None:
        avro_schema(spark_schema(schema))

    def write(self, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
        writer.write(self, batches, sink, schema)

    def read(self, source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
        return reader.read(source, schema)

    def content(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Every column as ``string``, as an exact reader finds it.

        Scalars are as Spark writes them into text, bytes in base64, nested values compact JSON that keeps the nulls.
        """
        return AS_TEXT.content(batch)


__all__ = ["Avro"]
