"""Formatting to start from: the vendor's three sets of defaults, and two that are none of the vendor's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import formats
from exportsim.adobe.catalogue import CSV
from exportsim.adobe.option import Option


@dataclass(frozen=True)
class Preset:
    """A file type with options, and the rule for nulls."""

    about: str
    """What it stands for, in a clause."""

    options: Mapping[str, str]
    """What it states; of what it leaves open, switches or Spark decide."""

    legacy_nulls: bool
    """Whether null takes the way of empty values, as in Spark before 3.3."""

    file_type: str = "csv"

    def options_for(self, file_type: str) -> dict[str, str]:
        """What is left of the preset for files of another type: the codec, which is the same word for all."""
        same = file_type == self.file_type
        return {name: value for name, value in self.options.items() if same or name == "compression"}

    @property
    def format(self) -> formats.Format:
        return formats.from_options(self.file_type, self.options, legacy_nulls=self.legacy_nulls)


def _stated(column: Callable[[Option], str | None]) -> dict[str, str]:
    return {option.name: value for option in CSV if (value := column(option)) is not None}


_TABLE = _stated(lambda option: option.table)
# The table's backslash is for the table's escape; left open, it follows an escape that is put over a preset.
del _TABLE["charToEscapeQuoteEscaping"]

_SPARK = {
    name: value
    for name, value in formats.from_options("csv", {}).options().items()
    # The zone belongs to a Spark session, and the codec that is Spark's default differs by file type.
    if name not in ("timeZone", "compression")
}

PRESETS: dict[str, Preset] = {
    "sdk-default": Preset(
        "the vendor's option table: what a server without csvOptions gets",
        _TABLE,
        legacy_nulls=True,
    ),
    "templated": Preset(
        "the vendor's templated example, for a customer who fills in nothing",
        _TABLE | _stated(lambda option: option.template),
        legacy_nulls=True,
    ),
    "cards": Preset(
        "the vendor's own cloud storage cards, as a customer finds them",
        _TABLE | _stated(lambda option: option.cards),
        legacy_nulls=True,
    ),
    "rfc4180": Preset(
        "what most CSV readers take: doubled quotes, nothing trimmed; lines end in LF, because with CR LF Spark turns "
        "each newline inside a value into CR LF too",
        _SPARK
        | {
            "header": "true",
            "escape": '"',
            "ignoreLeadingWhiteSpace": "false",
            "ignoreTrailingWhiteSpace": "false",
        },
        legacy_nulls=False,
    ),
    "spark": Preset("what Spark 3.5 writes when it is told nothing, without a header", _SPARK, legacy_nulls=False),
}
