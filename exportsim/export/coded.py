"""Columns of few different texts as dictionaries, so that what is done for a text is done once, not row by row."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

SAMPLE = 8_192
"""Rows of the first slice that are looked at."""

OFTEN = 2
"""How often a text must stand there, in the mean, for its column to be coded."""


class Coding:
    """Which columns are coded: the first slice decides, so that all slices have one schema."""

    def __init__(self) -> None:
        self._is_coded: list[bool] | None = None

    def code(self, columns: pa.RecordBatch) -> pa.RecordBatch:
        """The same values, some columns of strings as dictionaries of the strings that stand in them."""
        if self._is_coded is None:
            self._is_coded = [_recurs(column.slice(0, SAMPLE)) for column in columns.columns]
        arrays = [
            column.dictionary_encode() if is_coded else column
            for column, is_coded in zip(columns.columns, self._is_coded, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, names=columns.schema.names)


def _recurs(column: pa.Array) -> bool:
    return bool(pa.types.is_string(column.type) and pc.count_distinct(column).as_py() * OFTEN < len(column))
