"""One position in the rows: a column's values to texts, texts to fields, and the row's end behind the last.

A value that stands in many rows is made a field once and looked up: where the column comes as a dictionary, and where
a glance at its first values says that a dictionary pays.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from formats.csv.columns import ColumnFields
from formats.text import TextRules, to_text

SAMPLE = 256
"""Values that are looked at to guess how often the others recur."""

SAMPLE_BYTES = 1 << 15
"""A sample of longer texts is left alone."""

OFTEN = 4
"""How often a value stands in a column, in the mean, that is worth a dictionary: hashing costs as much as scanning."""


@dataclass(frozen=True)
class Position:
    """A column's place in the rows."""

    rules: TextRules
    columns: ColumnFields

    end: str = ""
    """Stands behind each field: the end of the row, in the last position."""

    def fields(self, column: pa.Array) -> pa.Array:
        """A column's fields; without an ``end`` nulls stay, and whoever joins the columns puts the null's field in."""
        if pa.types.is_dictionary(column.type):
            if len(column.dictionary) * 2 > len(column):
                return self.fields(column.dictionary_decode())
            return self._looked_up(column.indices, self.columns.render(to_text(column.dictionary, self.rules)))
        if pa.types.is_string(column.type) and self._is_worth_a_dictionary(column):
            column = column.dictionary_encode()
            texts = to_text(column.dictionary, self.rules).to_pylist()
            return self._looked_up(column.indices, pa.array(map(self.columns.field, texts), pa.string()))
        return self._ended(self.columns.render(to_text(column, self.rules)))

    def _is_worth_a_dictionary(self, column: pa.Array) -> bool:
        """Whether values recur, and some are not simply their own field; where all are, hashing would cost more."""
        sample = column.slice(0, SAMPLE)
        if len(column) < 16 * SAMPLE or sample.nbytes > SAMPLE_BYTES:
            return False
        distinct = sample.unique()
        if len(distinct) * OFTEN >= SAMPLE:
            return False
        try:
            return any(self.columns.field(text) != text for text in distinct.drop_null().to_pylist())
        except UnicodeDecodeError:
            return False

    def _looked_up(self, places: pa.Array, fields: pa.Array) -> pa.Array:
        if self.end and places.null_count:
            places = pc.fill_null(places, len(fields))
            fields = pa.concat_arrays([fields, pa.nulls(1, pa.string())])
        return pc.take(self._ended(fields), places, boundscheck=False)

    def _ended(self, fields: pa.Array) -> pa.Array:
        if not self.end:
            return fields
        null = self.columns.null
        return pc.binary_join_element_wise(fields, self.end, "", null_handling="replace", null_replacement=null)
