"""Record batches as rows of CSV: columns to texts, texts to fields, fields joined to rows, all by column kernels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from formats.csv.columns import ColumnFields
from formats.csv.header import header_fields
from formats.stream import TextFile
from formats.text import to_text

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
    def _columns(self) -> tuple[ColumnFields, ColumnFields]:
        procedure = self.format.procedure
        return ColumnFields(procedure, first=True), ColumnFields(procedure, first=False)

    def header(self, names: list[str]) -> str:
        """The header row; empty where Spark leaves the row out."""
        return self.format.delimiter.join(header_fields(names, self.format.procedure))

    def render(self, batch: pa.RecordBatch) -> pa.Array:
        """All rows of a batch as ``string``, without those that Spark leaves out."""
        first, others = self._columns
        texts = map(partial(to_text, rules=self.format.text_rules), batch.columns)
        fields = [(others if index else first).render(column) for index, column in enumerate(texts)]
        if first.null != others.null or len(fields) == 1:
            fields[0] = pc.fill_null(fields[0], first.null)
        if len(fields) == 1:
            return _without_empty_rows(fields[0])
        delimiter, null = self.format.delimiter, others.null
        return pc.binary_join_element_wise(*fields, delimiter, null_handling="replace", null_replacement=null)


def _without_empty_rows(fields: pa.Array) -> pa.Array:
    """Spark leaves out a row that is an empty text, which only a table of one column can have."""
    return fields.filter(pc.greater(pc.binary_length(fields), 0))
