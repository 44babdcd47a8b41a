"""One writer, once, in this process: ``python peers.py NAME TABLE OUT`` prints the seconds its write took.

Loading the table and turning it into a library's own form are not counted, nor are lazy imports: each peer writes a
thousand rows first.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from people import load

Write = Callable[[], object]


def exportsim(table: pa.Table, out: Path, file_type: str, compression: str) -> Write:
    import formats

    format = formats.from_options(file_type, {"header": "true", "compression": compression})

    def write() -> None:
        with out.open("wb") as sink:
            formats.write(table.to_batches(), sink, format, schema=table.schema)

    return write


def polars(table: pa.Table, out: Path) -> Write:
    import polars as pl

    frame = pl.from_arrow(table)
    return lambda: frame.write_csv(out)


def pyarrow_csv(table: pa.Table, out: Path) -> Write:
    from pyarrow import csv

    return lambda: csv.write_csv(table, out)


def duckdb(table: pa.Table, out: Path, options: str) -> Write:
    import duckdb

    connection = duckdb.connect()
    connection.register("source", table)
    connection.execute("create table people as from source")
    return lambda: connection.execute(f"copy people to '{out}' (format csv, header, {options})")


def pandas(table: pa.Table, out: Path, compression: str | None) -> Write:
    frame = table.to_pandas()
    return lambda: frame.to_csv(out, index=False, compression=compression)


def pandas_json(table: pa.Table, out: Path) -> Write:
    frame = table.to_pandas()
    return lambda: frame.to_json(out, orient="records", lines=True, date_format="iso")


def polars_json(table: pa.Table, out: Path) -> Write:
    import polars as pl

    frame = pl.from_arrow(table)
    return lambda: frame.write_ndjson(out)


def polars_parquet(table: pa.Table, out: Path) -> Write:
    import polars as pl

    frame = pl.from_arrow(table)
    return lambda: frame.write_parquet(out, compression="snappy")


def pandas_parquet(table: pa.Table, out: Path) -> Write:
    frame = table.to_pandas()
    return lambda: frame.to_parquet(out, compression="snappy")


def packed(table: pa.Table, out: Path, library: str) -> Write:
    """The finished text, packed by Python's own library on one core: no rendering is counted."""
    import bz2
    import io
    import zlib

    import formats

    text = io.BytesIO()
    formats.write(table.to_batches(), text, formats.from_options("csv", {"header": "true"}), schema=table.schema)
    data = text.getvalue()
    pack = {"zlib": lambda: zlib.compress(data, 6), "bz2": lambda: bz2.compress(data, 9)}[library]
    return lambda: out.write_bytes(pack())


PEERS: dict[str, Callable[[pa.Table, Path], Write]] = {
    "exportsim": lambda table, out: exportsim(table, out, "csv", "none"),
    "polars": polars,
    "pyarrow": pyarrow_csv,
    "duckdb": lambda table, out: duckdb(table, out, "compression none"),
    "pandas": lambda table, out: pandas(table, out, None),
    "exportsim-gzip": lambda table, out: exportsim(table, out, "csv", "gzip"),
    "pandas-gzip": lambda table, out: pandas(table, out, "gzip"),
    "duckdb-gzip": lambda table, out: duckdb(table, out, "compression gzip"),
    "exportsim-deflate": lambda table, out: exportsim(table, out, "csv", "deflate"),
    "zlib-alone": lambda table, out: packed(table, out, "zlib"),
    "exportsim-bzip2": lambda table, out: exportsim(table, out, "csv", "bzip2"),
    "bz2-alone": lambda table, out: packed(table, out, "bz2"),
    "exportsim-snappy": lambda table, out: exportsim(table, out, "csv", "snappy"),
    "exportsim-lz4": lambda table, out: exportsim(table, out, "csv", "lz4"),
    "exportsim-json": lambda table, out: exportsim(table, out, "json", "none"),
    "pandas-json": pandas_json,
    "polars-json": polars_json,
    "exportsim-parquet": lambda table, out: exportsim(table, out, "parquet", "snappy"),
    "polars-parquet": polars_parquet,
    "pandas-parquet": pandas_parquet,
}

if __name__ == "__main__":
    name, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    table = load(source)
    PEERS[name](table.slice(0, 1000), out)()
    write = PEERS[name](table, out)
    began = time.perf_counter()
    write()
    print(time.perf_counter() - began)
