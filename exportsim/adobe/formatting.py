"""``fileConfigurations``: the file format, the row limit and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import formats
from exportsim.adobe.catalogue import CATALOGUE, COMPRESSION, CSV, FILES, named, server_defaults
from exportsim.adobe.csv_options import (
    fill_gaps,
    is_given,
    read_csv_options,
    warn_of_slips,
    with_quote_spelled_out,
)
from exportsim.adobe.json_file import describe, quoted
from exportsim.adobe.notes import step
from exportsim.adobe.overlay import NOTHING, Overlay, warn_of_idle
from exportsim.adobe.presets import Preset
from exportsim.adobe.reader import Leaf, Reader

KEYS = tuple(dict.fromkeys(key.partition(".")[0] for option in (*FILES, *CSV) for key in option.keys))

FILE_TYPE, ROW_LIMIT, MANIFEST = FILES

ROW_LIMITS = range(1_000_000, 10_000_001)
DEFAULT_ROW_LIMIT = int(str(ROW_LIMIT.table))


def read_format(
    reader: Reader,
    node: Mapping[str, Any],
    path: str,
    *,
    start: Preset | None = None,
    overlay: Overlay = NOTHING,
) -> formats.Format | None:
    """Build the format that the options describe; None where no format comes of them.

    A preset to ``start`` from takes the place of all that the server says, ``overlay`` of single options.
    """
    settings = reader.settings
    node = {} if start else node
    file_type = _file_type(reader, node, path, start, overlay)
    given = {**_given(reader, node, path, file_type), **overlay}
    warn_of_idle(reader.notes, overlay, file_type)
    if file_type == "csv":
        given = with_quote_spelled_out(reader.notes, given)
    options = start.options_for(file_type) if start else server_defaults(file_type)
    options |= {option.name: given[option.name].text for option in CATALOGUE[file_type] if option.name in given}
    if file_type == "csv":
        fill_gaps(settings, options)
        warn_of_slips(reader.notes, given, options)
    if "timeZone" in named(file_type) and "timeZone" not in options:
        options["timeZone"] = settings.take("time-zone")
    legacy_nulls = file_type == "csv" and settings.take("legacy-nulls") == "true"
    places = {name: leaf.path for name, leaf in given.items()}
    format = _build(reader, file_type, options, places, path, legacy_nulls=legacy_nulls)
    if format is not None:
        _take_what_it_depends_on(reader, format)
    return format


def _file_type(reader: Reader, node: Mapping[str, Any], path: str, start: Preset | None, overlay: Overlay) -> str:
    said = overlay.get(FILE_TYPE.name)
    # The vendor's words bind a server; for what a user says, whatever can be written will do.
    words = FILE_TYPE.words if said else FILE_TYPE.server_words
    leaf = _word(reader, said or reader.one(node, path, FILE_TYPE.keys), words, "a file type")
    if leaf is not None:
        return leaf.text
    return start.file_type if start else str(FILE_TYPE.table)


def _given(reader: Reader, node: Mapping[str, Any], path: str, file_type: str) -> dict[str, Leaf]:
    """What a server says, by the catalogue's names."""
    given = {}
    leaf = _word(reader, reader.one(node, path, COMPRESSION.keys), COMPRESSION.server_words, "a codec")
    if leaf is not None:
        given[COMPRESSION.name] = leaf
        if leaf.text == "deflate":
            sentence = "deflate is offered in the guides only, not in the option table"
            reader.notes.warn(leaf.path, sentence, code="codec-not-listed")
    if file_type == "csv" and "csvOptions" in node:
        csv_options = reader.child(node, path, "csvOptions") or {}
        given |= read_csv_options(reader, csv_options, step(path, "csvOptions"))
    return given


def _take_what_it_depends_on(reader: Reader, format: formats.Format) -> None:
    codec = format.options()[COMPRESSION.name]
    if format.file_type == "csv":
        reader.settings.take("header-in-parts")
    if format.file_type == "json":
        reader.settings.take("json-framing")
    if format.file_type in ("csv", "json") and codec in ("lz4", "snappy"):
        reader.settings.take("codec-framing")
    if format.extension != f".{format.file_type}":
        reader.settings.take("codec-extension")


def _build(
    reader: Reader,
    file_type: str,
    options: dict[str, str],
    places: Mapping[str, str],
    path: str,
    *,
    legacy_nulls: bool,
) -> formats.Format | None:
    """Build the format, leaving out each option that is refused so that the next fault is found too."""
    while True:
        try:
            return formats.from_options(file_type, options, legacy_nulls=legacy_nulls)
        except formats.FormatError as error:
            name = next((name for name in options if name.lower() == (error.option or "").lower()), None)
            value = f"{quoted(str(error.value))}: " if error.value is not None else ""
            reader.notes.problem(places.get(name or "", path), f"{value}{error.what}", error.allowed)
            if name is None:
                return None
            del options[name]


def read_row_limit(reader: Reader, node: Mapping[str, Any], path: str, said: Leaf | None = None) -> int:
    """Read after how many rows a new file begins; what a user ``said`` goes before the server."""
    at = said.path if said else step(path, ROW_LIMIT.name)
    limit = _number(said.text) if said else node.get(ROW_LIMIT.name, DEFAULT_ROW_LIMIT)
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        reader.notes.problem(at, f"is {describe(limit)}", "a bare integer from 1000000 to 10000000")
        return DEFAULT_ROW_LIMIT
    if limit not in ROW_LIMITS:
        sentence = f"{limit} is outside the documented 1000000 to 10000000"
        reader.notes.warn(at, sentence, code="row-limit-out-of-range")
    return limit


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else text


def read_manifest(reader: Reader, node: Mapping[str, Any], path: str, said: Leaf | None = None) -> bool:
    """Read whether a manifest goes with the files; what a user ``said`` goes before the server."""
    manifest = _manifest(reader, node, path, said)
    if manifest is None:
        manifest = reader.settings.take("manifest-default") == "on"
    if manifest:
        reader.settings.take("manifest-size")
    return manifest


def _manifest(reader: Reader, node: Mapping[str, Any], path: str, said: Leaf | None) -> bool | None:
    value = node.get(MANIFEST.name)
    if said is None and isinstance(value, bool):
        return value
    leaf = said or reader.one(node, path, MANIFEST.keys)
    if leaf is None or not is_given(reader, leaf):
        return None
    if leaf.text.lower() not in MANIFEST.words:
        reader.notes.problem(leaf.path, f"comes to {quoted(leaf.text)}", f"known: {MANIFEST.allowed_text}")
    return leaf.text.lower() == "true"


def _word(reader: Reader, leaf: Leaf | None, words: tuple[str, ...], what: str) -> Leaf | None:
    """What was given as one of a few words in small letters; None where nothing was, or none of them."""
    if leaf is None or not is_given(reader, leaf):
        return None
    # The vendor's own pages disagree on the letter case of these.
    word = leaf.text.lower()
    if word in words:
        return replace(leaf, text=word)
    reader.notes.problem(leaf.path, f"{quoted(leaf.text)} is not {what}", "known: " + ", ".join(words))
    return None
