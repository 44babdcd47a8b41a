"""Along what the matrix goes: every option of the catalogue with its values, around one base for each file type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import formats
from exportsim.adobe import PRESETS, SWITCHES, Option
from exportsim.adobe.catalogue import CATALOGUE, COMPRESSION, PARQUET, server_defaults
from formats import Format, FormatError

LEGACY_NULLS = "legacy-nulls"
"""The one axis that is no option of Spark's: a switch, for which rule of nulls the platform goes by."""

BASES: dict[str, Mapping[str, str]] = {
    **{file_type: server_defaults(file_type) for file_type in CATALOGUE},
    "csv": {**PRESETS["sdk-default"].options, "quote": '"', LEGACY_NULLS: "true"},
}
"""By file type what the files have in common but for what they are about; the rest is Spark's default.

For CSV it is the vendor's option table with the double quote: under the table's own U+0000 hardly another option would
show. That quote is a file of the matrix like any other.
"""

SAMPLES: dict[str, tuple[str, ...]] = {
    "sep": ("||",),
    "quote": ("'",),
    "escape": ('"',),
    "charToEscapeQuoteEscaping": ("^", "\0"),
    "nullValue": (r"\N",),
    "lineSep": ("\r\n", "\r"),
    "comment": ("\0", ";"),
    "encoding": ("UTF-16", "UTF-16LE", "ISO-8859-1", "windows-1252", "US-ASCII"),
    "dateFormat": ("dd.MM.yyyy", "MM/dd/yyyy", "d MMMM yyyy"),
    "timestampFormat": ("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", "MM/dd/yyyy hh:mm a"),
    "timestampNTZFormat": ("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS"),
    "timeZone": ("America/New_York", "Europe/Berlin", "+05:30"),
    "locale": ("de-DE",),
}
"""Values of options that can be more than can be listed, beside those that the vendor documents."""

COMPANIONS: dict[str, Mapping[str, str]] = {"locale": {"dateFormat": "d MMMM yyyy"}}
"""What must be said too, or an option would not show."""


@dataclass(frozen=True)
class Axis:
    """One option and the values it takes in the matrix."""

    name: str
    about: str
    """What it decides, in a clause."""

    values: tuple[str, ...]
    """The base's value first; no two mean the same."""

    @property
    def default(self) -> str:
        return self.values[0]


def build(file_type: str, changes: Mapping[str, str]) -> Format:
    """The base with some options changed; ``FormatError`` for a value that Spark refuses."""
    options = {**BASES[file_type], **changes}
    legacy = options.pop(LEGACY_NULLS, "false")
    return formats.from_options(file_type, options, legacy_nulls=legacy == "true")


def axes(file_type: str) -> tuple[Axis, ...]:
    """Every option that is catalogued for the file type, then the rule of nulls where it matters."""
    found = [_axis(file_type, option) for option in CATALOGUE[file_type]]
    if LEGACY_NULLS in BASES[file_type]:
        about = "whether null takes the way of empty values, as in Spark before 3.3"
        found.append(Axis(LEGACY_NULLS, about, SWITCHES[LEGACY_NULLS].values))
    return tuple(found)


def refused_codecs(file_type: str) -> Iterator[tuple[str, str]]:
    """The codecs that a server may name, or that Spark has for Parquet, and that these files cannot have: why."""
    codecs = {option.name: option.words for option in PARQUET}[COMPRESSION.name]
    for word in dict.fromkeys((*COMPRESSION.server_words, *codecs)):
        try:
            build(file_type, {COMPRESSION.name: word})
        except FormatError as error:
            yield word, f"{error.what}; known: {error.allowed}"


def _axis(file_type: str, option: Option) -> Axis:
    documented = (option.table, option.template, option.cards, *option.cards_offer)
    candidates = (*option.words, *(value for value in documented if value is not None), *SAMPLES.get(option.name, ()))
    default = _meaning(option, build(file_type, {}))
    values = {default: default}
    for value in candidates:
        values.setdefault(_meaning(option, build(file_type, {option.name: value})), value)
    return Axis(option.name, option.about, tuple(values.values()))


def _meaning(option: Option, format: Format) -> str:
    """What the format says of an option: two values that mean the same are one."""
    said = format.options()
    return next(said[name] for name in (option.name, *option.aliases) if name in said)
