"""Slices on their way into the files and the truth, both: what either would do to each value is done once.

Columns of few different strings become dictionaries, so that a string is looked at once and not in every row; and for
CSV, where all is text, numbers and times become the text that the truth tells, too.
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from formats import Csv, Format
from formats.text import to_text

SAMPLE = 8_192
"""Rows of the first slice that are looked at."""

OFTEN = 2
"""How often a string must stand there, in the mean, for its column to be coded."""


class Coded(NamedTuple):
    """The same rows twice, mostly of the same arrays."""

    values: pa.RecordBatch
    """In their own types."""

    written: pa.RecordBatch
    """As the format takes them: a file of these says what a file of the values would say."""


class Coding:
    """How an export's slices are coded: the first slice decides, so that all have one schema."""

    def __init__(self, format: Format) -> None:
        self._rules = format.text_rules if isinstance(format, Csv) else None
        self._recurs: list[bool] | None = None

    def code(self, columns: pa.RecordBatch) -> Coded:
        """Both forms of some rows."""
        if self._recurs is None:
            self._recurs = [_recurs(column.slice(0, SAMPLE)) for column in columns.columns]
        values = [
            column.dictionary_encode() if recurs else column
            for column, recurs in zip(columns.columns, self._recurs, strict=True)
        ]
        names = columns.schema.names
        coded = pa.RecordBatch.from_arrays(values, names=names)
        if self._rules is None:
            return Coded(coded, coded)
        texts = [array if pa.types.is_dictionary(array.type) else to_text(array, self._rules) for array in values]
        return Coded(coded, pa.RecordBatch.from_arrays(texts, names=names))


def _recurs(column: pa.Array) -> bool:
    return bool(pa.types.is_string(column.type) and pc.count_distinct(column).as_py() * OFTEN < len(column))
