"""Compare what was read with what was meant: the whole stage."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from exportsim.model import Export, Ingestion, Report
from exportsim.progress import SILENT, Progress
from exportsim.verdict.comparison import Comparison
from exportsim.verdict.database import faults_told
from exportsim.verdict.notes import notes


def compare(
    export: Export,
    ingestion: Ingestion,
    *,
    work: Path,
    examples: int = 5,
    memory: str = "1GB",
    progress: Progress = SILENT,
) -> Report:
    """Judge an ingestion by the export's truth.

    ``examples`` findings of each kind and column are kept, the first by file and row. ``memory`` bounds
    DuckDB's own, as it spells sizes; what does not fit goes to a temporary folder below ``work``. Raises
    ``ParserError`` where a reading is not what its format says, ``ConfigurationError`` where the truth is
    unreadable, ``ExportError`` where ``work`` has no room.
    """
    began = time.monotonic()
    with ExitStack() as stack:
        spill = stack.enter_context(TemporaryDirectory(prefix="verdict-", dir=work))
        stack.enter_context(faults_told(work, export.truth))
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 2,
            "memory_limit": memory,
            "temp_directory": spill,
        }
        connection = stack.enter_context(duckdb.connect(config=settings))
        connection.execute("SET TimeZone = 'UTC'").fetchall()
        connection.execute("SET enable_progress_bar = false").fetchall()  # it would go to standard output
        connection.execute("SET enable_external_file_cache = false").fetchall()  # copies of all it read
        connection.execute("SET GLOBAL arrow_large_buffer_size = true").fetchall()  # texts may pass 2 GiB
        comparison = Comparison(connection, export, ingestion, work=Path(spill), examples=examples)
        progress.start("compare", export.rows, "rows")
        for rows in comparison.windows():
            progress.advance(rows)
        comparison.settle()
        progress.finish()
        report = Report(
            export=export,
            ingestion=ingestion,
            verdicts=comparison.verdicts(),
            groups=comparison.tally.groups(tuple(column.target for column in export.activation.columns)),
            rows_sent=export.rows,
            rows_read=comparison.read.total,
            seconds=time.monotonic() - began,
        )
        return replace(report, notes=notes(report, comparison.lost, tuple(comparison.sides.given), comparison.counts))
