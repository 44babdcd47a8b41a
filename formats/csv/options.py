"""The CSV options under Spark's names, each with its field in ``Csv``, how a text is read and how it is shown again.

Names compare without letter case; unknown ones are ignored, as Spark ignores them. Sources: Spark's ``CSVOptions`` as
observed in 3.5.9, and the vendor's file formatting page, which uses the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from formats.base import FormatError
from formats.charsets import charset
from formats.codecs import codec_name

NUL = "\0"


@dataclass(frozen=True)
class Option:
    name: str
    field: str
    """The field of ``Csv``."""

    parse: Callable[[str, str], Any]
    """From the option's name and its text to the field's value; raises ``FormatError``."""

    show: Callable[[Any], str] = str
    """The inverse: a text that parses to the same value."""

    alias: str | None = None
    """Another name for the same option, which loses when both are given."""


def _text(_name: str, value: str) -> str:
    return value


def _flag(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise FormatError(f"{name} flag can be true or false", option=name, value=value, allowed="true, false")
    return value.lower() == "true"


def _show_flag(value: bool) -> str:
    return "true" if value else "false"


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


def _encoding(name: str, value: str) -> str:
    try:
        return charset(value).name
    except FormatError as error:
        raise FormatError(error.what, option=name, value=value, allowed=error.allowed) from None


OPTIONS = (
    Option("sep", "delimiter", _delimiter, _show_delimiter, alias="delimiter"),
    Option("quote", "quote", _character),
    Option("escape", "escape", _character),
    Option("charToEscapeQuoteEscaping", "escape_escape", _optional_character, lambda value: value or ""),
    Option("quoteAll", "quote_all", _flag, _show_flag),
    Option("escapeQuotes", "escape_quotes", _flag, _show_flag),
    Option("header", "header", _flag, _show_flag),
    Option("ignoreLeadingWhiteSpace", "ignore_leading_white_space", _flag, _show_flag),
    Option("ignoreTrailingWhiteSpace", "ignore_trailing_white_space", _flag, _show_flag),
    Option("nullValue", "null_value", _text),
    Option("emptyValue", "empty_value", _text),
    Option("lineSep", "line_separator", _line_separator),
    Option("encoding", "encoding", _encoding, alias="charset"),
    Option("comment", "comment", lambda name, value: _character(name, value) if value else "#"),
    Option("dateFormat", "date_format", _text),
    Option("timestampFormat", "timestamp_format", _text),
    Option("timestampNTZFormat", "timestamp_ntz_format", _text),
    Option("timeZone", "time_zone", _text),
    Option("locale", "locale", _text),
    Option("compression", "codec", lambda _name, value: codec_name(value), alias="codec"),
)


def fields_from(options: Mapping[str, str]) -> dict[str, Any]:
    """The fields of ``Csv`` that these options set."""
    given = {name.lower(): value for name, value in options.items()}
    fields = {}
    for option in OPTIONS:
        for name in filter(None, (option.name, option.alias)):
            if name.lower() in given:
                fields[option.field] = option.parse(name, given[name.lower()])
                break
    return fields
