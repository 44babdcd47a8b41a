"""What an exact reader finds in the fields of a JSON file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from formats.charsets import charset
from formats.json.base64 import base64_text
from formats.json.layout import Layout
from formats.kinds import is_binary
from formats.text import to_text

if TYPE_CHECKING:
    from formats.json import Json


def content(format: Json, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Every column as ``string``, in the file's charset: scalars as their text, bytes as base64.

    Nested columns are the JSON text of their values, close together and without escapes that JSON does not ask for,
    null fields as in the file.
    """
    columns = [_content(format, column) for column in batch.columns]
    if not format.escape_non_ascii:
        columns = [charset(format.encoding).survivors(column) for column in columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _content(format: Json, column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _content(format, column.dictionary_decode())
    if pa.types.is_nested(kind):
        return replace(format.texts, layout=Layout(), escape_non_ascii=False).value(column, 1).whole()
    if is_binary(kind):
        return base64_text(column)
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    return to_text(column, format.text_rules)
