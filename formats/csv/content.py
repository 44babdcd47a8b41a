"""What an exact reader finds in the cells of a CSV file, and which cells it cannot tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from formats.base import Lookalikes
from formats.buffers import offsets_and_bytes, replaced
from formats.charsets import charset
from formats.csv.columns import blank_ends
from formats.csv.procedure import BLANKS, Procedure
from formats.text import to_text

if TYPE_CHECKING:
    from formats.csv import Csv


def content(format: Csv, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Every column as ``string``: values as text, trimmed, newlines as the file has them, in the file's charset."""
    columns = [_content(format, to_text(column, format.text_rules)) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _content(format: Csv, texts: pa.Array) -> pa.Array:
    procedure = format.procedure
    leading, trailing = procedure.trim_leading, procedure.trim_trailing
    blank = blank_ends(*offsets_and_bytes(texts), leading, trailing)
    if blank.any():
        trimmed = texts.filter(pa.array(blank))
        trimmed = pc.ascii_ltrim(trimmed, BLANKS) if leading else trimmed
        trimmed = pc.ascii_rtrim(trimmed, BLANKS) if trailing else trimmed
        texts = replaced(texts, blank, trimmed)
    if procedure.newline != procedure.line_separator:
        texts = pc.replace_substring(texts, procedure.newline, procedure.line_separator)
    return charset(format.encoding).survivors(texts)


def lookalikes(procedure: Procedure) -> Lookalikes:
    """Found by writing: a text looks like null when its field is null's field."""
    null, empty = procedure.null(first=False), procedure.value("", first=False)
    null_text, empty_text = procedure.null_value.strip(BLANKS), procedure.empty_value.strip(BLANKS)
    return Lookalikes(
        null="" if null == empty else _same_field(procedure, null_text, null),
        empty=_same_field(procedure, empty_text, empty),
    )


def _same_field(procedure: Procedure, text: str, field: str) -> str | None:
    return text if text and procedure.value(text, first=False) == field else None
