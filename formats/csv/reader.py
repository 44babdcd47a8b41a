"""CSV bytes back to record batches: the inverse of the writer, as far as one exists.

What cannot come back, because the file does not say it any more:

- blanks that were trimmed, and blank-only values, which are written as the empty value;
- the difference between null and empty where both have the same field (``quote_all``, ``legacy_nulls``, equal
  tokens), and values equal to a token: the null token is read as null, then the empty token as empty;
- rows of a one-column table that were left out;
- values ending in an escape when nothing escapes the escape, characters that stand both for data and for an escape
  sign (``escape_escape`` in the data), a quote that is also a blank, a delimiter of several characters that grows
  together with the value beside it;
- line feeds under a two-character separator that does not contain one, and what a charset could not hold.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from formats.base import FormatError
from formats.csv.procedure import Procedure
from formats.stream import open_text
from formats.text.parse import from_text

if TYPE_CHECKING:
    from formats.csv import Csv

BLOCK = 1 << 20
"""Characters read at a time; doubled for as long as they hold no whole record."""

ROWS = 16_384
"""Rows of one batch."""

Record = list[str | None]


def read(format: Csv, source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
    """Batches of the file's rows.

    Without a schema every column is ``string``, named by the header or ``_c0``, ``_c1``, … A record that does not have
    as many fields as the schema, or the first record, is a ``FormatError`` that names it.
    """
    records = Grammar(format.procedure).records(open_text(source, format.encoding, format.codec))
    if format.header:
        names = next(records, None)
        if schema is None and names is not None:
            schema = pa.schema([(name or "", pa.string()) for name in names])
    waiting: list[Record] = []
    done = 0
    for record in records:
        if schema is None:
            schema = pa.schema([(f"_c{index}", pa.string()) for index in range(len(record))])
        if len(record) != len(schema):
            row = done + len(waiting) + 1
            raise FormatError(f"row {row} has {len(record)} fields where {len(schema)} were expected")
        waiting.append(record)
        if len(waiting) == ROWS:
            yield _batch(format, waiting, schema)
            done, waiting = done + len(waiting), []
    if waiting and schema is not None:
        yield _batch(format, waiting, schema)


def _batch(format: Csv, records: list[Record], schema: pa.Schema) -> pa.RecordBatch:
    columns = [pa.array(column, pa.string()) for column in zip(*records, strict=True)]
    typed = [
        from_text(column, field.type, format.text_rules, name=field.name)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(typed, schema=schema)


@dataclass(frozen=True)
class Grammar:
    """How records are found in text that the procedure wrote."""

    procedure: Procedure

    def records(self, text: io.TextIOBase) -> Iterator[Record]:
        """The records of a text, each a list of fields; a last record without separator counts."""
        tail, size = "", BLOCK
        while block := text.read(size):
            tail += block
            taken = 0
            for record, end in self._whole_records(tail):
                yield record
                taken = end
            size = size * 2 if not taken else BLOCK
            tail = tail[taken:]
        if tail:
            separator = self.procedure.line_separator
            last, end = next(self._whole_records(tail + separator), (None, 0))
            if last is None or end != len(tail) + len(separator):
                raise FormatError(f"the file ends inside a quoted value: {tail[:40]!r}")
            yield last

    def _whole_records(self, text: str) -> Iterator[tuple[Record, int]]:
        """Each record that ends in the text, with the position behind it."""
        rules = self.procedure
        position = 0
        while True:
            end = text.find(rules.line_separator, position)
            if end < 0:
                return
            line = text[position:end]
            if rules.quote not in line:
                position = end + len(rules.line_separator)
                fields = line.split(rules.delimiter)
                yield [self._value(field, index == 0) for index, field in enumerate(fields)], position
                continue
            record: Record = []
            start = position
            while field := self._field.match(text, start):
                record.append(self._value(field[1], not record))
                start = field.end()
                if field["end"] == rules.line_separator:
                    yield record, start
                    break
            else:
                return
            position = start

    def _value(self, field: str, first: bool) -> str | None:
        null, empty = self._tokens[first]
        if field == null:
            return None
        if field == empty:
            return ""
        quote = self.procedure.quote
        if field[:1] != quote:
            return field
        inside = field[1:-1]
        if self._newline_comes_back:
            inside = inside.replace(self.procedure.line_separator, self.procedure.newline)
        return self._escaped.sub(lambda found: self._sequences[found[0]], inside)

    @cached_property
    def _tokens(self) -> dict[bool, tuple[str, str]]:
        rules = self.procedure
        return {first: (rules.null(first=first), rules.value("", first=first)) for first in (True, False)}

    @cached_property
    def _newline_comes_back(self) -> bool:
        rules = self.procedure
        return rules.newline != rules.line_separator and rules.newline in rules.line_separator

    @cached_property
    def _sequences(self) -> dict[str, str]:
        """What stands for one character inside quotes."""
        rules = self.procedure
        escaped_quote = {rules.escape + rules.quote: rules.quote}
        if rules.escape == rules.quote or not rules.escape_prefix:
            return escaped_quote
        return {rules.escape_prefix + rules.escape: rules.escape} | escaped_quote

    @cached_property
    def _escaped(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._sequences)))

    @cached_property
    def _field(self) -> re.Pattern[str]:
        """One field as group 1, then what ends it; a quoted one may hold anything, with its quotes escaped."""
        rules = self.procedure
        quote, delimiter, end = map(re.escape, (rules.quote, rules.delimiter, rules.line_separator))
        quoted = f"{quote}(?:{self._escaped.pattern}|[^{quote}])*+{quote}"
        bare = f"(?!{quote})(?:(?!{delimiter}|{end}).)*+"
        return re.compile(f"({quoted}|{bare})(?P<end>{delimiter}|{end})", re.DOTALL)
