"""A small world to judge in: a truth beside an export, and a parser's readings of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from exportsim.model import (
    Activation,
    Audience,
    Column,
    Export,
    ExportFile,
    Ingestion,
    LocalFolder,
    Plan,
    Reading,
    Report,
    Run,
)
from exportsim.verdict import compare
from formats.base import Lookalikes

NOW = datetime(2026, 1, 1, tzinfo=UTC)
UNMISTAKABLE = Lookalikes(null=None, empty=None)
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Plain:
    """A format whose files say what the cells say: the verdict asks it for its lookalikes only."""

    lookalikes: Lookalikes = UNMISTAKABLE
    file_type: str = "csv"
    extension: str = ".csv"

    def options(self) -> dict[str, str]:
        return {}

    def check(self, schema: pa.Schema) -> None:
        return None

    def write(self, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
        with pa.ipc.new_stream(sink, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)

    def read(self, source: BinaryIO, schema: pa.Schema | None) -> Iterable[pa.RecordBatch]:
        yield from pa.ipc.open_stream(source)

    def content(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return pa.record_batch([column.cast(pa.string()) for column in batch.columns], names=batch.schema.names)


def sent(
    folder: Path,
    columns: Mapping[str, pa.Array],
    *,
    texts: Mapping[str, Sequence[str | None]] | None = None,
    cases: Mapping[str, Sequence[str | None]] | None = None,
    key: Sequence[str] = ("id",),
    parts: Sequence[int] | None = None,
    lookalikes: Lookalikes = UNMISTAKABLE,
) -> Export:
    """An export of these columns, cut into files of ``parts`` rows, with its truth beside it."""
    total = len(next(iter(columns.values())))
    parts = [total] if parts is None else parts
    names = [f"people_{number}.csv" for number in range(1, len(parts) + 1)]
    table = {
        "file": [name for name, rows in zip(names, parts, strict=True) for _ in range(rows)],
        "row": pa.array([row for rows in parts for row in range(1, rows + 1)], pa.int64()),
    }
    for name, values in columns.items():
        table[f"value.{name}"] = values
        if name in (texts or {}):
            table[f"text.{name}"] = pa.array((texts or {})[name], pa.string())
        elif values.type == pa.string():
            table[f"text.{name}"] = pa.nulls(total, pa.string())
        else:
            table[f"text.{name}"] = values.cast(pa.string())
        if name in (cases or {}):
            table[f"case.{name}"] = pa.array((cases or {})[name], pa.string())
    (folder / ".exportsim").mkdir(parents=True)
    pq.write_table(pa.table(table), folder / ".exportsim" / "truth.parquet")
    return Export(
        folder=folder,
        files=tuple(ExportFile(name, rows, 0, "") for name, rows in zip(names, parts, strict=True)),
        manifest=None,
        plan=Plan(Plain(lookalikes), LocalFolder(folder), ""),
        activation=Activation(Audience("a", "A"), tuple(Column(name, name) for name in columns), tuple(key)),
        run=Run("r", NOW, NOW),
    )


def judged(
    export: Export,
    *readings: Rows | pa.Table | str | bytes,
    format: str = "jsonl",
    examples: int = 5,
    stderr: str = "",
    hint: str = "",
) -> Report:
    """The report on what a parser read of each file: rows as dicts, an Arrow table, or the output's own text."""
    work = export.folder / "work"
    work.mkdir(exist_ok=True)
    found = []
    for file, rows in zip(export.files, readings, strict=False):
        output = work / f"{file.name}.out"
        write(rows, output, format)
        found.append(Reading(file.name, output, format, 0.0, 0, stderr))
    return compare(export, Ingestion("parser", tuple(found), hint), work=work, examples=examples)


def write(rows: Rows | pa.Table | str | bytes, output: Path, format: str) -> None:
    if isinstance(rows, bytes):
        output.write_bytes(rows)
    elif isinstance(rows, str):
        output.write_text(rows, encoding="utf-8", newline="")
    elif format == "jsonl":
        output.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    elif format == "csv":
        assert not isinstance(rows, pa.Table)
        with output.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(rows[0])
            writer.writerows(row.values() for row in rows)
    elif format == "parquet":
        pq.write_table(rows, output)
    else:
        with pa.ipc.new_file(output, rows.schema) as writer:
            writer.write_table(rows)


def shown(report: Report) -> list[tuple[Any, ...]]:
    """Every example as ``(kind, file, row, key, column, sent, read)``."""
    return [(f.kind, f.file, f.row, f.key, f.column, f.sent, f.read) for group in report.groups for f in group.examples]


def counts(report: Report) -> dict[tuple[str, str], int]:
    return {(group.kind, group.column): group.count for group in report.groups}


def verdicts(report: Report) -> dict[str, tuple[int, int]]:
    """How many were looked at and wrong, by verdict."""
    return {verdict.name: (verdict.looked_at, verdict.wrong) for verdict in report.verdicts}


def text(*values: str | None) -> pa.Array:
    return pa.array(values, pa.string())
