"""JSON bytes back to record batches: the inverse of the writer, as far as one exists.

What cannot come back, because the file does not say it any more:

- digits of a second that the timestamp pattern does not print, and any moment under a pattern that does not say a
  whole date by number;
- fields of one struct that share a name, and what a charset could not hold;
- without a schema also the types: moments and bytes are texts, decimals are floating-point numbers, maps are structs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOBase
from itertools import islice
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from formats.base import FormatError
from formats.json.parse import EXACT, LOOSE, Object, array_of
from formats.stream import open_text

if TYPE_CHECKING:
    from formats.json import Json

BLOCK = 1 << 20
"""Characters read at a time; doubled for as long as they hold no whole row."""

ROWS = 16_384
"""Rows of one batch."""


def read(format: Json, source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
    """Batches of the file's rows.

    With a schema in constant memory; a field it lacks is a ``FormatError`` that names it, one that is missing is null.
    Without one the whole file is held in memory, and types are those that hold its booleans, whole and floating-point
    numbers, texts, arrays and objects; a ``FormatError`` says where they do not fit together. A row that is not
    JSON, or not as the writer would have written it, is a ``FormatError`` too.
    """
    text = open_text(source, format.encoding, format.codec)
    if schema is None:
        yield from _inferred(list(Grammar(format, LOOSE).rows(text)))
        return
    rows = Grammar(format, EXACT).rows(text)
    while some := list(islice(rows, ROWS)):
        try:
            columns = array_of(some, pa.struct(list(schema)), format.text_rules, "")
        except (pa.ArrowException, UnicodeEncodeError) as error:
            raise FormatError(f"the rows do not fit the schema: {error}") from error
        yield pa.RecordBatch.from_arrays(columns.flatten(), schema=schema)


def _inferred(rows: list[dict[str, Any]]) -> Iterator[pa.RecordBatch]:
    try:
        whole = pa.array(rows)
    except (pa.ArrowException, OverflowError, UnicodeEncodeError) as error:
        raise FormatError(f"the types of the rows do not fit together: {error}", allowed="a schema") from error
    for start in range(0, len(rows), ROWS):
        yield pa.RecordBatch.from_struct_array(whole.slice(start, ROWS))


@dataclass(frozen=True)
class Grammar:
    """How rows are found in text."""

    format: Json
    decoder: JSONDecoder

    def rows(self, text: TextIOBase) -> Iterator[Any]:
        """The objects of a text; a last one without separator counts."""
        tail, size, row = "", BLOCK, 0
        while block := text.read(size):
            tail += block
            taken = 0
            for value, end in self._whole_rows(tail, row):
                yield value
                taken, row = end, row + 1
            size = size * 2 if not taken else BLOCK
            tail = tail[taken:]
        if tail:
            value, end = self._row(tail, 0, row + 1) or (None, 0)
            if end < len(tail):
                raise FormatError(f"the file ends inside row {row + 1}: {tail[:40]!r}")
            yield value

    def _whole_rows(self, text: str, row: int) -> Iterator[tuple[Any, int]]:
        """Each object that ends in the text, with the position behind its separator; ``row`` came before."""
        separator = self.format.line_separator
        position = 0
        while position < len(text):
            row += 1
            found = self._row(text, position, row)
            if found is None:
                if self._is_broken(text, position):
                    raise FormatError(f"row {row} is not JSON: {text[position : position + 40]!r}")
                return
            value, end = found
            if not text.startswith(separator, end):
                if separator.startswith(text[end:]):
                    return
                raise FormatError(f"row {row} is followed by {text[end : end + 10]!r} and not by {separator!r}")
            position = end + len(separator)
            yield value, position

    def _row(self, text: str, position: int, row: int) -> tuple[Any, int] | None:
        """The object at the position, with where it ends; None where it is broken or does not end in the text."""
        try:
            value, end = self.decoder.raw_decode(text, position)
        except JSONDecodeError:
            return None
        if not isinstance(value, (dict, Object)):
            raise FormatError(f"row {row} is not an object: {text[position:end]!r}")
        return value, end

    def _is_broken(self, text: str, position: int) -> bool:
        """Whether more text would not help: the separator is there, and it is no part of an object."""
        separator = self.format.line_separator
        return not self.format.pretty and min(separator) < " " and text.find(separator, position) >= 0
