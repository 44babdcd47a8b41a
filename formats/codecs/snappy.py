"""Snappy: the raw block, and the framing format (https://github.com/google/snappy/blob/main/framing_format.txt)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pyarrow as pa

from formats.codecs.base import Codec, Packed, PlainFrame, plain_piece
from formats.codecs.blocks import BlockFrame
from formats.codecs.crc32c import crc32c
from formats.codecs.reading import ARROW_FAULTS, Scanner, opened

IDENTIFIER = b"\xff\x06\x00\x00sNaPpY"
"""The chunk every file begins with; it may come again."""

CHUNK = 1 << 16
"""The most text one chunk may hold, in bytes."""

BLOCK = 16 * CHUNK
"""Packed at a time."""

COMPRESSED, STORED, IDENTIFIER_TYPE = 0x00, 0x01, 0xFF
FIRST_SKIPPABLE = 0x80


def pack(text: bytes | memoryview) -> bytes:
    """One raw block, which begins with the text's length."""
    packed: bytes = pa.compress(text, codec="snappy", asbytes=True)
    return packed


def unpack(block: bytes, limit: int) -> bytes:
    """The text of one raw block; ``ValueError`` when it is damaged or holds more than ``limit`` bytes."""
    size = text_size(block)
    if size > limit:
        raise ValueError(f"a block of {size} bytes of text where at most {limit} may be")
    try:
        text: bytes = pa.decompress(block, decompressed_size=size, codec="snappy", asbytes=True)
    except ARROW_FAULTS as error:
        raise ValueError(str(error)) from error
    return text


def text_size(block: bytes) -> int:
    """How much text a raw block says it holds; ``ValueError`` when it does not say."""
    size = 0
    for index, byte in enumerate(block[:5]):
        size |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return size
    raise ValueError("a block that does not begin with a length")


def chunks(text: bytes | memoryview) -> Packed:
    view = memoryview(text)
    data = b"".join(_chunk(view[start : start + CHUNK]) for start in range(0, len(view), CHUNK))
    return Packed(data, 0, len(view))


def _chunk(text: memoryview) -> bytes:
    packed = pack(text)
    kind, body = (COMPRESSED, packed) if len(packed) < len(text) else (STORED, text)
    size = len(body) + 4
    return b"".join((bytes([kind]), size.to_bytes(3, "little"), _masked(text).to_bytes(4, "little"), body))


def _masked(text: bytes | memoryview) -> int:
    """The checksum as the format wants it: turned, and a constant added."""
    crc = crc32c(text)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def framed_texts(scanner: Scanner) -> Iterator[bytes]:
    head = scanner.some(len(IDENTIFIER))
    if not head:
        raise scanner.empty()
    if head != IDENTIFIER:
        raise scanner.damaged("no stream identifier at the beginning")
    while header := scanner.take_unless_ended(4):
        kind, body = header[0], scanner.take(int.from_bytes(header[1:], "little"))
        if kind in (COMPRESSED, STORED):
            yield _text(scanner, kind, body)
        elif kind == IDENTIFIER_TYPE:
            if header + body != IDENTIFIER:
                raise scanner.damaged("a stream identifier that is not one")
        elif kind < FIRST_SKIPPABLE:
            raise scanner.damaged(f"a chunk of the unknown type {kind:#04x}")


def _text(scanner: Scanner, kind: int, body: bytes) -> bytes:
    checksum, content = body[:4], body[4:]
    try:
        text = unpack(content, CHUNK) if kind == COMPRESSED else content
    except ValueError as error:
        raise scanner.damaged(str(error)) from error
    if len(text) > CHUNK:
        raise scanner.damaged(f"a chunk of {len(text)} bytes of text where at most {CHUNK} may be")
    if _masked(text).to_bytes(4, "little") != checksum:
        raise scanner.damaged("the checksum of a chunk does not match")
    return text


SNAPPY_FRAMED = Codec(
    "snappy-framed",
    ".sz",
    plain_piece,
    partial(BlockFrame, BLOCK, chunks, partial(PlainFrame, IDENTIFIER)),
    opened(framed_texts, "snappy-framed"),
)
"""What ``snzip`` and most snappy libraries read as a stream, and Hadoop does not."""
