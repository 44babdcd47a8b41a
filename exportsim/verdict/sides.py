"""Truth and readings as two streams of tables of one shape: the sides that are compared."""

# ruff: noqa: S608 (names and texts in statements are quoted by exportsim.verdict.sql)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from exportsim.model import Export, Ingestion
from exportsim.verdict.equality import key_texts
from exportsim.verdict.readings import NOTHING, Scan, common_types, open_scan, read_cell
from exportsim.verdict.sql import literal
from exportsim.verdict.truth import Cell, Truth, open_truth
from exportsim.verdict.unreadable import blamed_on
from formats.base import Lookalikes

WINDOW_ROWS = 122_880
"""As many as DuckDB's own row groups have."""

WINDOW_BYTES = 64 << 20
"""What a window of the truth may take; rows of long texts come in windows of fewer."""


@dataclass(frozen=True)
class Sides:
    """Both sides, opened as far as their columns."""

    truth_stream: duckdb.DuckDBPyConnection
    read_stream: duckdb.DuckDBPyConnection
    """A connection ends its stream when it is asked anything else, so each stream has its own."""

    truth: Truth
    scans: dict[str, Scan]
    """By the file read."""

    given: dict[str, str]
    """For each column of any reading the type it is compared in."""

    shared: tuple[tuple[Cell, str], ...]
    """The columns that both sides know, with the type the parser gave."""

    keys: tuple[tuple[str, str], ...]
    """For each column of the key its text, as expressions over the truth and over a reading's ``read<i>``."""

    key: tuple[str, ...]
    """The names of these columns."""

    lookalikes: Lookalikes

    @classmethod
    def open(cls, connection: duckdb.DuckDBPyConnection, export: Export, ingestion: Ingestion) -> Sides:
        """Look at the columns of both."""
        truth_stream, read_stream = connection.cursor(), connection.cursor()
        for stream in (truth_stream, read_stream):
            stream.execute("SET TimeZone = 'UTC'").fetchall()
            stream.execute("SET enable_progress_bar = false").fetchall()
        truth = open_truth(truth_stream, export)
        scans = {reading.file: open_scan(read_stream, reading) for reading in ingestion.readings}
        given = common_types(scans.values())
        shared = tuple((cell, given[cell.name]) for cell in truth.cells if cell.name in given)
        lookalikes = export.plan.format.lookalikes
        places = {cell.name: f"read{index}" for index, (cell, _) in enumerate(shared)}
        cells = {cell.name: cell for cell in truth.cells}
        keys = tuple(
            key_texts(cells[name], places.get(name, "NULL"), given.get(name, "VARCHAR"), lookalikes)
            for name in export.activation.key
        )
        return cls(truth_stream, read_stream, truth, scans, given, shared, keys, export.activation.key, lookalikes)

    def lost_keys(self) -> tuple[str, ...]:
        """Name the columns of the key that no reading has, although rows were read or columns named.

        JSON may leave out a null, so a column that is null in all rows sent is not lost.
        """
        lost = tuple(name for name in self.key if name not in self.given and self._is_sent(name))
        return lost if lost and (self.given or any(map(self.rows_read, self.scans))) else ()

    def _is_sent(self, name: str) -> bool:
        """Whether any row sent has a value in a column."""
        (sent,) = (cell.sent for cell in self.truth.cells if cell.name == name)
        blank = "" if self.lookalikes.null is None else f" AND {sent} <> {literal(self.lookalikes.null)}"
        query = f"SELECT 1 FROM {self.truth.source} WHERE {sent} IS NOT NULL{blank} LIMIT 1"
        return bool(self.truth_stream.execute(query).fetchall())

    def rows_read(self, file: str) -> int:
        """Count the rows that were read of a file."""
        if scan := self.scans.get(file):
            with blamed_on(scan.reading):
                ((rows,),) = self.read_stream.execute(f"SELECT count(*) FROM {scan.relation()}").fetchall()
            return int(rows)
        return 0

    def truth_windows(self, file: str, start: int) -> Iterator[pa.Table]:
        """Yield the rows of a file that were sent: ``place`` (the row plus ``start``), key and cells."""
        which = f"WHERE {self.truth.file} = {literal(file)}"
        yield from self._windows(self.truth_stream, self.truth_select(f"{start} + {self.truth.row}", which))

    def read_windows(self, file: str) -> Iterator[pa.Table]:
        """Yield the rows of a file that were read: key and cells; ``ParserError`` where unreadable."""
        if scan := self.scans.get(file):
            with blamed_on(scan.reading):
                yield from self._windows(self.read_stream, self._read_select(scan))

    def empty(self) -> tuple[pa.Table, pa.Table]:
        """Give each side without rows."""
        truth = self.truth_stream.sql(self.truth_select(f"{self.truth.row}", "LIMIT 0")).to_arrow_table()
        reads = self.read_stream.sql(self._read_select(None)).to_arrow_table()
        return truth, reads

    def truth_select(self, place: str, which: str) -> str:
        """Select the truth's side."""
        cells = ""
        for i, (cell, _) in enumerate(self.shared):
            cells += f", {cell.sent} AS sent{i}"
            cells += f", {cell.value} AS value{i}" if cell.typed else ""
            cells += f", {cell.case} AS case{i}" if cell.case else ""
        return f"SELECT {place} AS place{self._keys(0)}{cells} FROM {self.truth.source} {which}"

    def _read_select(self, scan: Scan | None) -> str:
        cells = ", ".join(
            f"{read_cell(scan, cell.name, given)} AS read{i}" for i, (cell, given) in enumerate(self.shared)
        )
        relation = scan.relation() if scan else NOTHING
        return f"SELECT *{self._keys(1)} FROM (SELECT {cells or 'NULL AS nothing'} FROM {relation})"

    def _keys(self, side: int) -> str:
        return "".join(f", {texts[side]} AS k{index}" for index, texts in enumerate(self.keys))

    def _windows(self, stream: duckdb.DuckDBPyConnection, query: str) -> Iterator[pa.Table]:
        """Yield a query's rows in tables of as many rows each, but for the last."""
        size = max(2048, min(WINDOW_ROWS, WINDOW_BYTES // max(self.truth.row_bytes, 1)))
        reader = stream.sql(query).to_arrow_reader(size)
        waiting = reader.schema.empty_table()
        for batch in reader:
            waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
            while len(waiting) >= size:
                yield waiting.slice(0, size)
                waiting = waiting.slice(size)
        if len(waiting):
            yield waiting
