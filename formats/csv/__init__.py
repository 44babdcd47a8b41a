"""Comma-separated values, in the dialect of Apache Spark: what the platform writes.

The rules, with their evidence, are those of Spark 3.5.9; ``procedure`` states them for one field, ``columns`` for
whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import pyarrow as pa

from formats.base import Lookalikes
from formats.codecs import CODECS, CodecName
from formats.csv import content, reader, writer
from formats.csv.options import OPTIONS
from formats.csv.procedure import Procedure
from formats.names import check_names
from formats.options import fields_from
from formats.text import TextRules, check, check_type


@dataclass(frozen=True)
class Csv:
    """A CSV dialect as a value. Defaults are Spark's writer defaults, not the platform's."""

    delimiter: str = ","
    """Between two values; one character or more."""

    quote: str = '"'
    """Around a value that needs it; U+0000 is a character like any other, there is no way to switch quoting off."""

    escape: str = "\\"
    """Before a quote inside quotes."""

    escape_escape: str | None = None
    """Before an escape inside quotes; None: the escape itself unless it is the quote, U+0000: nothing."""

    quote_all: bool = False
    """Quote every value, not only those that need it."""

    escape_quotes: bool = True
    """Whether a quote inside a value makes it need quotes."""

    header: bool = False
    """Column names as the first row."""

    ignore_leading_white_space: bool = True
    """Trim U+0000 … U+0020 in front."""

    ignore_trailing_white_space: bool = True
    """Trim U+0000 … U+0020 at the end, inside the quotes."""

    null_value: str = ""
    """The text for null."""

    empty_value: str = '""'
    """The text for an empty string; one that is already in quotes is written as it is."""

    line_separator: str = "\n"
    """After each row; one or two characters."""

    encoding: str = "UTF-8"
    """Java's name of the charset."""

    comment: str = "#"
    """A first column that begins with it is quoted."""

    date_format: str = TextRules.date_format
    timestamp_format: str = TextRules.timestamp_format
    timestamp_ntz_format: str = TextRules.timestamp_ntz_format
    """For timestamps without a zone."""

    time_zone: str = TextRules.time_zone
    """Where timestamps are shown."""

    locale: str = TextRules.locale
    """Of month and day names."""

    codec: CodecName = "none"
    """Compression of the whole file."""

    legacy_nulls: bool = False
    """Before Spark 3.3 a null was an ordinary value whose text is ``null_value``, and empty ones ``empty_value``."""

    @classmethod
    def from_options(cls, options: Mapping[str, str], *, legacy_nulls: bool = False) -> Csv:
        """The dialect that Spark's options mean; ``FormatError`` for a value Spark refuses."""
        format = cls(**fields_from(options, OPTIONS), legacy_nulls=legacy_nulls)
        check(format.text_rules)
        return format

    @property
    def file_type(self) -> str:
        return "csv"

    @property
    def extension(self) -> str:
        return ".csv" + CODECS[self.codec].suffix

    def options(self) -> dict[str, str]:
        """Every option under Spark's name: ``from_options`` gives the same format back, but for ``legacy_nulls``."""
        return {option.name: option.show(getattr(self, option.field)) for option in OPTIONS}

    @cached_property
    def procedure(self) -> Procedure:
        """The rules for one field."""
        return Procedure(
            delimiter=self.delimiter,
            quote=self.quote,
            escape=self.escape,
            escape_escape=self.escape_escape,
            quote_all=self.quote_all,
            escape_quotes=self.escape_quotes,
            trim_leading=self.ignore_leading_white_space,
            trim_trailing=self.ignore_trailing_white_space,
            null_value=self.null_value,
            empty_value=self.empty_value,
            line_separator=self.line_separator,
            comment=self.comment,
            legacy_nulls=self.legacy_nulls,
        )

    @cached_property
    def text_rules(self) -> TextRules:
        """How values that are not text become text."""
        return TextRules(
            date_format=self.date_format,
            timestamp_format=self.timestamp_format,
            timestamp_ntz_format=self.timestamp_ntz_format,
            time_zone=self.time_zone,
            locale=self.locale,
        )

    @cached_property
    def lookalikes(self) -> Lookalikes:
        return content.lookalikes(self.procedure)

    def check(self, schema: pa.Schema) -> None:
        check_names(schema, "CSV")
        for field in schema:
            check_type(field.name, field.type, self.text_rules)

    def write(self, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
        writer.write(self, batches, sink, schema)

    def read(self, source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
        return reader.read(self, source, schema)

    def content(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return content.content(self, batch)


__all__ = ["Csv"]
