"""What every kind of profile file opens as."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Audience
from exportsim.profiles.inputs import Input


class Source(NamedTuple):
    """An opened file, ready to be read once."""

    schema: pa.Schema
    """A field for each input that was found, by its name."""

    batches: Iterator[pa.RecordBatch]
    """Of any size; raises ``ConfigurationError`` where the file turns out to be broken."""

    total: int | None
    """How many profiles there are, where the file says so."""


Open = Callable[[Path, Sequence[Input], Audience], Source]
"""Opens a file and finds the inputs in it, or raises ``ConfigurationError``; lacks only what is optional."""


def broken(where: str, what: str, allowed: str = "") -> ConfigurationError:
    return ConfigurationError([Problem(where, what, allowed)])


def inner(column: str, source: str, below: Iterator[str]) -> Problem:
    """Refuse a column that is mapped to a whole object or list, which no cell can hold."""
    return Problem(f"column {column!r}", f"{source!r} is no single value", f"map one of: {', '.join(list(below)[:5])}")


def read_bytes(path: Path) -> io.BufferedReader:
    """Open the file's bytes, unpacked where its name ends with ``.gz`` or another of Arrow's codecs."""
    return io.BufferedReader(pa.input_stream(path))


def check_encoding(path: Path) -> None:
    """Raise ``ConfigurationError`` for the first line that is no UTF-8."""
    with read_bytes(path) as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                where = f"{path}:{number}:{error.start + 1}"
                raise broken(where, f"byte 0x{line[error.start]:02X} is no UTF-8", "save the file as UTF-8") from error
