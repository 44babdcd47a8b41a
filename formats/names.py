"""Column names that a table can be written with."""

from __future__ import annotations

import pyarrow as pa

from formats.base import FormatError


def check_names(schema: pa.Schema, file_type: str) -> None:
    """Raise ``FormatError`` for a table without columns, and for names that are equal but for letter case."""
    if not schema.names:
        raise FormatError(f"a table without columns cannot be written as {file_type}")
    spellings: dict[str, str] = {}
    for name in schema.names:
        folded = name.lower()
        if folded in spellings:
            raise FormatError(f"columns {spellings[folded]!r} and {name!r} have the same name but for letter case")
        spellings[folded] = name
