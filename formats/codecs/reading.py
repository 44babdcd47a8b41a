"""What reading a compressed file needs whatever its codec: a stream of pieces, exact takes, one kind of error."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

import pyarrow as pa

from formats.base import FormatError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 16
"""Compressed bytes read at a time."""

PIECE = 1 << 20
"""The most that one step decompresses, however dense the file."""

ARROW_FAULTS = (OSError, pa.ArrowInvalid)
"""What Arrow's decompressors raise for damaged data."""


class Unpacked(io.RawIOBase):
    """A stream of what an iterator yields."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def opened(unpack: Callable[[Scanner], Iterator[bytes]], kind: str) -> Callable[[BinaryIO], BinaryIO]:
    """A codec's ``open``, made of the function that yields the decompressed pieces of a file of this kind."""

    def unpacked(source: BinaryIO) -> BinaryIO:
        return io.BufferedReader(Unpacked(unpack(Scanner(source, kind))), CHUNK)

    return unpacked


class Scanner:
    """Takes from a compressed source, with the place for an error."""

    def __init__(self, source: BinaryIO, kind: str) -> None:
        self._source = source
        self._kind = kind
        self.offset = 0
        """Compressed bytes taken so far."""

    def some(self, size: int = CHUNK) -> bytes:
        """As many bytes as asked for; fewer only at the end of the file."""
        data = self._source.read(size)
        if data and len(data) < size:
            parts, missing = [data], size - len(data)
            while missing and (data := self._source.read(missing)):
                parts.append(data)
                missing -= len(data)
            data = b"".join(parts)
        self.offset += len(data)
        return data

    def take(self, size: int) -> bytes:
        """Exactly ``size`` bytes; ``FormatError`` when the file ends before."""
        data = self.some(size)
        if len(data) < size:
            raise self.damaged("the file ends early")
        return data

    def take_unless_ended(self, size: int) -> bytes:
        """Exactly ``size`` bytes, or none where the file ends right here."""
        data = self.some(size)
        if 0 < len(data) < size:
            raise self.damaged("the file ends early")
        return data

    def damaged(self, what: str) -> FormatError:
        return FormatError(f"damaged {self._kind} data: {what} (reading at byte {self.offset})")

    def empty(self) -> FormatError:
        return FormatError(f"no {self._kind} data: the file is empty")


class Decompressor(Protocol):
    """The contract of ``bz2.BZ2Decompressor``, which ISA-L's keeps too."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def members(
    scanner: Scanner, start: Callable[[], Decompressor], fault: type[Exception], padding: bytes = b""
) -> Iterator[bytes]:
    """The text of all streams of a file, one after the other; ``padding`` is skipped between and behind them.

    ``start`` makes the decompressor of one stream, ``fault`` is what it raises for damaged data.
    """
    data = scanner.some()
    if not data:
        raise scanner.empty()
    while data:
        stream = start()
        while not stream.eof:
            feed = b""
            if stream.needs_input:
                feed, data = data or scanner.some(), b""
                if not feed:
                    raise scanner.damaged("the file ends early")
            try:
                text = stream.decompress(feed, PIECE)
            except fault as error:
                raise scanner.damaged(str(error)) from error
            if text:
                yield text
        data = stream.unused_data.lstrip(padding)
        # Filled up, since ISA-L misreads a gzip header with an extra field that comes in two pieces.
        while len(data) < CHUNK and (more := scanner.some()):
            data = (data + more).lstrip(padding)


def arrow_stream(scanner: Scanner, codec: str) -> Iterator[bytes]:
    """The text of a file in one of the framings Arrow reads as a stream, all frames of it."""
    source = _ForArrow(scanner)
    stream = pa.CompressedInputStream(pa.PythonFile(source, mode="r"), codec)
    while True:
        try:
            text = stream.read(PIECE)
        except ARROW_FAULTS as error:
            raise source.fault or scanner.damaged(str(error)) from error
        if not text:
            break
        yield text
    if not scanner.offset:
        raise scanner.empty()


class _ForArrow(io.RawIOBase):
    """A source that remembers its own failure, which Arrow passes on in the same clothes as damaged data."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self.fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            return self._scanner.some(size)
        except Exception as error:
            self.fault = error
            raise
