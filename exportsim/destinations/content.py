"""The content of files on their way: read again for each use, and held against the hash they were written with."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from exportsim.errors import TerminalFailure

PIECE = 256 << 10
"""Bytes that are read at once to be hashed: few enough to stay in the processor's cache meanwhile."""


class Stretch:
    """A part of an open file, sliced like bytes but read with each slice: while it waits it takes no memory."""

    def __init__(self, file: Path, source: BinaryIO, start: int, size: int) -> None:
        self.file, self.start = file, start
        self._source, self._size = source, size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, span: slice) -> bytes:
        """Raises ``TerminalFailure`` where the file can no longer be read, or is shorter than it was."""
        first, end, _ = span.indices(self._size)
        size = max(0, end - first)
        with reading(self.file):
            # Several threads read the same file, each elsewhere.
            piece = os.pread(self._source.fileno(), size, self.start + first)
        if len(piece) < size:
            raise altered(self.file)
        return piece

    def feed(self, *hashes: Any) -> None:
        """Read it once, into all of ``hashes``."""
        for first in range(0, self._size, PIECE):
            piece = self[first : first + PIECE]
            for one in hashes:
                one.update(piece)


def stretches(file: Path, source: BinaryIO, size: int) -> Iterator[Stretch]:
    """The file in stretches of ``size`` bytes, in order."""
    total = file.stat().st_size
    for start in range(0, total, size):
        yield Stretch(file, source, start, min(size, total - start))


def check_unchanged(file: Path, found: str, sha256: str) -> None:
    """Refuse a file that is no longer the one that was hashed; what it holds must not become visible."""
    if found != sha256:
        raise altered(file)


def altered(file: Path) -> TerminalFailure:
    """Of a file that is no longer as it was written."""
    return TerminalFailure(f"{file} is not the file that was written; generate the export again")


@contextlib.contextmanager
def reading(file: Path) -> Iterator[None]:
    """What the machine refuses inside is told as a failure to read the file."""
    try:
        yield
    except OSError as error:
        raise TerminalFailure(f"{file} could not be read: {error.strerror or error}") from error


@contextlib.contextmanager
def receiving(file: Path) -> Iterator[BinaryIO]:
    """A new file for what comes from a place; it is taken away again unless all of it comes."""
    try:
        with file.open("wb") as sink:
            yield sink
    except BaseException as error:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise TerminalFailure(f"{file} could not be written: {error.strerror or error}") from error
        raise
