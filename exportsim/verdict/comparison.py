"""One comparison under way, in memory that does not grow with the rows.

Parsers keep the order of rows nearly always. So truth and reading run side by side in windows of as many
rows, each pair of windows is joined by key in memory, and only rows that found no partner there wait on disk
for a last join, of one part of the keys at a time. How many rows pair up does not depend on the windows; only
the speed does.
"""

# ruff: noqa: S608 (names and texts in statements are quoted by exportsim.verdict.sql)

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from exportsim.model import Export, Finding, Ingestion, Verdict
from exportsim.verdict.findings import COLUMNS, NULLS, ROWS, SURPLUS, TEXT, Numbering, Tally
from exportsim.verdict.pairing import Pairing
from exportsim.verdict.rest import Rest, parts_for
from exportsim.verdict.sides import Sides
from exportsim.verdict.truth import Cell


class Comparison:
    """Counts and first findings, growing window by window."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        export: Export,
        ingestion: Ingestion,
        *,
        work: Path,
        examples: int,
    ) -> None:
        """Open both sides, and note the columns that only one of them has."""
        self.connection = connection
        self.sides = Sides.open(connection, export, ingestion)
        cells = dict(enumerate(self.sides.shared))
        self.pairing = Pairing(cells, len(self.sides.keys), self.sides.lookalikes, examples)
        self.tally = Tally(examples)
        self.sent = Numbering()
        for file in export.files:
            self.sent.begin(file.name)
            self.sent.total += file.rows
        self.read = Numbering()
        self.texts = 0
        """Cells of pairs with text on both sides."""
        self.pairs = 0
        """Rows sent that were found among those read."""
        self.counts: dict[str, int] = {}
        """How many rows were read of each file."""
        no_truth, no_reads = self.sides.empty()
        self.no_truth, self.no_reads = no_truth, numbered(no_reads, 0)
        self.parts = parts_for(export.rows)
        self.rest_truth = Rest(work / "truth", self.no_truth.schema)
        self.rest_reads = Rest(work / "reads", self.no_reads.schema)
        self.lost = self.sides.lost_keys() if export.rows else ()
        """Columns of the key that the rows read do not have: without them no row can be found."""
        self._note_columns()

    def windows(self) -> Iterator[int]:
        """Judge all rows that find their partner in their own window; yields the rows sent in each window."""
        for name, start in self.sent.starts.items():
            self.read.begin(name)
            if self.lost:
                self._count(name, self.sides.rows_read(name))
                continue
            truth, reads = self.sides.truth_windows(name, start), self.sides.read_windows(name)
            for sent, got in zip_longest(truth, reads):
                rows_sent, rows_read = len(sent or ()), len(got or ())
                self._judge_window(sent or self.no_truth, numbered(got, self.read.total) if got else self.no_reads)
                self._count(name, rows_read)
                yield rows_sent

    def _count(self, file: str, rows: int) -> None:
        self.read.total += rows
        self.counts[file] = self.counts.get(file, 0) + rows

    def verdicts(self) -> tuple[Verdict, ...]:
        """Answer the three questions, once all is settled; nothing is wrong that was not looked at."""
        if self.lost:
            rows = self.sent.total
            return (
                Verdict("rows", rows, rows),
                Verdict("text", 0, 0, judged=False),
                Verdict("nulls", 0, 0, judged=False),
            )
        cells = self.pairs * len(self.sides.shared)
        texts = self.texts + self.tally.count(COLUMNS)
        vain = self.sent.total > 0 and not self.pairs
        return (
            Verdict("rows", self.sent.total + self.tally.count(SURPLUS), self.tally.count(ROWS)),
            Verdict("text", texts, self.tally.count(TEXT), judged=texts > 0 or not vain),
            Verdict("nulls", cells, self.tally.count(NULLS), judged=not vain),
        )

    def settle(self) -> None:
        """Judge what found no partner in its window, then note the rows that have none at all."""
        self.connection.register("window_reads", self.no_reads)
        self._run(f"CREATE TEMP TABLE stray AS SELECT {self.pairing.keys}, seq FROM window_reads")
        for part in range(self.parts):
            sent, got = self.rest_truth.part(part), self.rest_reads.part(part)
            if sent or got:
                truth, reads = self._paired(sent, got)
                self._note_rows("missing-row", self.pairing.unpaired(truth, reads), "place")
                strays = self.pairing.unpaired(reads, truth)
                self._run(f"INSERT INTO stray SELECT {self.pairing.keys}, seq FROM ({strays})")
        if self._one("SELECT count(*) FROM stray")[0]:
            self._note_strays()

    def _judge_window(self, sent: pa.Table, got: pa.Table) -> None:
        """Judge the pairs among some rows of both sides; the rows without a partner go to the rest."""
        if side_by_side := glued(sent, got):
            self._judge_side_by_side(side_by_side)
            return
        truth, reads = self._paired(sent, got)
        self._keep(self.rest_truth, sent, "place", self.pairing.unpaired(truth, reads))
        self._keep(self.rest_reads, got, "seq", self.pairing.unpaired(reads, truth))

    def _judge_side_by_side(self, pairs: pa.Table) -> None:
        """Judge pairs; a column that is the same on both sides is right as a whole, which is seen at a glance."""
        same = [i for i, (cell, _) in self.pairing.cells.items() if alike(pairs, i, cell)]
        self.texts += sum(len(pairs) - pairs[f"read{i}"].null_count for i in same)
        self.connection.register("side_by_side", pairs)
        self._judge("FROM side_by_side", self.pairing.without(same))

    def _keep(self, rest: Rest, window: pa.Table, order: str, unpaired: str) -> None:
        """Put a window's rows without partner to the rest; DuckDB finds them, Arrow moves them faster."""
        part = f"hash({self.pairing.keys}) % {self.parts}"
        query = f"SELECT {order} AS number, CAST({part} AS INTEGER) AS part FROM ({unpaired}) ORDER BY part"
        found = self.connection.sql(query).to_arrow_table()
        numbers = window[order].to_numpy()
        sorter = np.argsort(numbers)
        rows = sorter[np.searchsorted(numbers, found["number"].to_numpy(), sorter=sorter)]
        rest.add(window.take(pa.array(rows)), found["part"].to_numpy())

    def _paired(self, sent: pa.Table, got: pa.Table) -> tuple[str, str]:
        """Judge the pairs among some rows of both sides; returns the two sides as numbered queries."""
        self.connection.register("window_truth", sent)
        self.connection.register("window_reads", got)
        truth, reads = self._numbered("window_truth", "place"), self._numbered("window_reads", "seq")
        self._judge(self.pairing.joined(truth, reads), self.pairing)
        return truth, reads

    def _numbered(self, side: str, order: str) -> str:
        (repeats,) = self._one(self.pairing.repeats(side))
        return self.pairing.numbered(side, order, repeats=repeats)

    def _note_strays(self) -> None:
        """Rows read without a partner: a key that was sent makes them duplicates, any other extra."""
        starts = {"name": list(self.sent.starts), "start": list(self.sent.starts.values())}
        self.connection.register("starts", pa.table(starts))
        truth = self.sides.truth
        every = self.sides.truth_select(f"start + {truth.row}", f"JOIN starts ON name = {truth.file}")
        self._run(f"""
            CREATE TEMP TABLE again AS
            SELECT stray.seq, min(truth.place) AS place
            FROM stray JOIN ({every}) AS truth ON {self.pairing.same_key("stray", "truth")}
            GROUP BY stray.seq""")
        self._note_rows("duplicate-row", "FROM stray JOIN again USING (seq)", "place")
        self._note_rows("extra-row", "FROM stray ANTI JOIN again USING (seq)", "seq")

    def _note_rows(self, kind: str, query: str, order: str) -> None:
        """Count the rows of a query, and keep the first by ``place`` (sent) or ``seq`` (read)."""
        row = f"{{place: {order}, key: {self.pairing.key}}}"
        count, first = self._one(f"SELECT count(*), arg_min({row}, {order}, {self.tally.examples}) FROM ({query})")
        found = []
        for row in first or ():
            file, number = (self.sent if order == "place" else self.read).locate(row["place"])
            sent_row = number if order == "place" else None
            found.append((row["place"], Finding(kind, file, sent_row, row["key"], "", None, None, None)))
        if count:
            self.tally.add(count, found)

    def _note_columns(self) -> None:
        """Note each column that one side lacks, once for all rows; readings without columns tell nothing."""
        given = self.sides.given
        names = [cell.name for cell in self.sides.truth.cells]
        missing = self.lost or [name for name in names if given and name not in given]
        extra = [name for name in given if name not in names and not self.lost]
        for kind, columns in (("missing-column", missing), ("extra-column", extra)):
            for name in columns:
                file = next((file for file, scan in self.sides.scans.items() if name in scan.names), "")
                self.tally.add(1, [(0, Finding(kind, file, None, "", name, None, None, None))])

    def _judge(self, pairs: str, pairing: Pairing) -> None:
        """Judge the pairs that a query selects."""
        count, texts, wrong = self._one(pairing.totals(pairs))
        self.texts += texts
        self.pairs += count
        if wrong:
            for kind, cell, case, number, first in self._run(pairing.faults(pairs)):
                column = self.sides.shared[cell][0].name
                found = [(row["place"], self._fault(kind, column, case, row)) for row in first]
                self.tally.add(number, found)

    def _fault(self, kind: str, column: str, case: str | None, row: dict[str, Any]) -> Finding:
        file, number = self.sent.locate(row["place"])
        return Finding(kind, file, number, row["key"], column, row["sent"], row["read"], case)

    def _one(self, query: str) -> tuple[Any, ...]:
        """Run a query that has one row."""
        (row,) = self._run(query)
        return row

    def _run(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement to its end, as the connection takes no other before."""
        return self.connection.execute(statement).fetchall()


def numbered(window: pa.Table, first: int) -> pa.Table:
    """Add ``seq``, which counts all rows read, from ``first + 1``."""
    seq = np.arange(first + 1, first + 1 + len(window), dtype=np.int64)
    return window.append_column("seq", pa.array(seq))


def glued(sent: pa.Table, got: pa.Table) -> pa.Table | None:
    """Put the columns of both sides into one table if their keys are the same, row by row; else None."""
    keys = [name for name in sent.column_names if name.startswith("k")]
    if len(sent) != len(got) or not all(sent[key].equals(got[key]) for key in keys):
        return None
    columns = {name: sent[name] for name in sent.column_names} | {
        name: got[name] for name in got.column_names if name not in keys
    }
    return pa.table(columns)


def alike(pairs: pa.Table, i: int, cell: Cell) -> bool:
    """Whether every row has the text sent, or the very value meant, in the cell ``i``: then none is at fault."""
    read = pairs[f"read{i}"]
    return bool(read.equals(pairs[f"sent{i}"]) or (cell.typed and read.equals(pairs[f"value{i}"])))
