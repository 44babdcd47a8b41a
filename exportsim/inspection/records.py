"""A sample of CSV cut into records and raw fields under one dialect, and how much of it the dialect explains.

A dialect explains a field when Spark's procedure, given the value that Spark's grammar reads there, writes the same
field again: the strongest evidence there is for an escape, and against a delimiter.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

from formats import FormatError
from formats.csv.procedure import Procedure
from formats.csv.reader import Grammar

NEWLINES = "\r\n"

HOPELESS = 50
"""Broken records after which a dialect is given up when they are half of all."""


@dataclass(frozen=True)
class Dialect:
    """What decides where records and fields end."""

    line_separator: str
    delimiter: str
    quote: str
    escape: str
    escape_escape: str | None = None

    @cached_property
    def procedure(self) -> Procedure:
        """The dialect as a writer's rules that change no value and know no tokens."""
        return Procedure(
            delimiter=self.delimiter,
            quote=self.quote,
            escape=self.escape,
            escape_escape=self.escape_escape,
            quote_all=False,
            escape_quotes=True,
            trim_leading=False,
            trim_trailing=False,
            null_value="",
            empty_value="",
            line_separator=self.line_separator,
            comment="\0",
            legacy_nulls=False,
        )

    @cached_property
    def field(self) -> re.Pattern[str]:
        """One raw field as group 1, then what ends it: the delimiter, the line separator or the text."""
        rules = self.procedure
        escaped = {self.escape + self.quote}
        if self.escape != self.quote and rules.escape_prefix:
            escaped.add(rules.escape_prefix + self.escape)
        quote, delimiter, end = map(re.escape, (self.quote, self.delimiter, self.line_separator))
        plain = _none_of({self.quote, *(sequence[0] for sequence in escaped)})
        sequences = "|".join(map(re.escape, sorted(escaped)))
        quoted = f"{quote}(?:{plain}+|{sequences}|{_none_of({self.quote})})*+{quote}"
        starts = {self.delimiter[0], self.line_separator[0]}
        bare = f"(?!{quote})(?:{_none_of(starts)}+|(?!{delimiter}|{end})[{_class(starts)}])*+"
        return re.compile(rf"({quoted}|{bare})(?P<end>{delimiter}|{end}|\Z)", re.DOTALL)

    @cached_property
    def unclosed(self) -> re.Pattern[str]:
        """A quoted field that the text ends in."""
        quote = re.escape(self.quote)
        return re.compile(rf"{quote}(?:{re.escape(self.escape + self.quote)}|{_none_of({self.quote})})*+\Z", re.DOTALL)

    def values(self, quoted: Iterable[str]) -> dict[str, str]:
        """What the grammar reads in quoted raw fields, as far as it can: one that does not end for it ends it all."""
        raws = list(dict.fromkeys(quoted))
        text = "".join(raw + self.line_separator for raw in raws)
        records = Grammar(self.procedure).records(io.StringIO(text, newline=""))
        values = {}
        with suppress(FormatError):
            for raw, record in zip(raws, records, strict=False):
                values[raw] = record[0] or ""
        return values

    def explains(self, quoted: Iterable[str]) -> set[str]:
        """Those quoted raw fields that the procedure writes again."""
        forced = replace(self.procedure, quote_all=True)
        return {raw for raw, value in self.values(quoted).items() if forced.value(value, first=False) == raw}


def _class(characters: set[str]) -> str:
    return "".join(map(re.escape, sorted(characters)))


def _none_of(characters: set[str]) -> str:
    return f"[^{_class(characters)}]"


@dataclass
class Parsed:
    """The records of a sample under a dialect, well-formed or not."""

    dialect: Dialect
    size: int
    """Characters of the sample."""

    records: list[list[str]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    """Characters of each record, its separator included."""

    places: list[int] = field(default_factory=list)
    """The number of each record among all, broken ones counted, from 1."""

    broken: list[tuple[int, str]] = field(default_factory=list)
    """Number and beginning of records with a quote that does not close where a field ends."""

    end: int = 0
    """Characters in whole records."""

    @cached_property
    def width(self) -> int:
        """The most frequent number of fields."""
        counted = Counter(map(len, self.records))
        return counted.most_common(1)[0][0] if counted else 0

    @cached_property
    def fields(self) -> Counter[str]:
        """Every raw field of a record that has the usual number of them, with how often it stands there."""
        return Counter(raw for record in self.records if len(record) == self.width for raw in record)

    @cached_property
    def quoted(self) -> set[str]:
        quote = self.dialect.quote
        return {raw for raw in self.fields if raw[:1] == quote}

    @cached_property
    def unexplained(self) -> set[str]:
        """Raw fields that the procedure would not have written."""
        newlines = {*NEWLINES, *self.dialect.line_separator}
        bare = {raw for raw in self.fields.keys() - self.quoted if not newlines.isdisjoint(raw)}
        return bare | (self.quoted - self.dialect.explains(self.quoted))

    @cached_property
    def loose(self) -> set[str]:
        """Raw fields that hold a quote without being quoted: written so only where quotes are not escaped."""
        quote = self.dialect.quote
        return {raw for raw in self.fields.keys() - self.quoted if quote in raw}

    @cached_property
    def explained(self) -> float:
        """The share of the sample, by characters, in records of the usual width that the procedure writes again."""
        if not self.size:
            return 0.0
        bad, loose = self.unexplained, self.loose
        total = 0.0
        for record, length in zip(self.records, self.lengths, strict=True):
            if len(record) == self.width and bad.isdisjoint(record):
                total += length if loose.isdisjoint(record) else 0.8 * length
        return total / self.size


def parse(text: str, dialect: Dialect, *, whole: bool) -> Parsed:
    """Cut a sample into records; unless it is the ``whole`` text its last record may be cut off, and is left out."""
    parsed = Parsed(dialect, len(text))
    separator, delimiter, quote = dialect.line_separator, dialect.delimiter, dialect.quote
    position, number = 0, 0
    while position < len(text):
        end = text.find(separator, position)
        if end < 0 and not whole:
            break
        line = text[position:] if end < 0 else text[position:end]
        behind = len(text) if end < 0 else end + len(separator)
        number += 1
        if quote not in line:
            record: list[str] | None = line.split(delimiter)
        else:
            record, closed = _record(text, position, dialect)
            if record is None and not whole and dialect.unclosed.match(text, closed):
                break
            if record is not None and closed == len(text) and not whole and not text.endswith(separator):
                break
            behind = closed if record is not None else behind
        if record is None:
            parsed.broken.append((number, line[:80]))
            if len(parsed.broken) > HOPELESS and len(parsed.broken) > len(parsed.records):
                break
        else:
            parsed.records.append(record)
            parsed.lengths.append(behind - position)
            parsed.places.append(number)
        position = behind
    parsed.end = position
    return parsed


def _record(text: str, position: int, dialect: Dialect) -> tuple[list[str] | None, int]:
    """The raw fields that begin at a position and where they end; None with the position of the field that breaks."""
    fields: list[str] = []
    while found := dialect.field.match(text, position):
        fields.append(found[1])
        position = found.end()
        if found["end"] != dialect.delimiter:
            return fields, position
    return None, position
