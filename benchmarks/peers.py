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


def exportsim(table: pa.Table, out: Path, compression: str) -> Write:
    import formats

    format = formats.from_options("csv", {"header": "true", "compression": compression})

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


PEERS: dict[str, Callable[[pa.Table, Path], Write]] = {
    "exportsim": lambda table, out: exportsim(table, out, "none"),
    "polars": polars,
    "pyarrow": pyarrow_csv,
    "duckdb": lambda table, out: duckdb(table, out, "compression none"),
    "pandas": lambda table, out: pandas(table, out, None),
    "exportsim-gzip": lambda table, out: exportsim(table, out, "gzip"),
    "pandas-gzip": lambda table, out: pandas(table, out, "gzip"),
    "duckdb-gzip": lambda table, out: duckdb(table, out, "compression gzip"),
}

if __name__ == "__main__":
    name, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    table = load(source)
    PEERS[name](table.slice(0, 1000), out)()
    write = PEERS[name](table, out)
    began = time.perf_counter()
    write()
    print(time.perf_counter() - began)
