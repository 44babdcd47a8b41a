"""What deflate compresses: gzip files (RFC 1952) and zlib streams (RFC 1950), which Hadoop calls *deflate*."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial
from typing import cast

from isal import igzip_lib, isal_zlib

from formats.codecs.base import Codec, Packed, PlainFrame, plain_piece
from formats.codecs.blocks import BlockFrame
from formats.codecs.reading import Scanner, members, opened

MEMBER = 1 << 20
"""Bytes of text in one of several gzip members."""

LAST_BLOCK = b"\x03\x00"
"""An empty deflate block with the final bit: the pieces before it end in a flush, not in a final block."""

ADLER_BASE = 65521
"""The prime of RFC 1950, section 8.2."""


class GzipFrame:
    """One gzip member with Spark's header: no name, no time, OS 255; sizes and CRCs of the pieces add up."""

    HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

    def __init__(self) -> None:
        self._crc = 0
        self._size = 0

    def begin(self) -> bytes:
        return self.HEADER

    def add(self, piece: Packed) -> bytes | memoryview:
        self._crc = isal_zlib.crc32_combine(self._crc, piece.checksum, piece.size)
        self._size += piece.size
        return piece.data

    def end(self) -> bytes:
        trailer = self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little")
        return LAST_BLOCK + trailer


class ZlibFrame:
    """One zlib stream with Spark's header, that of zlib's default level; the Adler-32 of the pieces add up."""

    HEADER = b"\x78\x9c"

    def __init__(self) -> None:
        self._adler = 1

    def begin(self) -> bytes:
        return self.HEADER

    def add(self, piece: Packed) -> bytes | memoryview:
        self._adler = adler32_combine(self._adler, piece.checksum, piece.size)
        return piece.data

    def end(self) -> bytes:
        return LAST_BLOCK + self._adler.to_bytes(4, "big")


def adler32_combine(first: int, second: int, size: int) -> int:
    """The Adler-32 of two texts in a row; ``size`` in bytes is the second one's."""
    low = ((first & 0xFFFF) + (second & 0xFFFF) - 1) % ADLER_BASE
    high = ((first >> 16) + (second >> 16) + size * ((first & 0xFFFF) - 1)) % ADLER_BASE
    return (high << 16) | low


def gzip_piece(data: bytes | memoryview) -> Packed:
    return Packed(_deflated(data), isal_zlib.crc32(data), len(data))


def zlib_piece(data: bytes | memoryview) -> Packed:
    return Packed(_deflated(data), isal_zlib.adler32(data), len(data))


def _deflated(data: bytes | memoryview) -> bytes:
    """One piece at ISA-L's level 1: a tenth of zlib's time for about a fifth more bytes."""
    deflater = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
    return deflater.compress(data) + deflater.flush(zlib.Z_SYNC_FLUSH)


def gzip_member(data: bytes | memoryview) -> Packed:
    frame = GzipFrame()
    member = b"".join((frame.begin(), frame.add(gzip_piece(data)), frame.end()))
    return Packed(member, 0, len(data))


def gzip_texts(scanner: Scanner) -> Iterator[bytes]:
    """All members; like ``gzip`` itself, zero bytes behind one are skipped."""
    return members(scanner, gzip_decompressor, FAULT, padding=b"\0")


def zlib_texts(scanner: Scanner) -> Iterator[bytes]:
    """All streams."""
    return members(scanner, zlib_decompressor, FAULT)


FAULT = cast(type[Exception], igzip_lib.IsalError)

gzip_decompressor = partial(igzip_lib.IgzipDecompressor, igzip_lib.DECOMP_GZIP)
zlib_decompressor = partial(igzip_lib.IgzipDecompressor, igzip_lib.DECOMP_ZLIB)

GZIP = Codec("gzip", ".gz", gzip_piece, GzipFrame, opened(gzip_texts, "gzip"))
"""One member, whatever the size."""

GZIP_MULTIMEMBER = Codec(
    "gzip-multimember",
    ".gz",
    plain_piece,
    partial(BlockFrame, MEMBER, gzip_member, PlainFrame),
    opened(gzip_texts, "gzip"),
)
"""A member for each mebibyte, as from files strung together: a reader that stops behind the first loses rows."""

DEFLATE = Codec("deflate", ".deflate", zlib_piece, ZlibFrame, opened(zlib_texts, "deflate (zlib)"))
