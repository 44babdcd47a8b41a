"""``csvOptions``: the vendor's option table, and what a server makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exportsim.adobe.json_file import quoted
from exportsim.adobe.notes import step
from exportsim.adobe.reader import Leaf, Reader

DOCUMENTED_DEFAULTS = {
    "sep": ",",
    "quoteAll": "false",
    "escape": "\\",
    "escapeQuotes": "true",
    "header": "true",
    "ignoreLeadingWhiteSpace": "true",
    "ignoreTrailingWhiteSpace": "true",
    "nullValue": "",
    # The table shows "" for both of these; its sample lines tell that here the two quotes are the value.
    "emptyValue": '""',
    "dateFormat": "yyyy-MM-dd",
    "timestampFormat": "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]",
    "lineSep": "\n",
}
"""What the vendor's option table promises for an option that is not given, under Spark's names."""

WITHOUT_DOCUMENTED_DEFAULT = ("quote", "charToEscapeQuoteEscaping", "encoding")

EMPTY_IS_A_VALUE = ("quote", "nullValue", "emptyValue")
"""Options for which the empty string says something of its own."""

OPTIONS = (*DOCUMENTED_DEFAULTS, *WITHOUT_DOCUMENTED_DEFAULT)
SEPARATOR_NAMES = ("sep", "delimiter")


def read_csv_options(reader: Reader, node: Mapping[str, Any], path: str) -> tuple[dict[str, str], dict[str, str]]:
    """Spark's options for a server's, and for each that was given where in the JSON it stands."""
    reader.notes.unknown_keys(node, path, (*OPTIONS, "delimiter"))
    given = {}
    for name in OPTIONS:
        leaf = reader.one(node, path, SEPARATOR_NAMES if name == "sep" else (name,))
        if leaf is not None and is_given(reader, leaf, empty_is_a_value=name in EMPTY_IS_A_VALUE):
            given[name] = leaf
    _warn_of_slips(reader, given)
    options = {**DOCUMENTED_DEFAULTS, **{name: leaf.text for name, leaf in given.items()}}
    options["quote"] = _quote(reader, given.get("quote"))
    if "encoding" not in given:
        options["encoding"] = reader.settings.take("encoding-default")
    if "charToEscapeQuoteEscaping" not in given and options["escape"] not in ("\\", options["quote"]):
        side = reader.settings.take("escape-of-escape-default")
        options["charToEscapeQuoteEscaping"] = options["escape"] if side == "escape" else "\\"
    if options["encoding"].upper() == "UTF-16":
        reader.settings.take("utf-16-byte-order")
    _warn_of_ambiguous_nulls(reader, options, path)
    return options, {name: leaf.path for name, leaf in given.items()}


def is_given(reader: Reader, leaf: Leaf, *, empty_is_a_value: bool = False) -> bool:
    """Whether a value that was filled in says anything: an empty one mostly counts as left out."""
    if leaf.text or (empty_is_a_value and not leaf.missing):
        return True
    if empty_is_a_value:
        # A template without its field prints the empty string, and here that is a value like any other.
        reader.notes.warn(leaf.path, f"asks for {', '.join(leaf.missing)}, which is not given: read as empty")
        return True
    if reader.settings.take("empty-option", about=leaf.path) == "refuse":
        reader.notes.problem(leaf.path, "comes to nothing", "a value, or the option left out")
    return False


def _quote(reader: Reader, given: Leaf | None) -> str:
    if given is None:
        return "\0" if reader.settings.take("quote-default") == "nul" else '"'
    if given.text in ("u0000", "\\u0000"):
        reader.notes.warn(given.path, f"is {quoted(given.text)} and is read as the character U+0000")
        return "\0"
    return given.text


def _warn_of_slips(reader: Reader, given: Mapping[str, Leaf]) -> None:
    """Warn of what is accepted and probably not meant, most of it copied from the vendor's own examples."""
    empty, pattern = given.get("emptyValue"), given.get("timestampFormat")
    if empty and "customerData.dateFormat" in empty.fields:
        reader.notes.warn(empty.path, "asks for customerData.dateFormat: empty values will read like a date pattern")
    if pattern and _has_minutes_without_hours(pattern.text):
        reader.notes.warn(pattern.path, f"{quoted(pattern.text)} writes minutes without hours; HH is missing")
    encoding, line = given.get("encoding"), given.get("lineSep")
    if encoding and encoding.text.upper() not in ("UTF-8", "UTF-16"):
        reader.notes.warn(encoding.path, f"{quoted(encoding.text)} is not offered; known: UTF-8, UTF-16")
    if line and len(line.text) > 1:
        reader.notes.warn(line.path, f"{quoted(line.text)} is longer than the one character that is offered")


def _has_minutes_without_hours(pattern: str) -> bool:
    letters = re.sub(r"'[^']*'?", "", pattern)
    return "m" in letters and not re.search("[HhKk]", letters)


def _warn_of_ambiguous_nulls(reader: Reader, options: Mapping[str, str], path: str) -> None:
    if options["nullValue"] == '""' and options["quote"] == '"' and options["emptyValue"] == '""':
        reader.notes.warn(
            step(path, "nullValue"),
            'with quote " and both values "" a null is written as "\\"\\"": the vendor advises against it',
        )
