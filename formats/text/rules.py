"""How values become text, as options; and which options and columns cannot be."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from formats.base import FormatError
from formats.kinds import is_text
from formats.text import patterns, temporal
from formats.text.locales import load_locale
from formats.text.temporal import Moments
from formats.text.typenames import spark_name
from formats.text.zones import load_zone

_HAVE_TEXT = (
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal,
    pa.types.is_date,
    pa.types.is_timestamp,
)


@dataclass(frozen=True)
class TextRules:
    """Patterns, zone and language of dates and timestamps, as Spark 3.5 takes them and with its defaults."""

    date_format: str = "yyyy-MM-dd"
    timestamp_format: str = "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]"
    """For instants: timestamps with a zone in their kind."""

    timestamp_ntz_format: str = "yyyy-MM-dd'T'HH:mm:ss[.SSS]"
    """For wall-clock times: timestamps without one."""

    time_zone: str = "UTC"
    """Where instants are read off a clock; the zone in an Arrow type only says that values are instants."""

    locale: str = "en-US"
    """A language tag: ``en-US``, ``en``, ``de-DE`` or ``de``."""


def check(rules: TextRules) -> None:
    """Raise ``FormatError`` for a pattern, zone or locale that no table can be written with."""
    patterns.parse("dateFormat", rules.date_format)
    patterns.parse("timestampFormat", rules.timestamp_format)
    patterns.parse("timestampNTZFormat", rules.timestamp_ntz_format)
    load_zone(rules.time_zone)
    load_locale(rules.locale)


def check_type(column: str, kind: pa.DataType, rules: TextRules) -> None:
    """Raise ``FormatError`` for a column without text, or whose pattern asks for an unknown zone name."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not has_text(kind):
        raise FormatError(
            f'there is no text for the column `{column}` of the type "{spark_name(kind)}"',
            allowed="boolean, numbers, strings, dates and timestamps",
        )
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        temporal.compiled(moments(kind, rules))


def has_text(kind: pa.DataType) -> bool:
    """Whether values of this type have a text of their own."""
    return is_text(kind) or any(is_one(kind) for is_one in _HAVE_TEXT)


def moments(kind: pa.DataType, rules: TextRules) -> Moments:
    """Find how a date or timestamp type is written."""
    if pa.types.is_date(kind):
        return Moments("dateFormat", rules.date_format, rules.locale, None)
    if kind.tz is None:
        return Moments("timestampNTZFormat", rules.timestamp_ntz_format, rules.locale, None)
    return Moments("timestampFormat", rules.timestamp_format, rules.locale, rules.time_zone)
