"""The JSON options under Spark's names, each with its field in ``Json``.

Sources: Spark's ``JSONOptions`` as observed in 3.5.9; options that only matter for reading, and those of CSV, are
unknown here and so ignored.
"""

from __future__ import annotations

from formats.base import FormatError
from formats.options import SHARED, Option, flag, show_flag


def _line_separator(name: str, value: str) -> str:
    """Any text as it is: there are no escape sequences here."""
    if not value:
        raise FormatError("cannot be empty", option=name, value=value, allowed="one character or more")
    return value


OPTIONS = (
    Option("ignoreNullFields", "ignore_null_fields", flag, show_flag),
    Option("pretty", "pretty", flag, show_flag),
    Option("writeNonAsciiCharacterAsCodePoint", "escape_non_ascii", flag, show_flag),
    Option("lineSep", "line_separator", _line_separator),
    *SHARED,
)
