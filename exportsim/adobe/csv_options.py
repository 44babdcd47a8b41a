"""``csvOptions``: what a server gives, and what the vendor leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from exportsim.adobe.catalogue import CSV
from exportsim.adobe.json_file import quoted
from exportsim.adobe.notes import Notes
from exportsim.adobe.reader import Leaf, Reader
from exportsim.adobe.switches import Settings

NODE = "csvOptions."
SPELLINGS = {
    option: tuple(key.removeprefix(NODE) for key in option.keys)
    for option in CSV
    if any(key.startswith(NODE) for key in option.keys)
}
"""The options that stand in this node, each with its names there."""

NUL = "\0"


def read_csv_options(reader: Reader, node: Mapping[str, Any], path: str) -> dict[str, Leaf]:
    """What a server says, by the catalogue's names."""
    reader.notes.unknown_keys(node, path, chain.from_iterable(SPELLINGS.values()))
    given = {}
    for option, names in SPELLINGS.items():
        reader.spelled(node, path, names)
        leaf = reader.one(node, path, names)
        if leaf is not None and is_given(reader, leaf, empty_counts=option.empty_counts):
            given[option.name] = leaf
    return given


def is_given(reader: Reader, leaf: Leaf, *, empty_counts: bool = False) -> bool:
    """Whether a value that was filled in says anything: an empty one mostly counts as left out."""
    if leaf.text or (empty_counts and not leaf.missing):
        return True
    if empty_counts:
        # A template without its field prints the empty string, and here that is a value like any other.
        sentence = f"asks for {', '.join(leaf.missing)}, which is not given: read as empty"
        reader.notes.warn(leaf.path, sentence, code="field-not-given")
        return True
    if reader.settings.take("empty-option", about=leaf.path) == "refuse":
        reader.notes.problem(leaf.path, "comes to nothing", "a value, or the option left out")
    return False


def with_quote_spelled_out(notes: Notes, given: Mapping[str, Leaf]) -> dict[str, Leaf]:
    """The options with U+0000 as the quote where its name is written out, as the vendor's example does."""
    quote = given.get("quote")
    if quote is None or quote.text not in ("u0000", "\\u0000"):
        return dict(given)
    sentence = f"is {quoted(quote.text)} and is read as the character U+0000"
    notes.warn(quote.path, sentence, code="nul-spelled-out")
    return {**given, "quote": replace(quote, text=NUL)}


def fill_gaps(settings: Settings, options: dict[str, str]) -> None:
    """Decide what neither a server nor the vendor's option table says."""
    if "quote" not in options:
        options["quote"] = NUL if settings.take("quote-default") == "nul" else '"'
    if "encoding" not in options:
        options["encoding"] = settings.take("encoding-default")
    if "charToEscapeQuoteEscaping" not in options and options["escape"] not in ("\\", options["quote"]):
        side = settings.take("escape-of-escape-default")
        options["charToEscapeQuoteEscaping"] = options["escape"] if side == "escape" else "\\"
    if options["encoding"].upper() == "UTF-16":
        settings.take("utf-16-byte-order")


def warn_of_slips(notes: Notes, given: Mapping[str, Leaf], options: Mapping[str, str]) -> None:
    """Warn of what is accepted and probably not meant, most of it copied from the vendor's own examples."""
    empty, null, pattern = given.get("emptyValue"), given.get("nullValue"), given.get("timestampFormat")
    if empty and "customerData.dateFormat" in empty.fields:
        sentence = "asks for customerData.dateFormat: empty values will read like a date pattern"
        notes.warn(empty.path, sentence, code="empty-value-from-date-format")
    if pattern and _has_minutes_without_hours(pattern.text):
        sentence = f"{quoted(pattern.text)} writes minutes without hours; HH is missing"
        notes.warn(pattern.path, sentence, code="timestamp-without-hours")
    encoding, line = given.get("encoding"), given.get("lineSep")
    if encoding and encoding.text.upper() not in ("UTF-8", "UTF-16"):
        sentence = f"{quoted(encoding.text)} is not offered; known: UTF-8, UTF-16"
        notes.warn(encoding.path, sentence, code="encoding-not-listed")
    if line and len(line.text) > 1:
        sentence = f"{quoted(line.text)} is longer than the one character that is offered"
        notes.warn(line.path, sentence, code="line-end-too-long")
    if null and (null.text, options["quote"], options["emptyValue"]) == ('""', '"', '""'):
        advice = 'with quote " and both values "" a null is written as "\\"\\"": the vendor advises against it'
        notes.warn(null.path, advice, code="null-value-escaped")


def _has_minutes_without_hours(pattern: str) -> bool:
    letters = re.sub(r"'[^']*'?", "", pattern)
    return "m" in letters and not re.search("[HhKk]", letters)
