"""Measure how files are written, and put what was measured into README.md beside this file: ``make bench``.

Every peer runs in a process of its own, the peers of one table in turn so that a slow moment hits all of them, forth
and back so that each inherits the machine from another neighbour, five rounds, medians.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from page import write_section

HERE = Path(__file__).parent
ROUNDS = 5
ROWS = 2_000_000
SLOW_ROWS = 100_000
"""For peers that would take minutes; rates are per row."""

SLOW = ("pandas", "pandas-gzip", "duckdb-gzip", "pandas-json", "zlib-alone", "exportsim-bzip2", "bz2-alone")

TABLES = {
    "CSV, uncompressed": (
        "Only exportsim writes Spark's bytes; the others write their own dialects of the same rows.",
        ("exportsim", "polars", "pyarrow", "duckdb", "pandas"),
    ),
    "CSV, gzip": (
        "exportsim packs with ISA-L at level 1 on all cores, the others as they do by default.",
        ("exportsim-gzip", "pandas-gzip", "duckdb-gzip"),
    ),
    "CSV, deflate": (
        "The peer is Python's own library on the finished text, rendering not counted.",
        ("exportsim-deflate", "zlib-alone"),
    ),
    "CSV, bzip2": ("The same.", ("exportsim-bzip2", "bz2-alone")),
    "CSV, Hadoop's block framings": ("Nobody else writes them.", ("exportsim-snappy", "exportsim-lz4")),
    "JSON Lines": (
        "Spark itself wrote 0.68 M rows/s of such a table on two cores.",
        ("exportsim-json", "polars-json", "pandas-json"),
    ),
    "Parquet, snappy": (
        "exportsim and pandas write by the same library; the difference is Spark's types.",
        ("exportsim-parquet", "polars-parquet", "pandas-parquet"),
    ),
}
"""For each heading a remark and the writers, ours first."""


@dataclass(frozen=True)
class Finished:
    """One process that ended."""

    seconds: float
    peak: int
    """Bytes of memory."""

    output: str


def run(*command: str) -> Finished:
    """A command to its end, with the operating system's own account of it."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        output.seek(0)
        text = output.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Finished(seconds, usage.ru_maxrss * 1024, text)


def writer_rates(names: tuple[str, ...], work: Path) -> dict[str, float]:
    """Rows a second of each writer."""
    tables = {rows: work / f"people-{rows}.arrow" for rows in (ROWS, SLOW_ROWS)}
    for rows, path in tables.items():
        if not path.exists():
            run(sys.executable, str(HERE / "people.py"), str(path), str(rows))
    rates: dict[str, list[float]] = {name: [] for name in names}
    for number in range(ROUNDS):
        for name in names[:: -1 if number % 2 else 1]:
            rows = SLOW_ROWS if name in SLOW else ROWS
            out = work / "out"
            seconds = float(run(sys.executable, str(HERE / "peers.py"), name, str(tables[rows]), str(out)).output)
            out.unlink()
            rates[name].append(rows / seconds)
    return {name: statistics.median(values) for name, values in rates.items()}


def generate(rows: int, out: Path) -> Finished:
    """The whole command: profiles, gzipped CSV, truth, digests."""
    return run(
        sys.executable,
        "-m",
        "exportsim",
        "generate",
        "--count",
        str(rows),
        "--edge-cases",
        "0.001",
        "--json",
        "--out",
        str(out),
    )


def rows_of(rates: dict[str, float], ours: str) -> list[str]:
    lines = ["| writer | M rows/s | exportsim is |", "| --- | ---: | ---: |"]
    for name, rate in rates.items():
        ratio = "" if name == ours else f"{rates[ours] / rate:.1f} x"
        lines.append(f"| {name} | {rate / 1e6:.2f} | {ratio} |")
    return lines


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        tables = {title: writer_rates(names, work) for title, (_, names) in TABLES.items()}
        whole = [generate(2_000_000, work / "export") for _ in range(ROUNDS)]
        rate = 2_000_000 / statistics.median(one.seconds for one in whole)
        million, ten_millions = generate(1_000_000, work / "export"), generate(10_000_000, work / "export")
        shutil.rmtree(work / "export")
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pyarrow", "polars", "duckdb", "pandas", "isal"))
    lines = [
        "`make bench` wrote this part. Ratios are what counts: the peers of a table ran in turn, each in its own",
        f"process, medians of {ROUNDS}. The table is `people.py`: twelve columns, about 160 bytes a row as CSV.",
        "",
        f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores; {libraries}.",
        "",
    ]
    for title, rates in tables.items():
        remark, names = TABLES[title]
        lines += [f"## {title}", "", remark, "", *rows_of(rates, names[0]), ""]
    lines += [
        "## The whole of `exportsim generate`",
        "",
        "Synthetic people, gzipped CSV, truth, digests, from the start of the process to its end.",
        "",
        "| rows | seconds | rows/s | peak memory |",
        "| ---: | ---: | ---: | ---: |",
        f"| 2,000,000 (median of {ROUNDS}) | {2_000_000 / rate:.1f} | {rate:,.0f} | |",
        *(
            f"| {rows:,} | {one.seconds:.1f} | {rows / one.seconds:,.0f} | {one.peak / 2**20:.0f} MiB |"
            for rows, one in ((1_000_000, million), (10_000_000, ten_millions))
        ),
        "",
        "## Read by Spark",
        "",
        "`python benchmarks/spark_reads.py` lets Apache Spark read a file of every format and codec and compares rows.",
        "",
    ]
    text = "\n".join(lines)
    write_section(HERE / "README.md", "writing", text)
    print(text)


if __name__ == "__main__":
    main()
