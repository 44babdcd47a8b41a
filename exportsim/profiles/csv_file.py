"""Profiles in CSV: the first line has paths or plain names, every value is text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Audience
from exportsim.profiles.inputs import Input
from exportsim.profiles.lookup import candidates
from exportsim.profiles.paths import spell, unknown
from exportsim.profiles.source import Source, broken, check_encoding, read_bytes


def open_csv(path: Path, wanted: Sequence[Input], audience: Audience) -> Source:
    """RFC 4180, by commas, in ``.tsv`` by tabs; nothing between delimiters is null, ``""`` is an empty text.

    No type is guessed: ``00420`` stays what it is.
    """
    names = header(path)
    found: dict[str, str] = {}
    problems = []
    for column in wanted:
        flat = (spell(steps) for steps in candidates(column, audience))
        name = next((name for name in [column.source, *flat, column.target] if name in names), None)
        if name is None and column.optional:
            continue
        if name is None:
            problems.append(unknown(column, names, f"is not in the header of {path}"))
        elif names.count(name) > 1:
            problems.append(Problem(f"{path}:1", f"{name!r} stands {names.count(name)} times in the header"))
        else:
            found[column.target] = name
    if problems:
        raise ConfigurationError(problems)
    schema = pa.schema([(target, pa.string()) for target in found])
    return Source(schema, _batches(path, found, schema), None)


def header(path: Path) -> list[str]:
    """The names in the first line; ``ConfigurationError`` where there are none."""
    with io.TextIOWrapper(read_bytes(path), "utf-8-sig", "replace", newline="") as file:
        names = next(csv.reader(file, delimiter=_delimiter(path)), [])
    if not names:
        raise broken(f"{path}:1", "no header", "names of columns in the first line")
    return names


def _batches(path: Path, found: dict[str, str], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    convert = pc.ConvertOptions(
        column_types=dict.fromkeys(found.values(), pa.string()),
        include_columns=list(dict.fromkeys(found.values())),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    parse = pc.ParseOptions(delimiter=_delimiter(path), newlines_in_values=True)
    try:
        with (
            read_bytes(path) as file,
            pc.open_csv(file, parse_options=parse, convert_options=convert) as reader,
        ):
            for batch in reader:
                yield pa.RecordBatch.from_arrays([batch.column(name) for name in found.values()], schema=schema)
    except pa.ArrowInvalid as error:
        _explain(path)
        raise broken(str(path), f"no CSV: {error}") from error


def _explain(path: Path) -> None:
    """Arrow does not tell the line; reading once more, row by row, does."""
    check_encoding(path)
    with io.TextIOWrapper(read_bytes(path), "utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=_delimiter(path))
        width, line = len(next(rows)), rows.line_num + 1
        with suppress(csv.Error):
            for row in rows:
                if row and len(row) != width:
                    raise broken(f"{path}:{line}", f"{len(row)} values where the header has {width}")
                line = rows.line_num + 1


def _delimiter(path: Path) -> str:
    return "\t" if ".tsv" in path.suffixes else ","
