"""Zstandard (RFC 8878), which Spark does not have for text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from formats.codecs.base import Codec, Packed, plain_piece
from formats.codecs.reading import Scanner, arrow_stream, opened

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class ZstdFrame:
    """One frame at level 1, compressed as the pieces come: fast enough to keep up with threads that render them."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._stream = pa.CompressedOutputStream(pa.PythonFile(self._sink, mode="w"), "zstd")

    def begin(self) -> bytes:
        return b""

    def add(self, piece: Packed) -> bytes:
        self._stream.write(piece.data)
        return self._sink.taken()

    def end(self) -> bytes:
        self._stream.close()
        return self._sink.taken()


class _Sink(io.RawIOBase):
    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        self._parts.append(bytes(data))
        return len(self._parts[-1])

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def frame_texts(scanner: Scanner) -> Iterator[bytes]:
    """All frames."""
    return arrow_stream(scanner, "zstd")


ZSTD_FRAME = Codec("zstd-frame", ".zst", plain_piece, ZstdFrame, opened(frame_texts, "zstd"))
