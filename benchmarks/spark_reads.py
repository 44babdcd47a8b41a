"""Let real Spark read back one file of every format and codec: ``python benchmarks/spark_reads.py``.

Needs Java and ``pip install 'exportsim[spark]'``. Every file holds the same rows, nasty texts and all types among them;
Spark reads it with the options that it was written with, and its rows must be the ones that were written.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

import formats

TEXTS = [
    "plain",
    "a,b",
    'say "hi"',
    "back\\slash",
    "two\nlines",
    "tab\there",
    "é中😀",
    "a\\",
    "null",
    "# no comment",
    None,
]
ROWS = 3_000

TABLE = pa.table(
    {
        "id": pa.array(range(ROWS), pa.int64()),
        "text": [TEXTS[index % len(TEXTS)] for index in range(ROWS)],
        "flag": [None if index % 5 == 0 else index % 2 == 0 for index in range(ROWS)],
        "ratio": [index / 7 for index in range(ROWS)],
        "price": pa.array([Decimal(index) / 100 for index in range(ROWS)], pa.decimal128(12, 2)),
        "on": [date(2024, 2, 29)] * ROWS,
        "at": pa.array([datetime(2024, 2, 29, 12, 34, 56, 123000, UTC)] * ROWS, pa.timestamp("us", "UTC")),
    }
)
SPARK_SCHEMA = "id long, text string, flag boolean, ratio double, price decimal(12,2), `on` date, at timestamp"

CSV = {
    "header": "true",
    "nullValue": "\\N",
    "ignoreLeadingWhiteSpace": "false",
    "ignoreTrailingWhiteSpace": "false",
}
TEXT_CODECS = ("none", "gzip", "bzip2", "deflate", "snappy", "lz4")
FILES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "csv": (CSV, TEXT_CODECS),
    "json": ({}, TEXT_CODECS),
    "parquet": ({}, ("none", "snappy", "gzip", "zstd", "lz4", "lz4_raw")),
}


def main() -> int:
    """Print a line for each file; the exit code tells whether Spark read all of them as they were meant."""
    os.environ["TZ"] = "UTC"  # Spark gives instants on the clock of this process
    time.tzset()
    settings = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.log.level": "ERROR"}
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    expected = Counter(map(comparable, TABLE.to_pylist()))
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for file_type, (options, codecs) in FILES.items():
            for codec in codecs:
                format = formats.from_options(file_type, options | {"compression": codec})
                path = Path(folder) / f"{file_type}-{codec}{format.extension}"
                path.write_bytes(formats.dumps(TABLE, format))
                rows = Counter(comparable(row.asDict()) for row in read(spark, path, file_type, options).collect())
                wrong += rows != expected
                print(
                    f"{path.name:32} {'same rows' if rows == expected else f'{(expected - rows).total()} rows differ'}"
                )
    spark.stop()
    return int(wrong > 0)


def read(spark: SparkSession, path: Path, file_type: str, options: dict[str, str]) -> DataFrame:
    reader = spark.read.schema(SPARK_SCHEMA)
    if file_type == "csv":
        reader = reader.options(**options, multiLine="true")
    return reader.format(file_type).load(str(path))


def comparable(row: dict[str, Any]) -> tuple[Any, ...]:
    """A row as a value; Spark gives instants without their zone."""
    return tuple(value.replace(tzinfo=None) if isinstance(value, datetime) else value for value in row.values())


if __name__ == "__main__":
    sys.exit(main())
