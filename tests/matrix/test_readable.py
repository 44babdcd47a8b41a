"""A perfect reader passes every file, but for those whose options lose information: a short list, with reasons."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import formats
from exportsim.matrix import Cell, Matrix, all_cells
from exportsim.matrix.rows import SCHEMA
from exportsim.model import Ingestion, Reading, Report
from exportsim.verdict import compare
from formats import Csv, Format, FormatError

CELLS = all_cells()

TEXTS = pa.schema([(name, pa.string()) for name in SCHEMA.names])
MOMENTS_AS_TEXT = pa.schema(
    [field.with_type(pa.string()) if pa.types.is_temporal(field.type) else field for field in SCHEMA]
)

LOSSY = {
    "csv/ignoreLeadingWhiteSpace-false.csv": "a piece of the empty value",
    "csv/emptyValue-null.csv": "a word that stands in the data",
    "csv/pairs-03.csv.bz2": "a piece of the empty value",
    "csv/pairs-05.csv.snappy": "a piece of the empty value",
    "csv/pairs-08.csv.deflate": "ends in one looks as if it went on",
    "csv/pairs-09.csv.lz4": "a word that stands in the data",
    "csv/pairs-16.csv.bz2": "ends in one looks as if it went on",
    "csv/pairs-20.csv.bz2": "cannot be told from an escaped escape",
    "csv/pairs-21.csv.deflate": "a word that stands in the data",
    "csv/pairs-27.csv.bz2": "a word that stands in the data",
    "csv/pairs-28.csv.deflate": "ends in one looks as if it went on",
    "csv/pairs-34.csv.deflate": "ends in one looks as if it went on",
    "csv/pairs-38.csv.deflate": "cannot be told from an escaped escape",
    "csv/pairs-39.csv.gz": "a word that stands in the data",
    "csv/pairs-40.csv.gz": "ends in one looks as if it went on",
    "csv/pairs-42.csv": "a word that stands in the data",
    "csv/pairs-45.csv.snappy": "a word that stands in the data",
    "csv/pairs-48.csv.lz4": "ends in one looks as if it went on",
}
"""Each with a part of the reason that the matrix gives."""


def test_the_matrix_says_which_files_lose_information() -> None:
    """The list above and no other."""
    told = {cell.name: cell.losses for cell in CELLS if cell.losses}
    assert [*told] == [*LOSSY]
    assert not [name for name, part in LOSSY.items() if part not in " ".join(told[name])]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_an_exact_reader_passes_unless_information_is_lost(cell: Cell, matrix: Matrix, tmp_path: Path) -> None:
    """``formats.read`` with the file's own options: right about every cell exactly where no loss is told."""
    assert passes(cell, matrix, tmp_path) is not bool(cell.losses)


def passes(cell: Cell, matrix: Matrix, work: Path) -> bool:
    try:
        return judged(cell, matrix, work).passed
    except FormatError:
        return False


def judged(cell: Cell, matrix: Matrix, work: Path) -> Report:
    (sample,) = (sample for sample in matrix.samples if sample.cell.name == cell.name)
    with sample.path.open("rb") as file:
        table = pa.Table.from_batches(exactly(batch, cell.format) for batch in reading(file, cell.format))
    with pa.ipc.new_file(work / "read", table.schema) as writer:
        writer.write_table(table)
    read = Reading(cell.name, work / "read", "arrow", 0.0, 0, "")
    return compare(sample.export, Ingestion("formats.read", (read,)), work=work)


def reading(file: object, format: Format) -> object:
    """Moments as the texts that they are in the file; their patterns may say less than a moment."""
    schema = {"csv": TEXTS, "json": MOMENTS_AS_TEXT}.get(format.file_type)
    return formats.read(file, format, schema=schema)  # type: ignore[arg-type]


def exactly(batch: pa.RecordBatch, format: Format) -> pa.RecordBatch:
    """Undo the one kindness of the reader: under CR LF it gives the line feeds back that the file no longer has."""
    if not isinstance(format, Csv) or format.line_separator != "\r\n":
        return batch
    columns = [pc.replace_substring(column, "\n", "\r\n") for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)
