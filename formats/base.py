"""What every format promises, and how its options are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, runtime_checkable

import pyarrow as pa


class FormatError(ValueError):
    """An option, a schema or a file that cannot be: names the option, the value and what is allowed."""

    def __init__(self, what: str, *, option: str | None = None, value: object = None, allowed: str = "") -> None:
        self.what = what
        """The fault in one clause."""
        self.option = option
        """The option's name as users write it, None when no single option is at fault."""
        self.value = value
        """The offending value as it was given."""
        self.allowed = allowed
        """What would be right."""
        given = f"{option}={value!r}: " if option else ""
        super().__init__(f"{given}{what}" + (f" (allowed: {allowed})" if allowed else ""))


@dataclass(frozen=True)
class Lookalikes:
    """Values that a format writes with the same bytes as another value."""

    null: str | None
    """The text written exactly as null is: ``""`` where null and empty are alike, None where null is unmistakable."""

    empty: str | None
    """The other text written exactly as the empty string is: the empty token, or None."""


@runtime_checkable
class Format(Protocol):
    """A file format as a value: its fields are the options, absence of an option is its default."""

    @property
    def file_type(self) -> str:
        """``csv``, ``json``, ``parquet`` or ``avro``."""

    @property
    def extension(self) -> str:
        """What a file's name ends with, codec included: ``.csv.gz``."""

    def options(self) -> dict[str, str]:
        """Every option under Spark's name and as text: ``from_options(file_type, options())`` gives the value back."""

    def check(self, schema: pa.Schema) -> None:
        """Raise ``FormatError`` when a table of this schema cannot be written."""

    def write(self, batches: Iterable[pa.RecordBatch], sink: BinaryIO, schema: pa.Schema) -> None:
        """Write one whole file; the bytes depend on the rows only, not on how batches arrived."""

    def read(self, source: BinaryIO, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
        """The inverse of ``write``, as far as one exists."""

    def content(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """What an exact reader finds in each cell, as ``string`` columns: trimmed, formatted, in the file's charset.

        Null cells are null and empty ones empty, whatever token stands for them in the file.
        """

    @property
    def lookalikes(self) -> Lookalikes:
        """The texts that cannot be told from null and from empty in a file of this format."""
