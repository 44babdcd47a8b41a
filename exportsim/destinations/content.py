"""The content of a finished file on its way: read again for each use, and held against the hash it was written with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from exportsim.errors import TerminalFailure

PIECE = 256 << 10
"""Bytes that are read, and handed on, at once: few enough to be hashed and encrypted from the processor's cache."""


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
        try:
            # Several threads read the same file, each elsewhere.
            piece = os.pread(self._source.fileno(), size, self.start + first)
        except OSError as error:
            raise unreadable(self.file, error) from error
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


def unreadable(file: Path, error: OSError) -> TerminalFailure:
    return TerminalFailure(f"{file} could not be read: {error.strerror}")
