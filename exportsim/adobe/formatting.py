"""``fileConfigurations``: the file format, the row limit and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import formats
from exportsim.adobe.csv_options import is_given, read_csv_options
from exportsim.adobe.json_file import describe, quoted
from exportsim.adobe.notes import step
from exportsim.adobe.reader import Reader

FILE_TYPES = ("csv", "json", "parquet")
CODECS = ("none", "gzip", "bzip2", "lz4", "snappy", "deflate")

KEYS = ("compression", "fileType", "csvOptions", "maxFileRowCount", "includeFileManifest")

DEFAULT_ROW_LIMIT = 5_000_000
ROW_LIMITS = range(1_000_000, 10_000_001)


def read_format(reader: Reader, node: Mapping[str, Any], path: str) -> formats.Format | None:
    """Build the format that the options describe; None where no format comes of them."""
    settings = reader.settings
    file_type = _word(reader, node, path, "fileType", FILE_TYPES, "a file type")
    codec = _word(reader, node, path, "compression", CODECS, "a codec")
    if codec == "deflate":
        reader.notes.warn(step(path, "compression"), "deflate is offered in the guides only, not in the option table")
    options: dict[str, str] = {}
    places: dict[str, str] = {}
    if file_type == "csv":
        csv_path = step(path, "csvOptions")
        csv_options = reader.child(node, path, "csvOptions") if "csvOptions" in node else {}
        options, places = read_csv_options(reader, csv_options or {}, csv_path)
        settings.take("header-in-parts")
    if file_type == "json":
        settings.take("json-framing")
    if file_type != "parquet":
        options["timeZone"] = settings.take("time-zone")
        if codec in ("lz4", "snappy"):
            settings.take("codec-framing")
    if codec != "none":
        settings.take("codec-extension")
    options["compression"] = codec
    places["compression"] = f"{step(path, 'compression')}.value"
    legacy_nulls = file_type == "csv" and settings.take("legacy-nulls") == "true"
    return _build(reader, file_type, options, places, path, legacy_nulls=legacy_nulls)


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


def read_row_limit(reader: Reader, node: Mapping[str, Any], path: str) -> int:
    """Read after how many rows a new file begins."""
    limit = node.get("maxFileRowCount", DEFAULT_ROW_LIMIT)
    at = step(path, "maxFileRowCount")
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        reader.notes.problem(at, f"is {describe(limit)}", "a bare integer from 1000000 to 10000000")
        return DEFAULT_ROW_LIMIT
    if limit not in ROW_LIMITS:
        reader.notes.warn(at, f"{limit} is outside the documented 1000000 to 10000000")
    return limit


def read_manifest(reader: Reader, node: Mapping[str, Any], path: str) -> bool:
    """Read whether a manifest goes with the files."""
    manifest = _manifest(reader, node, path)
    if manifest is None:
        manifest = reader.settings.take("manifest-default") == "on"
    if manifest:
        reader.settings.take("manifest-size")
    return manifest


def _manifest(reader: Reader, node: Mapping[str, Any], path: str) -> bool | None:
    value = node.get("includeFileManifest")
    if "includeFileManifest" not in node or isinstance(value, bool):
        return value
    leaf = reader.leaf(value, step(path, "includeFileManifest"))
    if leaf is None or not is_given(reader, leaf):
        return None
    if leaf.text.lower() not in ("true", "false"):
        reader.notes.problem(leaf.path, f"comes to {quoted(leaf.text)}", "known: true, false")
    return leaf.text.lower() == "true"


def _word(reader: Reader, node: Mapping[str, Any], path: str, key: str, words: tuple[str, ...], what: str) -> str:
    """One of a few words in any letter case; the first of them where none is given."""
    leaf = reader.one(node, path, (key,))
    if leaf is None or not is_given(reader, leaf):
        return words[0]
    # The vendor's own pages disagree on the letter case of these two.
    word = leaf.text.lower()
    if word not in words:
        reader.notes.problem(leaf.path, f"{quoted(leaf.text)} is not {what}", "known: " + ", ".join(words))
        return words[0]
    return word
