"""Record batches as rows of CSV: columns to texts, texts to fields, fields joined to rows, all by column kernels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from formats.buffers import joined, whole
from formats.csv.columns import ColumnFields
from formats.csv.header import header_fields
from formats.csv.positions import Position
from formats.memory import chunk_memory
from formats.stream import TextFile

if TYPE_CHECKING:
    from formats.csv import Csv


def write(format: Csv, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
    """One whole file."""
    format.check(schema)
    rows = RowRenderer(format)
    header = rows.header(schema.names) if format.header else ""
    TextFile(format.line_separator, format.encoding, format.codec).write(sink, batches, rows.render, header=header)


@dataclass(frozen=True)
class RowRenderer:
    """Rows as text under one format; safe to share between threads."""

    format: Csv

    @cached_property
    def _positions(self) -> tuple[Position, Position, Position]:
        """The first column, those between and the last."""
        procedure, rules = self.format.procedure, self.format.text_rules
        first, others = ColumnFields(procedure, first=True), ColumnFields(procedure, first=False)
        end = self.format.line_separator
        return Position(rules, first), Position(rules, others), Position(rules, others, end)

    def header(self, names: list[str]) -> str:
        """The header row; empty where Spark leaves the row out."""
        return self.format.delimiter.join(header_fields(names, self.format.procedure))

    def render(self, batch: pa.RecordBatch) -> memoryview:
        """All rows of a batch, those aside that Spark leaves out, with separators between them and none behind."""
        first, middle, last = self._positions
        delimiter, separator = self.format.delimiter, self.format.line_separator
        null, null_first = middle.columns.null, first.columns.null
        if batch.num_columns == 1:
            fields = pc.fill_null(first.fields(batch.column(0)), null_first)
            return joined(_without_empty_rows(fields), separator)
        begin, *between, end = batch.columns
        fields = [first.fields(begin), *map(middle.fields, between), last.fields(end)]
        if null_first != null:
            fields[0] = pc.fill_null(fields[0], null_first)
        rows = pc.binary_join_element_wise(
            *fields, delimiter, null_handling="replace", null_replacement=null, memory_pool=chunk_memory()
        )
        return whole(rows)[: -len(separator.encode())]


def _without_empty_rows(fields: pa.Array) -> pa.Array:
    """Spark leaves out a row that is an empty text, which only a table of one column can have."""
    return fields.filter(pc.greater(pc.binary_length(fields), 0))
