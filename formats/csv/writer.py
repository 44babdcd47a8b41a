"""Record batches as CSV bytes: columns to texts, texts to fields, fields joined to rows, all by column kernels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from formats.batches import halved, rechunk
from formats.charsets import UTF_8, charset
from formats.codecs import CODECS, Packed
from formats.csv.columns import ColumnFields, offsets_and_bytes
from formats.csv.header import header_fields
from formats.parallel import in_order
from formats.text import to_text

if TYPE_CHECKING:
    from formats.csv import Csv

ROWS = 32_768
"""Rows rendered at a time: enough to forget the kernels' overhead, few enough for a core's cache."""

BYTES = 64 << 20
"""A chunk of wider rows is halved until it holds no more, far from the 2 GiB that Arrow's offsets can reach."""


def write(format: Csv, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
    """One whole file: chunks are rendered and compressed by threads of their own, this thread writes them in order."""
    format.check(schema)
    codec = CODECS[format.codec]
    frame = codec.frame()
    rows = RowRenderer(format)
    separator = codec.prepare(rows.encode(format.line_separator))
    bom = charset(format.encoding).bom

    def packed(chunk: pa.RecordBatch) -> Packed:
        return codec.prepare(rows.render(chunk))

    sink.write(frame.begin())
    header = [codec.prepare(rows.header(schema.names))] if format.header else []
    for piece in chain(header, in_order(packed, _chunks(batches))):
        if not piece.size:
            continue
        if bom:
            sink.write(frame.add(codec.prepare(bom)))
            bom = b""
        sink.write(frame.add(piece))
        sink.write(frame.add(separator))
    sink.write(frame.end())


def _chunks(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for chunk in rechunk(batches, ROWS):
        yield from halved(chunk, BYTES)


@dataclass(frozen=True)
class RowRenderer:
    """Rows as encoded text under one format; safe to share between threads."""

    format: Csv

    @cached_property
    def _columns(self) -> tuple[ColumnFields, ColumnFields]:
        procedure = self.format.procedure
        return ColumnFields(procedure, first=True), ColumnFields(procedure, first=False)

    def encode(self, text: str) -> bytes:
        return charset(self.format.encoding).encode(text)

    def header(self, names: list[str]) -> bytes:
        """The header row without a separator behind it; empty where Spark leaves the row out."""
        return self.encode(self.format.delimiter.join(header_fields(names, self.format.procedure)))

    def render(self, batch: pa.RecordBatch) -> memoryview | bytes:
        """All rows of a batch with separators between them and none behind; empty where Spark leaves all rows out."""
        first, others = self._columns
        texts = map(partial(to_text, rules=self.format.text_rules), batch.columns)
        fields = [(others if index else first).render(column) for index, column in enumerate(texts)]
        if first.null != others.null or len(fields) == 1:
            fields[0] = pc.fill_null(fields[0], first.null)
        if len(fields) == 1:
            rows = _without_empty_rows(fields[0])
        else:
            delimiter, null = self.format.delimiter, others.null
            rows = pc.binary_join_element_wise(*fields, delimiter, null_handling="replace", null_replacement=null)
        whole = pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), rows)
        offsets, data = offsets_and_bytes(pc.binary_join(whole, self.format.line_separator))
        text = data[offsets[0] : offsets[-1]].data
        return text if charset(self.format.encoding) == UTF_8 else self.encode(str(text, "utf-8"))


def _without_empty_rows(fields: pa.Array) -> pa.Array:
    """Spark leaves out a row that is an empty text, which only a table of one column can have."""
    return fields.filter(pc.greater(pc.binary_length(fields), 0))
