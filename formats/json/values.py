"""Columns of every type, nested to any depth, as JSON texts; whole columns at once.

A nested column is written from the inside: its children, laid flat by Arrow, become texts like any column, which are
then joined to objects and arrays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from formats.json.base64 import base64_text
from formats.json.escapes import escaped
from formats.json.layout import Layout
from formats.json.lists import extents
from formats.json.objects import Field, Value, arrays, entries, objects
from formats.kinds import is_binary, is_list, is_text
from formats.text import TextRules, to_text
from formats.text.civil import Integers


@dataclass(frozen=True)
class JsonTexts:
    """How columns are written; safe to share between threads."""

    rules: TextRules
    ignore_null_fields: bool
    layout: Layout
    escape_non_ascii: bool
    r"""Whether characters beyond ASCII become ``\uXXXX``."""

    def rows(self, batch: pa.RecordBatch) -> pa.Array:
        """Each row as an object: ``string``, never null."""
        return self._objects(batch.schema, batch.columns, batch.num_rows, 0)

    def value(self, array: pa.Array, depth: int) -> Value:
        """A column of a type that passed ``check_json_type``, within ``depth`` objects."""
        kind = array.type
        types = pa.types
        if types.is_dictionary(kind):
            if len(array.dictionary) * 2 > len(array):
                return self.value(array.dictionary_decode(), depth)
            before, words, after = self.value(array.dictionary, depth)
            return Value(before, words.take(array.indices), after)
        if types.is_null(kind):
            return Value("", array.cast(pa.string()), "")
        if types.is_struct(kind):
            return self._struct(array, depth)
        if types.is_map(kind):
            return self._map(array, depth)
        if is_list(kind):
            return self._list(array, depth)
        if is_binary(kind):
            return Value('"', base64_text(array), '"')
        text = to_text(array, self.rules)
        if types.is_floating(kind):
            return Value("", _quoted_unless_finite(text, array), "")
        if is_text(kind) or types.is_date(kind) or types.is_timestamp(kind):
            return Value('"', escaped(text, non_ascii=self.escape_non_ascii), '"')
        return Value("", text, "")

    def _objects(self, fields: Iterable[pa.Field], columns: Iterable[pa.Array], rows: int, depth: int) -> pa.Array:
        written = []
        for field, column in zip(fields, columns, strict=True):
            value = self.value(column, depth + 1)
            written.append(Field(self._key(field.name), value if self.ignore_null_fields else value.never_null()))
        return objects(written, rows, self.layout.object(depth))

    def _struct(self, array: pa.StructArray, depth: int) -> Value:
        texts = self._objects(array.type, array.flatten(), len(array), depth)
        return Value("", pc.if_else(array.is_valid(), texts, None) if array.null_count else texts, "")

    def _list(self, array: pa.Array, depth: int) -> Value:
        where = extents(array)
        elements = self.value(where.of(array.values), depth)
        return arrays(elements, where.lengths, array.is_valid(), self.layout.array)

    def _map(self, array: pa.MapArray, depth: int) -> Value:
        where = extents(array)
        keys = escaped(self._key_text(where.of(array.keys)), non_ascii=self.escape_non_ascii)
        items = self.value(where.of(array.items), depth + 1)
        fields = entries(keys, self.layout.colon, items)
        return arrays(fields, where.lengths, array.is_valid(), self.layout.object(depth))

    def _key(self, name: str) -> str:
        return f'"{escaped(pa.array([name], pa.string()), non_ascii=self.escape_non_ascii)[0]}"{self.layout.colon}'

    def _key_text(self, keys: pa.Array) -> pa.Array:
        """Map keys as Spark keeps them inside: dates are days and timestamps microseconds since 1970."""
        kind = keys.type
        if pa.types.is_dictionary(kind):
            return self._key_text(keys.dictionary_decode())
        if pa.types.is_date(kind):
            return keys.cast(pa.date32()).cast(pa.int32()).cast(pa.string())
        if pa.types.is_timestamp(kind):
            return pa.array(_microseconds(keys)).cast(pa.string())
        return to_text(keys, self.rules)


def _microseconds(instants: pa.Array) -> Integers:
    """Truncated towards the past where the type has nanoseconds."""
    if instants.type.unit != "ns":
        instants = instants.cast(pa.timestamp("us", instants.type.tz))
    ticks: Integers = instants.cast(pa.int64()).to_numpy()
    return ticks // 1000 if instants.type.unit == "ns" else ticks


def _quoted_unless_finite(texts: pa.Array, numbers: pa.Array) -> pa.Array:
    """NaN and the infinities are strings, JSON has no numbers for them."""
    finite = pc.is_finite(numbers)
    if pc.all(finite).as_py() is not False:
        return texts
    return pc.if_else(finite, texts, pc.binary_join_element_wise('"', texts, '"', ""))
