"""The CSV options under Spark's names, each with its field in ``Csv``, how a text is read and how it is shown again.

Names compare without letter case; unknown ones are ignored, as Spark ignores them. Sources: Spark's ``CSVOptions`` as
observed in 3.5.9, and the vendor's file formatting page, which uses the same names.
"""

from __future__ import annotations

from formats.base import FormatError
from formats.options import SHARED, Option, flag, show_flag, text

NUL = "\0"


def _units(text: str) -> int:
    """The length in UTF-16 code units, which is what Java counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _character(name: str, value: str) -> str:
    """One character of the Basic Multilingual Plane; the empty text is U+0000, there is no way to say *none*."""
    if _units(value) > 1:
        raise FormatError(
            "cannot be more than one character",
            option=name,
            value=value,
            allowed="one character of the Basic Multilingual Plane; empty means U+0000",
        )
    return value or NUL


def _optional_character(name: str, value: str) -> str | None:
    return _character(name, value) if value else None


_DELIMITER_ESCAPES = {"t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def _delimiter(name: str, value: str) -> str:
    """Backslash sequences are resolved anywhere in the text; everything else stands for itself."""
    allowed = r"one character or more; \t \r \b \f \" \' \\ as sequences, any other special character as itself"
    if not value:
        raise FormatError("the delimiter cannot be empty", option=name, value=value, allowed=allowed)
    pieces, position = [], 0
    while position < len(value):
        character = value[position]
        if character == "\\":
            position += 1
            if position == len(value):
                raise FormatError(
                    "a single backslash begins an escape sequence; write two for a backslash",
                    option=name,
                    value=value,
                    allowed=allowed,
                )
            character = _DELIMITER_ESCAPES.get(value[position], "")
            if not character:
                what = f"\\{value[position]} is not a special character for a delimiter"
                raise FormatError(what, option=name, value=value, allowed=allowed)
        pieces.append(character)
        position += 1
    return "".join(pieces)


def _show_delimiter(value: str) -> str:
    return value.replace("\\", "\\\\")


def _line_separator(name: str, value: str) -> str:
    """One or two characters as they are: there are no escape sequences here."""
    if not 1 <= _units(value) <= 2:
        allowed = "one character, or two such as CR LF; no escape sequences"
        raise FormatError("must be one or two characters", option=name, value=value, allowed=allowed)
    return value


OPTIONS = (
    Option("sep", "delimiter", _delimiter, _show_delimiter, alias="delimiter"),
    Option("quote", "quote", _character),
    Option("escape", "escape", _character),
    Option("charToEscapeQuoteEscaping", "escape_escape", _optional_character, lambda value: value or ""),
    Option("quoteAll", "quote_all", flag, show_flag),
    Option("escapeQuotes", "escape_quotes", flag, show_flag),
    Option("header", "header", flag, show_flag),
    Option("ignoreLeadingWhiteSpace", "ignore_leading_white_space", flag, show_flag),
    Option("ignoreTrailingWhiteSpace", "ignore_trailing_white_space", flag, show_flag),
    Option("nullValue", "null_value", text),
    Option("emptyValue", "empty_value", text),
    Option("lineSep", "line_separator", _line_separator),
    Option("comment", "comment", lambda name, value: _character(name, value) if value else "#"),
    *SHARED,
)
