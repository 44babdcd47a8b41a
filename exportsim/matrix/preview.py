"""The first lines of a file as a person would want them, and where they differ from those of another."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

import formats
from formats import Avro, Csv, Format, Json, Parquet
from formats.avro.container import read_header
from formats.stream import open_text

LINES = 16
"""Ten rows of CSV with the line breaks in them."""

CHARACTERS = 6_000
ROWS = 3
"""Of a file that is no text, as JSON below its schema."""

_TOKEN = re.compile(r"\w+|\W")


class Stretch(NamedTuple):
    """A piece of a line."""

    text: str
    """Empty and different where something of the other line is missing."""

    different: bool


def first_lines(data: bytes, format: Format) -> list[str]:
    """The first lines of a whole file, unpacked and decoded, each with its end; of a typed file what it says of itself.

    Where rows end in a line feed a line ends there too; under another separator, there.
    """
    match format:
        case Csv() | Json():
            text = open_text(io.BytesIO(data), format.encoding, format.codec).read(CHARACTERS)
            end = "\n" if "\n" in format.line_separator else format.line_separator
            return [line + end for line in text.split(end)[:LINES] if line]
        case Parquet():
            return _parquet(data) + _rows(data, format)
        case Avro():
            return _avro(data) + _rows(data, format)
        case _:
            raise TypeError(f"{type(format).__name__} has no preview")


def compared(lines: Sequence[str], others: Sequence[str]) -> list[list[Stretch]]:
    """The lines in stretches that are, and are not, in the corresponding line of ``others``."""
    found: list[list[Stretch]] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [[Stretch(line, False)] for line in lines[start:end]]
        else:
            some = others[other_start:other_end][: end - start]
            found += [_stretches(line, other) for line, other in zip_longest(lines[start:end], some, fillvalue="")]
    return found


def _stretches(line: str, other: str) -> list[Stretch]:
    tokens, others = _TOKEN.findall(line), _TOKEN.findall(other)
    matcher = SequenceMatcher(None, tokens, others, autojunk=False)
    return [Stretch("".join(tokens[start:end]), kind != "equal") for kind, start, end, _, _ in matcher.get_opcodes()]


def _parquet(data: bytes) -> list[str]:
    file = pq.ParquetFile(pa.BufferReader(data))
    codec = file.metadata.row_group(0).column(0).compression
    schema = str(file.schema).partition("\n")[2].strip().splitlines()
    return [f"codec: {codec}\n", *(f"{line.rstrip()}\n" for line in schema)]


def _avro(data: bytes) -> list[str]:
    metadata = read_header(io.BytesIO(data)).metadata
    codec = metadata.get("avro.codec", b"null").decode()
    fields = json.loads(metadata["avro.schema"])["fields"]
    return [f"codec: {codec}\n", *(f"{field['name']}: {json.dumps(field['type'])}\n" for field in fields)]


def _rows(data: bytes, format: Format) -> list[str]:
    table = pa.Table.from_batches(formats.read(io.BytesIO(data), format)).slice(0, ROWS)
    return formats.dumps(table, Json()).decode().splitlines(keepends=True)
