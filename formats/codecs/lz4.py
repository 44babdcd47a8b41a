"""LZ4: the raw block, and the frame format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pyarrow as pa

from formats.codecs.base import Codec, Packed, PlainFrame, plain_piece
from formats.codecs.blocks import BlockFrame
from formats.codecs.reading import ARROW_FAULTS, Scanner, arrow_stream, opened

MAGIC = b"\x04\x22\x4d\x18"

HEADER = MAGIC + b"\x60\x70\x73"
"""Version 1, blocks that do not refer to each other and hold at most 4 MiB of text, no checksums but the header's."""

END_MARK = bytes(4)
BLOCK = 4 << 20
STORED = 1 << 31
"""Added to the size of a block that stands as it is, because compression would not make it smaller."""


def pack(text: bytes | memoryview) -> bytes:
    """One raw block: no size, no checksum."""
    packed: bytes = pa.compress(text, codec="lz4_raw", asbytes=True)
    return packed


def unpack(block: bytes) -> bytes:
    """The text of one raw block, 4 MiB at most; ``ValueError`` when it is damaged.

    Goes through a frame, since a raw block does not say how long its text is.
    """
    frame = b"".join((HEADER, len(block).to_bytes(4, "little"), block, END_MARK))
    try:
        text: bytes = pa.CompressedInputStream(pa.BufferReader(frame), "lz4").read()
    except ARROW_FAULTS as error:
        raise ValueError(str(error)) from error
    return text


def frame_block(text: bytes | memoryview) -> Packed:
    if not text:
        return Packed(b"", 0, 0)
    packed = pack(text)
    if len(packed) < len(text):
        return Packed(len(packed).to_bytes(4, "little") + packed, 0, len(text))
    return Packed(b"".join(((len(text) | STORED).to_bytes(4, "little"), text)), 0, len(text))


def frame_texts(scanner: Scanner) -> Iterator[bytes]:
    return arrow_stream(scanner, "lz4")


LZ4_FRAME = Codec(
    "lz4-frame",
    ".lz4",
    plain_piece,
    partial(BlockFrame, BLOCK, frame_block, partial(PlainFrame, HEADER, END_MARK)),
    opened(frame_texts, "lz4-frame"),
)
"""What the ``lz4`` tool reads, and Hadoop does not."""
