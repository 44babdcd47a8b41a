"""Snappy and LZ4 as Hadoop frames them, which Spark writes and next to no other tool reads.

A file is blocks in a row, without magic number or checksum: the length of the block's text, then chunks until their
texts add up to it, each the length of a raw snappy or LZ4 block and that block. Lengths are four bytes, big-endian.

Where blocks end was seen in files by Spark 3.5.9 on Java 17, and agrees with Hadoop's ``BlockCompressorStream``.
Spark's own pieces hold whole characters, so its blocks can be a few bytes shorter where a character of several bytes
would stand across the end of a piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from formats.codecs import lz4, snappy
from formats.codecs.base import Codec, CodecName, Packed, PlainFrame, plain_piece
from formats.codecs.blocks import BlockFrame
from formats.codecs.reading import Scanner, opened

BUFFER = 256 << 10
"""Hadoop's buffer for one block, in bytes: no chunk that it reads may hold more text."""

SNAPPY_OVERHEAD = BUFFER // 6 + 32
LZ4_OVERHEAD = BUFFER // 255 + 16
"""What Hadoop sets apart in the buffer, in bytes, for text that does not become smaller."""

PIECE = 8 << 10
"""Java's encoder hands the text on in pieces of so many bytes."""

CHUNK_LIMIT = 4 << 20
"""The most text and the longest chunk taken in reading, in bytes: other writers do not know Hadoop's limit."""


def block(text: bytes | memoryview, pack: Callable[[bytes | memoryview], bytes]) -> Packed:
    """One block with one chunk; for an empty text a block without any."""
    size = len(text).to_bytes(4, "big")
    if not text:
        return Packed(size, 0, 0)
    chunk = pack(text)
    return Packed(b"".join((size, len(chunk).to_bytes(4, "big"), chunk)), 0, len(text))


def texts(scanner: Scanner, unpack: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """The text of each chunk; ``unpack`` raises ``ValueError`` for one that is damaged."""
    if not (size := scanner.take_unless_ended(4)):
        raise scanner.empty()
    while size:
        missing = int.from_bytes(size, "big")
        while missing:
            length = int.from_bytes(scanner.take(4), "big")
            if not 0 < length <= CHUNK_LIMIT:
                raise scanner.damaged(f"a chunk of {length} bytes where 1 to {CHUNK_LIMIT} may be")
            try:
                text = unpack(scanner.take(length))
            except ValueError as error:
                raise scanner.damaged(str(error)) from error
            if len(text) > missing:
                raise scanner.damaged(f"a chunk of {len(text)} bytes of text where {missing} are missing in its block")
            missing -= len(text)
            yield text
        size = scanner.take_unless_ended(4)


def _codec(
    name: CodecName, pack: Callable[[bytes | memoryview], bytes], unpack: Callable[[bytes], bytes], overhead: int
) -> Codec:
    """A block ends where the next piece would not fit, so the last, shorter one may still go into the block before."""
    room = BUFFER - overhead
    size = room // PIECE * PIECE
    frame = partial(BlockFrame, size, partial(block, pack=pack), PlainFrame, slack=room - size)
    return Codec(name, f".{name}", plain_piece, frame, opened(partial(texts, unpack=unpack), f"{name} (Hadoop blocks)"))


SNAPPY = _codec("snappy", snappy.pack, partial(snappy.unpack, limit=CHUNK_LIMIT), SNAPPY_OVERHEAD)
"""Blocks of 212 992 bytes of text."""

LZ4 = _codec("lz4", lz4.pack, lz4.unpack, LZ4_OVERHEAD)
"""Blocks of 253 952 bytes of text."""
