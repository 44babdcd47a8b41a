"""What is wrong with an output that cannot be read as what it should be, told without its temporary path."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from exportsim.errors import ParserError
from exportsim.model import Reading

KINDS = {"jsonl": "JSON Lines", "csv": "CSV", "parquet": "Parquet", "arrow": "Arrow"}

SHOWN = 80
"""Characters of an offending line, or bytes of an offending file."""


@contextmanager
def blamed_on(reading: Reading) -> Iterator[None]:
    """Tell a failure to read the parser's output as the parser's, with the file it was about."""
    try:
        yield
    except (duckdb.Error, pa.ArrowException, UnicodeDecodeError, csv.Error) as error:
        kind = KINDS[reading.format]
        what = (reading.format == "csv" and csv_fault(reading.output)) or library_fault(reading.output, str(error))
        raise ParserError(f"{reading.file}: what the parser wrote is not readable as {kind}: {what}") from error


def library_fault(output: Path, error: str) -> str:
    """Tell what a library said, and how the file begins."""
    said = error.strip().splitlines()[0].replace(str(output), "the output")
    with output.open("rb") as file:
        begin = file.read(SHOWN)
    return f"{said}\n  it begins with {begin.decode(errors='backslashreplace')!r}" if begin else f"{said}: it is empty"


def csv_fault(output: Path) -> str:
    """Tell the first row of CSV that is no row of its header's; empty where there is none."""
    number, fault = first_fault(output)
    if not fault:
        return ""
    with output.open(encoding="utf-8-sig", errors="backslashreplace", newline="") as lines:
        begin = next(islice(lines, number - 1, None)).rstrip("\r\n")
    return f"line {number:,}: {fault}\n  {begin if len(begin) <= SHOWN else begin[:SHOWN] + '…'}"


def first_fault(output: Path) -> tuple[int, str]:
    """Find the line on which that row begins, and what is wrong with it."""
    with output.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        rows = csv.reader(lines, strict=True)
        number, width = 1, 0
        try:
            for row in rows:
                width = width or len(row)
                if fault := row_fault(row, width):
                    return number, fault
                number = rows.line_num + 1
        except csv.Error as error:
            return number, str(error)
    return 0, ""


def row_fault(row: list[str], width: int) -> str:
    """Say what keeps a row from being read, nothing where it can be; a blank line is no row."""
    if row and len(row) != width:
        return f"it has {len(row):,} value{'s' if len(row) > 1 else ''}, the header has {width:,}"
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return "it is not UTF-8"
    return ""
