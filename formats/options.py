"""Options of text formats under Spark's names: how a text becomes a field of the format, and is shown again.

Names compare without letter case; unknown ones are ignored, as Spark ignores them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formats.base import FormatError
from formats.charsets import charset
from formats.codecs import codec_name


@dataclass(frozen=True)
class Option:
    name: str
    field: str
    """The field of the format."""

    parse: Callable[[str, str], Any]
    """From the option's name and its text to the field's value; raises ``FormatError``."""

    show: Callable[[Any], str] = str
    """The inverse: a text that parses to the same value."""

    alias: str | None = None
    """Another name for the same option, which loses when both are given."""


def text(_name: str, value: str) -> str:
    return value


def flag(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise FormatError(f"{name} flag can be true or false", option=name, value=value, allowed="true, false")
    return value.lower() == "true"


def show_flag(value: bool) -> str:
    return "true" if value else "false"


def encoding(name: str, value: str) -> str:
    """Java's canonical name of a charset."""
    try:
        return charset(value).name
    except FormatError as error:
        raise FormatError(error.what, option=name, value=value, allowed=error.allowed) from None


SHARED = (
    Option("encoding", "encoding", encoding, alias="charset"),
    Option("dateFormat", "date_format", text),
    Option("timestampFormat", "timestamp_format", text),
    Option("timestampNTZFormat", "timestamp_ntz_format", text),
    Option("timeZone", "time_zone", text),
    Option("locale", "locale", text),
    Option("compression", "codec", lambda _name, value: codec_name(value), alias="codec"),
)
"""What every text format understands."""


def fields_from(options: Mapping[str, str], known: Sequence[Option]) -> dict[str, Any]:
    """The fields of a format that these options set."""
    given = {name.lower(): value for name, value in options.items()}
    fields = {}
    for option in known:
        for name in filter(None, (option.name, option.alias)):
            if name.lower() in given:
                fields[option.field] = option.parse(name, given[name.lower()])
                break
    return fields
