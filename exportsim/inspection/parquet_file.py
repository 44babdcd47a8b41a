"""A Parquet file, by its footer alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from exportsim.inspection.values import ColumnFound, Fact, RowCount, plural

FOOTER_LIMIT = 64 << 20
"""Bytes of a footer that are read."""

COLUMNS = 2_000
GROUPS = 200
"""Row groups whose statistics are added up."""

CODECS = {"UNCOMPRESSED": "none", "SNAPPY": "snappy", "GZIP": "gzip", "LZ4": "lz4"}
"""Parquet's codecs under the names of the vendor's option; it offers no others."""

SPARK = b"org.apache.spark.version"


@dataclass(frozen=True)
class ParquetFound:
    facts: tuple[Fact, ...]
    rows: RowCount | None
    columns: tuple[ColumnFound, ...]
    oddities: tuple[str, ...]
    compression: str | None
    """The vendor's name; None where the file has a codec that is not offered, or several."""


def look(stream: BinaryIO, size: int) -> ParquetFound:
    """Look at the footer of a file of ``size`` bytes; damage is an oddity, no error."""
    refusal = _footer_refusal(stream, size)
    if refusal:
        return ParquetFound((), None, (), (refusal,), None)
    try:
        stream.seek(0)
        file = pq.ParquetFile(stream)
        return _found(file)
    except (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        return ParquetFound((), None, (), (f"The footer cannot be read: {reason}",), None)


def _footer_refusal(stream: BinaryIO, size: int) -> str:
    stream.seek(max(size - 8, 0))
    tail = stream.read(8)
    if tail[4:] == b"PARE":
        return "The footer is encrypted by Parquet's own encryption: the platform has none."
    if tail[4:] != b"PAR1":
        return "The file does not end with PAR1: it is cut off, or something was appended."
    length = int.from_bytes(tail[:4], "little")
    if length > size - 12:
        return f"The footer claims {length:,} bytes, more than the file has."
    return f"The footer has {length:,} bytes, more than is read here." if length > FOOTER_LIMIT else ""


def _found(file: pq.ParquetFile) -> ParquetFound:
    metadata = file.metadata
    groups = range(min(metadata.num_row_groups, GROUPS))
    leaves = range(min(metadata.num_columns, COLUMNS))
    codecs = {metadata.row_group(group).column(leaf).compression for group in groups[:1] for leaf in leaves}
    rows = [metadata.row_group(group).num_rows for group in groups]
    keys = metadata.metadata or {}
    spark = keys.get(SPARK, b"").decode("utf-8", "replace")
    facts = [
        Fact("compression", ", ".join(sorted(codecs)) or "none: no row groups", "certain", "The column chunks say so."),
        Fact("written by", metadata.created_by or "unknown", "certain", "The footer says so."),
        Fact(
            "row groups",
            f"{metadata.num_row_groups:,}",
            "certain",
            f"The largest has {plural(max(rows, default=0), 'row')}.",
        ),
        Fact("format version", metadata.format_version, "certain", "The footer says so."),
    ]
    if spark:
        facts.append(Fact("Spark version", spark, "certain", "The footer's key org.apache.spark.version."))
    names = {CODECS.get(codec) for codec in codecs}
    compression = names.pop() if len(names) == 1 else None
    count = RowCount(metadata.num_rows, exact=True)
    return ParquetFound(tuple(facts), count, _columns(file), tuple(_oddities(file, codecs, spark)), compression)


def _columns(file: pq.ParquetFile) -> tuple[ColumnFound, ...]:
    metadata = file.metadata
    nulls: dict[str, int | None] = {}
    for leaf in range(min(metadata.num_columns, COLUMNS)):
        path, total = metadata.schema.column(leaf).path, 0
        for group in range(min(metadata.num_row_groups, GROUPS)):
            statistics = metadata.row_group(group).column(leaf).statistics
            if statistics is None or not statistics.has_null_count:
                total = -1
                break
            total += statistics.null_count
        nulls[path] = total if total >= 0 and metadata.num_row_groups <= GROUPS else None
    schema = file.schema_arrow
    return tuple(
        ColumnFound(field.name, str(field.type)[:500], nulls=nulls.get(field.name)) for field in list(schema)[:COLUMNS]
    )


def _oddities(file: pq.ParquetFile, codecs: set[str], spark: str) -> list[str]:
    found = []
    others = sorted(codec for codec in codecs if codec not in CODECS)
    if others:
        found.append(f"The codec {', '.join(others)} is none that the platform offers for Parquet.")
    if len(codecs) > 1:
        found.append(f"Columns differ in their codec: {', '.join(sorted(codecs))}.")
    if not spark:
        found.append("The footer has no org.apache.spark.version: Spark did not write this file.")
    if not file.metadata.num_row_groups:
        found.append("There are no row groups: a file without rows.")
    return found
