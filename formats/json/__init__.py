"""JSON, one object a row, in the dialect of Apache Spark: what the platform writes.

The rules, with their evidence, are those of Spark 3.5.9; ``values`` states them for columns, ``objects`` for what
holds others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import pyarrow as pa

from formats.base import Lookalikes
from formats.codecs import CODECS, CodecName
from formats.json import content, reader, writer
from formats.json.layout import Layout
from formats.json.options import OPTIONS
from formats.json.types import check_schema
from formats.json.values import JsonTexts
from formats.options import fields_from
from formats.text import TextRules, check


@dataclass(frozen=True)
class Json:
    """A JSON dialect as a value. Defaults are Spark's writer defaults."""

    ignore_null_fields: bool = True
    """Leave null fields out, at every level; nulls in arrays and maps are written anyway."""

    pretty: bool = False
    """Each field on a line of its own."""

    escape_non_ascii: bool = False
    r"""Write all beyond ASCII as ``\uXXXX``."""

    line_separator: str = "\n"
    """After each object; one character or more."""

    encoding: str = "UTF-8"
    """Java's name of the charset."""

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

    @classmethod
    def from_options(cls, options: Mapping[str, str], *, legacy_nulls: bool = False) -> Json:
        """The dialect that Spark's options mean; ``FormatError`` for a value Spark refuses.

        ``legacy_nulls`` is a rule of CSV: JSON has always told null from empty.
        """
        format = cls(**fields_from(options, OPTIONS))
        check(format.text_rules)
        return format

    @property
    def file_type(self) -> str:
        return "json"

    @property
    def extension(self) -> str:
        return ".json" + CODECS[self.codec].suffix

    def options(self) -> dict[str, str]:
        """Every option under Spark's name: ``from_options`` gives the same format back."""
        return {option.name: option.show(getattr(self, option.field)) for option in OPTIONS}

    @cached_property
    def text_rules(self) -> TextRules:
        """How moments become text."""
        return TextRules(
            date_format=self.date_format,
            timestamp_format=self.timestamp_format,
            timestamp_ntz_format=self.timestamp_ntz_format,
            time_zone=self.time_zone,
            locale=self.locale,
        )

    @cached_property
    def texts(self) -> JsonTexts:
        """How columns are written."""
        return JsonTexts(self.text_rules, self.ignore_null_fields, Layout(self.pretty), self.escape_non_ascii)

    @property
    def lookalikes(self) -> Lookalikes:
        """None: null is ``null`` or absent, which mean the same, and empty is ``""``."""
        return Lookalikes(None, None)

    def check(self, schema: pa.Schema) -> None:
        check_schema(schema, self.text_rules)

    def write(self, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
        writer.write(self, batches, sink, schema)

    def read(self, source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
        return reader.read(self, source, schema)

    def content(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return content.content(self, batch)


__all__ = ["Json"]
