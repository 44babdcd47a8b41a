"""bzip2: one stream whose blocks several threads compress, or several streams in a row."""

from __future__ import annotations

import bz2
from collections.abc import Iterator
from functools import partial

from formats.codecs.base import Codec, Packed, PlainFrame, plain_piece
from formats.codecs.blocks import BlockFrame
from formats.codecs.reading import Scanner, members, opened

BLOCK = 700 << 10
"""Bytes of text in one block of the single stream: a block of level 9 holds 899 981 bytes after the run-length step,
which adds a quarter at worst, so this many always fit into one."""

STREAM = 900_000
"""Bytes of text in one of several streams."""

HEADER = b"BZh9"
BLOCK_MAGIC = 0x314159265359
"""48 bits, the digits of pi."""

END_MAGIC = 0x177245385090
"""48 bits, the digits of the square root of pi; a 32-bit checksum and up to seven zero bits follow."""


class BitFrame:
    """One stream of the blocks of many: blocks begin at any bit, and their checksums are rotated into one."""

    def __init__(self) -> None:
        self._bits = 0
        self._count = 0
        """Bits that do not fill a byte yet: fewer than eight."""
        self._checksum = 0

    def begin(self) -> bytes:
        return HEADER

    def add(self, piece: Packed) -> bytes:
        blocks, count, checksum = _one_block(bytes(piece.data))
        rotated = ((self._checksum << 1) | (self._checksum >> 31)) & 0xFFFFFFFF
        self._checksum = rotated ^ checksum
        return self._whole_bytes(blocks, count)

    def end(self) -> bytes:
        whole = self._whole_bytes((END_MAGIC << 32) | self._checksum, 80)
        return whole + self._whole_bytes(0, -self._count % 8)

    def _whole_bytes(self, bits: int, count: int) -> bytes:
        bits |= self._bits << count
        whole, self._count = divmod(self._count + count, 8)
        self._bits = bits & ((1 << self._count) - 1)
        return (bits >> self._count).to_bytes(whole, "big")


def _one_block(stream: bytes) -> tuple[int, int, int]:
    """The bits of a stream's one block (none in an empty stream), how many they are, and its checksum."""
    bits = int.from_bytes(stream[len(HEADER) :], "big")
    tail = bits & (1 << 88) - 1
    padding = next(width for width in range(8) if (tail >> (width + 32)) & ((1 << 48) - 1) == END_MAGIC)
    checksum = (tail >> padding) & 0xFFFFFFFF
    return bits >> (padding + 80), 8 * (len(stream) - len(HEADER)) - padding - 80, checksum


def bzip2_stream(data: bytes | memoryview) -> Packed:
    return Packed(bz2.compress(data), 0, len(data))


def bzip2_texts(scanner: Scanner) -> Iterator[bytes]:
    """All streams."""
    return members(scanner, bz2.BZ2Decompressor, OSError)


BZIP2 = Codec(
    "bzip2", ".bz2", plain_piece, partial(BlockFrame, BLOCK, bzip2_stream, BitFrame), opened(bzip2_texts, "bzip2")
)
"""One stream, whatever the size."""

BZIP2_MULTISTREAM = Codec(
    "bzip2-multistream",
    ".bz2",
    plain_piece,
    partial(BlockFrame, STREAM, bzip2_stream, PlainFrame),
    opened(bzip2_texts, "bzip2"),
)
"""As parallel compressors write it: a reader that stops behind the first stream loses rows."""
