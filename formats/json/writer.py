"""Record batches as JSON, one object a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from formats.buffers import joined
from formats.stream import ROWS, TextFile

if TYPE_CHECKING:
    from formats.json import Json

KEYS = 16 << 20
"""Bytes of keys that a chunk may add to its values: tables of thousands of columns are written in smaller chunks."""


def write(format: Json, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
    """One whole file."""
    format.check(schema)
    rows = max(1, min(ROWS, KEYS // sum(map(_bytes_of_keys, schema))))

    def render(batch: pa.RecordBatch) -> memoryview:
        return joined(format.texts.rows(batch), format.line_separator)

    TextFile(format.line_separator, format.encoding, format.codec).write(sink, batches, render, rows=rows)


def _bytes_of_keys(field: pa.Field) -> int:
    """About what a row holds besides values, were there one of each."""
    kind = field.type
    return len(field.name) + 4 + sum(_bytes_of_keys(kind.field(index)) for index in range(kind.num_fields))
