"""What each row was meant to say, beside the files: typed values, the text an exact reader finds, and edge-case tags.

Columns of ``truth.parquet``: ``file``, ``row`` (from 1 within the file), then for each column of the export

- ``value.NAME``: the value as it was meant, in its own type;
- ``text.NAME``: what its cell says once quotes and escapes are gone; null for a null, and for a string that is its
  own text;
- ``case.NAME``: the edge case it stands for, null for an ordinary value.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from exportsim.model import Slice
from formats import Format
from formats.buffers import replaced

AHEAD = 1
"""Slices that may wait for the writer's thread."""


class TruthWriter:
    """Writes the truth in a thread of its own, so that the export files need not wait for it."""

    def __init__(self, path: Path, schema: pa.Schema, format: Format) -> None:
        self._path = path
        self._format = format
        self._schema = _truth_schema(schema)
        self._writer: pq.ParquetWriter | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="exportsim-truth")
        self._waiting: list[Future[None]] = []

    def add(self, file: str, first_row: int, piece: Slice, written: pa.RecordBatch | None = None) -> None:
        """The rows of ``piece`` stand in ``file`` from row ``first_row`` on.

        ``written`` are the same rows as the format got them, where that was another form.
        """
        self._waiting.append(self._thread.submit(self._write, file, first_row, piece, written or piece.columns))
        while len(self._waiting) > AHEAD:
            self._waiting.pop(0).result()

    def _write(self, file: str, first_row: int, piece: Slice, written: pa.RecordBatch) -> None:
        columns, cases = piece
        rows = columns.num_rows
        names = columns.schema.names
        files = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), pa.array([file]))
        arrays = [files, pa.array(np.arange(first_row, first_row + rows))]
        for value, text in zip(columns.columns, self._texts(columns, written), strict=True):
            arrays += [value, text]
        nothing = pa.nulls(rows, pa.string())
        tags = dict(zip(cases.schema.names, cases.columns, strict=True)) if cases else {}
        arrays += [tags.get(name, nothing) for name in names]
        batch = pa.RecordBatch.from_arrays(arrays, names=self._schema.names)
        if self._writer is None:
            self._writer = self._open(batch)
        self._writer.write_batch(batch)

    def _texts(self, columns: pa.RecordBatch, written: pa.RecordBatch) -> Iterator[pa.Array]:
        """What the cells of each column say, null where a string says it itself."""
        plain = [index for index, column in enumerate(columns.columns) if not pa.types.is_dictionary(column.type)]
        texts = dict(zip(plain, self._format.content(written.select(plain)).columns, strict=True))
        for index, column in enumerate(columns.columns):
            yield _where_it_differs(column, texts[index]) if index in texts else self._of_codes(column)

    def _of_codes(self, column: pa.DictionaryArray) -> pa.Array:
        words = pa.RecordBatch.from_arrays([column.dictionary], names=["word"])
        texts = _where_it_differs(column.dictionary, self._format.content(words).column(0))
        there = texts.is_valid().to_numpy(zero_copy_only=False)
        if not there.any():
            return pa.nulls(len(column), pa.string())
        struck = pc.take(pa.array(there), column.indices).fill_null(False)
        return _scattered(struck, texts.take(column.indices.filter(struck)))

    def _open(self, first: pa.RecordBatch) -> pq.ParquetWriter:
        """Dictionaries where values repeat and no more: packing would cost half of what the export costs.

        Columns that come as dictionaries are written as they are; who reads the file need not know. Statistics say
        which groups hold a file's rows, and which columns have no edge case.
        """
        few = [name for name in first.schema.names if _repeats(first.column(name))]
        told = [name for name in first.schema.names if name == "file" or name.startswith("case.")]
        writer = pq.ParquetWriter(
            self._path, first.schema, compression="none", use_dictionary=few, write_statistics=told, store_schema=False
        )
        writer.add_key_value_metadata({"ARROW:schema": base64.b64encode(self._schema.serialize())})
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                for future in self._waiting:
                    future.result()
        finally:
            self._thread.shutdown(cancel_futures=True)
            writer = self._writer or self._open(pa.RecordBatch.from_pylist([], schema=self._schema))
            writer.close()


def _truth_schema(schema: pa.Schema) -> pa.Schema:
    fields = [pa.field("file", pa.dictionary(pa.int32(), pa.string())), pa.field("row", pa.int64())]
    for field in schema:
        fields += [pa.field(f"value.{field.name}", field.type), pa.field(f"text.{field.name}", pa.string())]
    return pa.schema(fields + [pa.field(f"case.{field.name}", pa.string()) for field in schema])


def _repeats(values: pa.Array) -> bool:
    if pa.types.is_nested(values.type):
        return False
    return bool(pa.types.is_dictionary(values.type) or pc.count_distinct(values).as_py() * 16 < len(values))


def _where_it_differs(value: pa.Array, text: pa.Array) -> pa.Array:
    """The text, but null where a string value says the same."""
    if not pa.types.is_string(value.type):
        return text
    if text is value or text.equals(value):
        return pa.nulls(len(value), pa.string())
    differs = pc.not_equal(text, value).fill_null(False)
    return _scattered(differs, text.filter(differs))


def _scattered(flags: pa.BooleanArray, texts: pa.Array) -> pa.Array:
    """The texts, in order, where a flag stands, and nulls between them."""
    return replaced(pa.nulls(len(flags), pa.string()), flags.to_numpy(zero_copy_only=False), texts)
